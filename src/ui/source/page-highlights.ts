import type { Highlight } from '../../core/text-segments';
import type { Source } from '../../services/app-services';

export interface PageHighlights {
  readonly number: number;
  /** The stored text of the page. */
  readonly text: string;
  /** Counted from the page's own beginning; a citation over a page break lies on both pages. */
  readonly highlights: readonly Highlight[];
}

/** The pages of a document that hold something to be marked. */
export function pageHighlights(
  { content }: Pick<Source, 'content'>,
  marked: readonly Highlight[],
): PageHighlights[] {
  return content.pages.flatMap((page) => {
    const highlights = marked
      .filter(({ start, end }) => start < page.end && end > page.start)
      .map(({ n, start, end }) => ({
        n,
        start: Math.max(start, page.start) - page.start,
        end: Math.min(end, page.end) - page.start,
      }));
    if (highlights.length === 0) return [];
    return [{ number: page.number, text: content.text.slice(page.start, page.end), highlights }];
  });
}
