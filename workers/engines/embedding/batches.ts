/**
 * Texts of a batch are padded to the longest: batches of like length waste little. On a processor one text of some
 * hundred tokens fills the products already, and what is larger no longer fits its caches (measured with 6 layers of
 * 384: a token costs a sixth more in batches of 1,024, two fifths more at 2,048), so only short texts go together; and
 * a question waits for the batch in hand.
 */
export const processorBatchTokens = 256;
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
