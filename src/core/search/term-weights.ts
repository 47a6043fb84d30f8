/** What must be known of a body of chunks to weigh a term in it; bodies searched together add up. */
export interface TermStatistics {
  readonly chunkCount: number;
  /** Terms in all chunks. */
  readonly totalLength: number;
  /** In how many chunks a term occurs. */
  documentFrequency(term: string): number;
}

/** A question's terms, each once, with what they are worth. */
export interface WeightedTerms {
  readonly weights: ReadonlyMap<string, number>;
  readonly totalWeight: number;
  /** Terms in the average chunk, for BM25's length normalisation. */
  readonly averageLength: number;
}

/** Weighs terms over all the given bodies, so that scores from any of them can be compared. */
export function weighTerms(terms: Iterable<string>, bodies: readonly TermStatistics[]): WeightedTerms {
  const weights = new Map<string, number>();
  let totalWeight = 0;
  for (const term of new Set(terms)) {
    const weight = inverseDocumentFrequency(term, bodies);
    weights.set(term, weight);
    totalWeight += weight;
  }
  const chunkCount = sum(bodies, (body) => body.chunkCount);
  const totalLength = sum(bodies, (body) => body.totalLength);
  return { weights, totalWeight, averageLength: totalLength / Math.max(1, chunkCount) };
}

/**
 * A library of a few chunks says little about how rare a word is in the language: there every word that is not in
 * the text would outweigh all that are. So a small one counts as this large.
 */
const leastChunkCount = 100;

/** High for rare terms; one that occurs nowhere weighs as if it occurred once. Never below 0 (Lucene's BM25 IDF). */
export function inverseDocumentFrequency(term: string, bodies: readonly TermStatistics[]): number {
  const chunkCount = Math.max(
    leastChunkCount,
    sum(bodies, (body) => body.chunkCount),
  );
  const frequency = Math.max(
    1,
    sum(bodies, (body) => body.documentFrequency(term)),
  );
  return Math.log(1 + (chunkCount - frequency + 0.5) / (frequency + 0.5));
}

function sum(bodies: readonly TermStatistics[], value: (body: TermStatistics) => number): number {
  return bodies.reduce((total, body) => total + value(body), 0);
}
