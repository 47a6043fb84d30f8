import type { QuestionCandidate } from './question-candidate';

/** What a further question of the same document, or of the same kind, must be better by. */
const sameDocument = 1.2;
const sameKind = 0.35;

/**
 * The candidate to look at next: the best beside those that are chosen already, so that they come from different
 * documents and are of different kinds. Equal ones by their words, so that the same library gives the same list.
 */
export function nextCandidate(
  waiting: readonly QuestionCandidate[],
  chosen: readonly QuestionCandidate[],
): QuestionCandidate | undefined {
  let best: { readonly candidate: QuestionCandidate; readonly worth: number } | undefined;
  for (const candidate of waiting) {
    const ofDocument = chosen.filter(({ documentId }) => documentId === candidate.documentId).length;
    const ofKind = chosen.filter(({ kind }) => kind === candidate.kind).length;
    const worth = candidate.worth - sameDocument * ofDocument - sameKind * ofKind;
    const isBetter = !best || worth > best.worth;
    if (isBetter || (worth === best?.worth && candidate.text < best.candidate.text))
      best = { candidate, worth };
  }
  return best?.candidate;
}
