import type { AnswerTrace, TracedPassage } from './answer-trace';
import type { Citation } from './citation';

/** The passages that were found for an answer and that none of its citations quotes, best first. */
export function uncitedPassages(
  { passages }: Pick<AnswerTrace, 'passages'>,
  citations: readonly Citation[],
): TracedPassage[] {
  return passages.filter(
    (passage) =>
      !citations.some(
        ({ documentId, start, end }) =>
          documentId === passage.documentId && start < passage.end && end > passage.start,
      ),
  );
}
