/** So many of the best candidates are read again: further down the answer seldom is, and each costs time. */
export const rerankedCandidates = 24;

interface Scored {
  readonly score: number;
}

/**
 * The candidates in the reranker's order, as far as it scored them (`scores[i]` is for `candidates[i]`), and the rest
 * behind as they were. The fused scores of those in front are dealt out anew in their new order, so that scores still
 * fall along the list and mean what they meant. Equal ones keep their order.
 */
export function rerank<Candidate extends Scored>(
  candidates: readonly Candidate[],
  scores: ArrayLike<number>,
): Candidate[] {
  const front = candidates.slice(0, scores.length);
  const fused = front.map(({ score }) => score).sort((a, b) => b - a);
  const order = front.map((_, i) => i).sort((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0) || a - b);
  const reordered = order.flatMap((from, to) => {
    const candidate = front[from];
    return candidate ? [{ ...candidate, score: fused[to] ?? candidate.score }] : [];
  });
  return [...reordered, ...candidates.slice(scores.length)];
}
