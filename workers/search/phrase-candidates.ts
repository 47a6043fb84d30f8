import { BestMatches } from '../../src/core/search/best-matches';
import { foldForPhrases } from '../../src/core/search/phrase-folding';
import { termsWithin } from '../../src/core/search/phrase-match';
import type { RowScores } from '../../src/core/search/segment/row-scores';
import { mayHold, phraseBits } from '../../src/core/search/segment/trigram-signatures';
import type { WeightedTerms } from '../../src/core/search/term-weights';
import type { OpenSegment } from './open-segment';

/** Of more, those that the words find best: a phrase that is so common tells little. */
const mostCandidates = 256;
/** Weights are added up in any order. */
const tolerance = 1e-6;

/** A phrase as it is looked for, the same in every library. */
export interface SoughtPhrase {
  readonly bits: readonly number[];
  /** Terms that a chunk must have to hold it. */
  readonly terms: readonly string[];
}

export function seekPhrase(phrase: string, analyse: (text: string) => string[]): SoughtPhrase {
  return { bits: phraseBits(foldForPhrases(phrase)), terms: termsWithin(phrase, analyse) };
}

/**
 * Ids of the rows of a segment that may hold a phrase, by what was scored of the segment: a row without the words of
 * the phrase cannot, and need not be looked at.
 */
export function phraseCandidates(
  { words, firstId, rowCount }: OpenSegment,
  { bits, terms }: SoughtPhrase,
  question: WeightedTerms,
  { scores, covered, found }: RowScores,
  hidden: Uint8Array | undefined,
): number[] {
  let needed = -tolerance;
  for (const term of new Set(terms)) needed += question.weights.get(term) ?? 0;
  const best = new BestMatches(mostCandidates);
  const consider = (row: number): void => {
    const score = scores[row] ?? 0;
    if (best.accepts(firstId + row, score) && mayHold(words.signatures, row, bits)) {
      best.offer(firstId + row, score);
    }
  };
  if (needed > 0) {
    for (const row of found) if ((covered[row] ?? 0) >= needed) consider(row);
  } else {
    for (let row = 0; row < rowCount; row += 1) if (!hidden?.[row]) consider(row);
  }
  return best.sorted().map(({ id }) => id);
}
