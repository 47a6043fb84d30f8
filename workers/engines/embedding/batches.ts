/**
 * Texts of a batch are padded to the longest: batches of like length waste little. On a processor a token costs least
 * in batches of some hundred tokens (measured: fewer do not fill the products, more no longer fit its caches), and a
 * question waits for the batch in hand.
 */
export const processorBatchTokens = 1024;
/** A graphics processor is idle in small batches. */
export const graphicsBatchTokens = 8192;
const mostTexts = 32;

/** Positions of texts, shortest first, in batches that stay within the padded budget where they can. */
export function batchesByLength(
  lengths: readonly number[],
  mostPaddedTokens = processorBatchTokens,
): number[][] {
  const lengthOf = (position: number): number => lengths[position] ?? 0;
  const order = lengths.map((_, position) => position).sort((a, b) => lengthOf(a) - lengthOf(b));
  const batches: number[][] = [];
  let batch: number[] = [];
  for (const position of order) {
    const isFull = batch.length >= mostTexts || (batch.length + 1) * lengthOf(position) > mostPaddedTokens;
    if (batch.length > 0 && isFull) {
      batches.push(batch);
      batch = [];
    }
    batch.push(position);
  }
  if (batch.length > 0) batches.push(batch);
  return batches;
}
