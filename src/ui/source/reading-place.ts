import { pageAt, type Page, type RichText } from '../../core/rich-text';
import type { ReadingPlace } from '../../state/source-tab.svelte';

/** The last of elements that stand one below the other whose upper edge is not below `edgePx`; else the first. */
export function lastAtOrAbove(elements: HTMLCollection, edgePx: number): HTMLElement | undefined {
  const found = elements[indexAtOrAbove(elements, edgePx)];
  return found instanceof HTMLElement ? found : undefined;
}

export function indexAtOrAbove(elements: HTMLCollection, edgePx: number): number {
  let low = 0;
  let high = elements.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    const element = elements[middle];
    if (element instanceof HTMLElement && element.offsetTop <= edgePx) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** The line that is taken for what is being read, from the top of what scrolls. */
export function readingLineOf({ scrollTop, clientHeight }: HTMLElement): number {
  return scrollTop + Math.min(120, clientHeight / 4);
}

/** Where the last heading above the line that is read begins, as far as its section holds one; else the section. */
export function headingAt(scroller: HTMLElement, sections: HTMLElement): number {
  const section = lastAtOrAbove(sections.children, readingLineOf(scroller));
  if (!section) return 0;
  const linePx = scroller.getBoundingClientRect().top + readingLineOf(scroller) - scroller.scrollTop;
  const above = [...section.querySelectorAll<HTMLElement>('[data-heading]')].findLast(
    (heading) => heading.getBoundingClientRect().top <= linePx,
  );
  return Number(above?.dataset['heading'] ?? section.dataset['section'] ?? 0);
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

/** The page that a place on drawn pages, or in the sections of the text, stands on. */
export function pageOfNode(node: Node, pages: readonly Page[]): number | undefined {
  const element = node instanceof Element ? node : node.parentElement;
  const drawn = element?.closest<HTMLElement>('[data-page]');
  if (drawn) return Number(drawn.dataset['page']);
  const section = element?.closest<HTMLElement>('[data-section]');
  if (!section || pages.length === 0) return undefined;
  const begun = [...section.querySelectorAll<HTMLElement>('[data-page-begins]')].findLast(
    (mark) => (mark.compareDocumentPosition(node) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0,
  );
  return begun ? Number(begun.dataset['pageBegins']) : pageAt(pages, Number(section.dataset['section']));
}

function fractionOf(element: HTMLElement, edgePx: number): number {
  return (edgePx - element.offsetTop) / Math.max(1, element.offsetHeight);
}
