import type { Citation } from '../../core/citation';
import type { Highlight } from '../../core/text-segments';
import type { Source } from '../../services/app-services';

export interface PageHighlights {
  readonly number: number;
  /** The stored text of the page. */
  readonly text: string;
  /** Counted from the page's own beginning; a citation over a page break lies on both pages. */
  readonly highlights: readonly Highlight[];
}

/** The pages that hold citations of a document. */
export function pageHighlights(
  { document, content }: Source,
  citations: readonly Citation[],
): PageHighlights[] {
  const own = citations.filter(({ documentId }) => documentId === document.id);
  return content.pages.flatMap((page) => {
    const highlights = own
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
