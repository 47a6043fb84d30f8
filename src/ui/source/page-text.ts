import type { Page, RichText } from '../../core/rich-text';
import { originalRange, originalText, type TextEdit } from '../../core/text-edits';
import type { TextRange } from '../../core/text-range';

export interface PageText {
  /** What the page itself says: its text before cleaning. */
  readonly text: string;
  /** Where that part of a range of the document that lies on the page is in `text`. */
  readonly toPage: (range: TextRange) => TextRange;
}

export function readPage({ text, edits = [] }: Pick<RichText, 'text' | 'edits'>, page: Page): PageText {
  const own = editsOn(edits, page);
  const from = Math.min(page.start, own[0]?.start ?? page.start);
  const to = Math.max(page.end, own.at(-1)?.end ?? page.end);
  const moved = own.map((edit) => ({ ...edit, start: edit.start - from, end: edit.end - from }));
  return {
    text: originalText({ text: text.slice(from, to), edits: moved }),
    toPage: ({ start, end }) =>
      originalRange(moved, {
        start: Math.max(start, page.start) - from,
        end: Math.min(end, page.end) - from,
      }),
  };
}

/** What was left out at a page's edges is not taken. The first is found by halving, since a long document has many. */
function editsOn(edits: readonly TextEdit[], page: Page): TextEdit[] {
  let low = 0;
  let high = edits.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((edits[middle]?.end ?? 0) <= page.start) low = middle + 1;
    else high = middle;
  }
  const own: TextEdit[] = [];
  for (let i = low; i < edits.length; i += 1) {
    const edit = edits[i];
    if (!edit || edit.start >= page.end) break;
    own.push(edit);
  }
  return own;
}
