import type { RichText } from '../../core/rich-text';
import { moveAmong, positionAmong, ScrollPair, type ScrollSide, type Stretch } from './scroll-pair';

export interface DocumentScroll {
  /** For the elements around the original and around the text read out of it. */
  readonly original: (element: HTMLElement) => () => void;
  readonly text: (element: HTMLElement) => () => void;
  readonly goToPage: (page: number) => void;
}

/** Scrolls a document's original and its text together: by page where it has pages, else by share. */
export function createDocumentScroll(content: () => RichText | undefined): DocumentScroll {
  const pair = new ScrollPair();
  const found = new Map<'original' | 'text', HTMLElement>();

  const text: ScrollSide = {
    scroller: () => within(found.get('text'), '.scroller'),
    position: (scroller) => positionAmong(scroller, sectionsIn(scroller)),
    moveTo: (scroller, position) => moveAmong(scroller, sectionsIn(scroller), position),
  };
  const original: ScrollSide = {
    scroller: () => within(found.get('original'), '.pages, .raw'),
    position: (scroller) => {
      if (scroller.matches('.pages')) return positionAmong(scroller, pagesIn(scroller, content()));
      const length = content()?.text.length ?? 0;
      return (length * scroller.scrollTop) / Math.max(1, scroller.scrollHeight - scroller.clientHeight);
    },
    moveTo: (scroller, position) => {
      if (scroller.matches('.pages')) moveAmong(scroller, pagesIn(scroller, content()), position);
      else {
        const share = position / Math.max(1, content()?.text.length ?? 0);
        scroller.scrollTop = share * (scroller.scrollHeight - scroller.clientHeight);
      }
    },
  };
  const attach = (name: 'original' | 'text', side: ScrollSide) => (element: HTMLElement) => {
    found.set(name, element);
    const leave = pair.side(side)(element);
    return () => {
      leave();
      if (found.get(name) === element) found.delete(name);
    };
  };

  return {
    original: attach('original', original),
    text: attach('text', text),
    goToPage: (number) => {
      const page = content()?.pages.find((candidate) => candidate.number === number);
      const textScroller = text.scroller();
      if (page && textScroller) text.moveTo(textScroller, page.start);
      const drawn = original.scroller()?.querySelector(`[data-page="${number}"]`);
      drawn?.scrollIntoView({ block: 'start' });
    },
  };
}

function within(element: HTMLElement | undefined, selector: string): HTMLElement | undefined {
  return element?.querySelector<HTMLElement>(selector) ?? undefined;
}

function* sectionsIn(scroller: HTMLElement): Generator<Stretch> {
  for (const element of scroller.querySelectorAll<HTMLElement>('[data-start]')) {
    yield { element, start: Number(element.dataset['start']), end: Number(element.dataset['end']) };
  }
}

function* pagesIn(scroller: HTMLElement, content: RichText | undefined): Generator<Stretch> {
  const places = new Map(content?.pages.map((page) => [page.number, page]));
  let end = 0;
  for (const element of scroller.querySelectorAll<HTMLElement>('[data-page]')) {
    const page = places.get(Number(element.dataset['page'])) ?? { start: end, end };
    end = page.end;
    yield { element, start: page.start, end };
  }
}
