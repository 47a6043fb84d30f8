import { pageAt, type RichText } from '../../core/rich-text';
import type { ReadingPlace } from '../../state/source-tab.svelte';

/** The last of elements that stand one below the other whose upper edge is not below `edgePx`; else the first. */
export function lastAtOrAbove(elements: HTMLCollection, edgePx: number): HTMLElement | undefined {
  let low = 0;
  let high = elements.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    const element = elements[middle];
    if (element instanceof HTMLElement && element.offsetTop <= edgePx) low = middle;
    else high = middle - 1;
  }
  const found = elements[low];
  return found instanceof HTMLElement ? found : undefined;
}

/** Of a scroller whose children are pages. */
export function pagePlaceOf(scroller: HTMLElement): ReadingPlace | undefined {
  const page = lastAtOrAbove(scroller.children, scroller.scrollTop);
  const number = Number(page?.dataset['page']);
  if (!page || Number.isNaN(number)) return undefined;
  return { kind: 'page', number, fraction: fractionOf(page, scroller.scrollTop) };
}

/** Of a scroller and the sections of text in it. */
export function textPlaceOf(scroller: HTMLElement, sections: HTMLElement): ReadingPlace | undefined {
  const section = lastAtOrAbove(sections.children, scroller.scrollTop);
  const start = Number(section?.dataset['section']);
  if (!section || Number.isNaN(start)) return undefined;
  return { kind: 'text', start, fraction: fractionOf(section, scroller.scrollTop) };
}

/** The same place as pages, or as text. A page of text is known only by where it begins. */
export function placeIn(
  place: ReadingPlace | undefined,
  { pages }: Pick<RichText, 'pages'>,
  kind: ReadingPlace['kind'],
): ReadingPlace | undefined {
  if (!place || place.kind === kind) return place;
  if (place.kind === 'page') {
    const page = pages.find(({ number }) => number === place.number);
    return page && { kind: 'text', start: page.start, fraction: 0 };
  }
  const number = pageAt(pages, place.start);
  return number === undefined ? undefined : { kind: 'page', number, fraction: 0 };
}

function fractionOf(element: HTMLElement, edgePx: number): number {
  return (edgePx - element.offsetTop) / Math.max(1, element.offsetHeight);
}
