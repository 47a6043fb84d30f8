import type { LaneScores } from './fusion';

/**
 * Below this confidence the library is taken not to hold the answer. Chosen so that about 5% of answerable
 * questions are refused in the same language. Fitted by logistic regression on CMRC 2018, DRCD and NQ, with and
 * without the passage that answers. On the XQuAD sets, which the fit has not seen, 0.17 refuses 3 to 5% of the
 * answerable and 58 to 70% of the hard unanswerable questions (same topic, answer left out). Across languages only
 * the cosine speaks, and it tells such near misses apart poorly: there the gate refuses what is off topic.
 */
export const abstainThreshold = 0.17;

const logistic = (value: number): number => 1 / (1 + Math.exp(-value));

/** How likely it is that a chunk holds the answer, 0 to 1, from its scores alone. */
export function answerConfidence(scores: LaneScores, isSameScript: boolean): number {
  const { cosine, coverage, relativeBm25 } = scores;
  return isSameScript
    ? logistic(-5.46 + 3.71 * cosine + 5.45 * coverage + 3.53 * relativeBm25)
    : logistic(12 * (cosine - 0.28));
}
