import type { Page } from '../../core/rich-text';

/** Where a selection begins in the stored text, as far as the screen can tell. */
export interface SelectionPlace {
  /** Where the section or the page begins that it begins in. */
  readonly from: number;
  /** How many signs other than white space are drawn of that before it. */
  readonly signs: number;
}

/** What is drawn between the words of a document, and is none of them. */
const notItsWords = '.bullet, .tick, [data-page-begins], .visually-hidden';

export function selectionPlace(
  { startContainer, startOffset }: Range,
  pages: readonly Page[],
): SelectionPlace {
  const element = startContainer instanceof Element ? startContainer : startContainer.parentElement;
  const holder = element?.closest<HTMLElement>('[data-section], [data-page]');
  if (!holder) return { from: 0, signs: 0 };
  const { section, page } = holder.dataset;
  const from =
    section === undefined
      ? (pages.find(({ number }) => number === Number(page))?.start ?? 0)
      : Number(section);
  const before = document.createRange();
  before.setStart(holder, 0);
  before.setEnd(startContainer, startOffset);
  const drawn = document.createElement('div');
  drawn.append(before.cloneContents());
  for (const other of drawn.querySelectorAll(notItsWords)) other.remove();
  return { from, signs: drawn.textContent.replace(/\s+/g, '').length };
}
