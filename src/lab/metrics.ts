/** Grades of the documents that answer a question, by document id; 0 and absent mean not relevant. */
export type Grades = ReadonlyMap<string, number>;

/** Best first, each document once: a document ranks where its best chunk does. */
export function rankDocuments(documentIds: Iterable<string>): string[] {
  return [...new Set(documentIds)];
}

/** Normalised discounted cumulative gain with linear gains, as trec_eval's `ndcg_cut`. */
export function ndcgAt(k: number, ranking: readonly string[], grades: Grades): number {
  const ideal = [...grades.values()].filter((grade) => grade > 0).sort((a, b) => b - a);
  const best = discountedGain(ideal.slice(0, k));
  if (best === 0) return 0;
  return discountedGain(ranking.slice(0, k).map((id) => Math.max(0, grades.get(id) ?? 0))) / best;
}

function discountedGain(gains: readonly number[]): number {
  return gains.reduce((sum, gain, position) => sum + gain / Math.log2(position + 2), 0);
}

/** The share of the relevant documents that are among the first `k`. */
export function recallAt(k: number, ranking: readonly string[], grades: Grades): number {
  const relevant = [...grades].filter(([, grade]) => grade > 0).map(([id]) => id);
  if (relevant.length === 0) return 0;
  const found = new Set(ranking.slice(0, k));
  return relevant.filter((id) => found.has(id)).length / relevant.length;
}

/** One over the rank of the first relevant document, 0 when none is among the first `k`. */
export function reciprocalRankAt(k: number, ranking: readonly string[], grades: Grades): number {
  const position = ranking.slice(0, k).findIndex((id) => (grades.get(id) ?? 0) > 0);
  return position < 0 ? 0 : 1 / (position + 1);
}

/** 0 for no values. */
export function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** The value below which `share` of the values lie, interpolated between neighbours; 0 for no values. */
export function percentile(share: number, values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const position = share * (sorted.length - 1);
  const low = sorted[Math.floor(position)] ?? 0;
  const high = sorted[Math.ceil(position)] ?? low;
  return low + (high - low) * (position - Math.floor(position));
}

export function round(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
