import type { Citation } from '../../core/citation';
import { quoteNow } from '../../core/quote-now';
import type { TextRange } from '../../core/text-range';
import type { Highlight } from '../../core/text-segments';
import type { Source } from '../../services/app-services';
import type { FoundWords, SourceTarget } from '../../state/source-state.svelte';

export interface TargetHighlights {
  /** Everything to be marked in the document. */
  readonly all: readonly Highlight[];
  /** The one to be brought into sight. */
  readonly active?: Highlight;
  /** The document does not hold the words any more: it was another one when they were quoted. */
  readonly isChanged: boolean;
}

/** What of a target lies in a document: the citations of the same message, or the one passage that was found. */
export function targetHighlights(
  target: SourceTarget | undefined,
  { document, content }: Pick<Source, 'document' | 'content'>,
): TargetHighlights {
  if (!target) return { all: [], isChanged: false };
  const { citation, citations, passage } = target;
  if (passage && target.documentId === document.id) {
    const range = placeNow(content.text, passage);
    if (!range) return { all: [], isChanged: true };
    const found = { n: undefined, ...range };
    return { all: [found], active: found, isChanged: false };
  }
  const marks = new Map<Citation, Highlight>();
  for (const cited of citations) {
    const range = cited.documentId === document.id ? quoteNow(content.text, cited) : undefined;
    if (range) marks.set(cited, { n: cited.n, ...range });
  }
  const all = [...marks.values()];
  if (citation?.documentId !== document.id) return { all, isChanged: false };
  const active = all.find(({ n }) => n === citation.n);
  return active ? { all, active, isChanged: false } : { all, isChanged: true };
}

/** Of a passage it is known how it began. */
function placeNow(text: string, { start, end, begins }: FoundWords): TextRange | undefined {
  if (begins === undefined) return { start, end };
  const beginning = quoteNow(text, { start, end: start + begins.length, quote: begins });
  return beginning && { start: beginning.start, end: beginning.start + end - start };
}
