import type { Highlight } from '../../core/text-segments';
import type { SourceTarget } from '../../state/source-state.svelte';

export interface TargetHighlights {
  /** Everything to be marked in the document. */
  readonly all: readonly Highlight[];
  /** The one to be brought into sight. */
  readonly active?: Highlight;
}

/** What of a target lies in a document: the citations of the same message, or the one passage that was found. */
export function targetHighlights(target: SourceTarget | undefined, documentId: string): TargetHighlights {
  if (!target) return { all: [] };
  const { citation, citations, passage } = target;
  if (passage && target.documentId === documentId) {
    const found = { n: undefined, start: passage.start, end: passage.end };
    return { all: [found], active: found };
  }
  const all = citations.filter((cited) => cited.documentId === documentId);
  return citation?.documentId === documentId ? { all, active: citation } : { all };
}
