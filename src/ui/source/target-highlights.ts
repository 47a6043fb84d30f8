import type { Citation } from '../../core/citation';
import { quoteNow } from '../../core/quote-now';
import type { Highlight } from '../../core/text-segments';
import type { Source } from '../../services/app-services';
import type { SourceTarget } from '../../state/source-state.svelte';

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
    const found = { n: undefined, start: passage.start, end: passage.end };
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
