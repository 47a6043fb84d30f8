import { originalRange, originalText } from '../../core/text-edits';
import type { TextRange } from '../../core/text-range';
import type { Highlight } from '../../core/text-segments';
import type { Source } from '../../services/app-services';

export interface PageHighlights {
  readonly number: number;
  /** What the page itself says: its text before cleaning. */
  readonly text: string;
  /** Counted from the page's own beginning; a citation over a page break lies on both pages. */
  readonly highlights: readonly Highlight[];
}

/** The pages of a document that hold something to be marked. */
export function pageHighlights(
  { content }: Pick<Source, 'content'>,
  marked: readonly Highlight[],
): PageHighlights[] {
  const { edits = [] } = content;
  const toOriginal = (range: TextRange) => originalRange(edits, range);
  let original: string | undefined;
  return content.pages.flatMap((page) => {
    const onPage = marked.filter(({ start, end }) => start < page.end && end > page.start);
    if (onPage.length === 0) return [];
    original ??= originalText(content);
    const whole = toOriginal(page);
    const highlights = onPage.map(({ n, start, end }) => {
      const part = toOriginal({ start: Math.max(start, page.start), end: Math.min(end, page.end) });
      return { n, start: part.start - whole.start, end: part.end - whole.start };
    });
    return [{ number: page.number, text: original.slice(whole.start, whole.end), highlights }];
  });
}
