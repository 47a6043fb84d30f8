/** So many parts, and what the whole takes with them. */
export interface Measured {
  readonly count: number;
  readonly tokens: number;
}

export interface FitInput {
  /** What each part takes, estimated, in the order in which they are added. */
  readonly sizes: readonly number[];
  /** Exact, with the first so many parts; never less for more of them. */
  readonly measure: (count: number) => Promise<number>;
  readonly budget: number;
  /** Known to fit. */
  readonly low?: Measured;
  /** Known not to fit. */
  readonly high?: Measured;
}

/** After so many guesses that led by estimates, halving is surer. */
const trustedGuesses = 3;

/**
 * The most parts that fit, found with few exact measurements: estimates say where to look. Undefined when not even
 * none of them fits.
 */
export async function mostThatFit({
  sizes,
  measure,
  budget,
  ...known
}: FitInput): Promise<Measured | undefined> {
  const sums = [0];
  for (const size of sizes) sums.push((sums.at(-1) ?? 0) + size);
  let { low, high } = known;
  if (!high) {
    if (low?.count === sizes.length) return low;
    high = { count: sizes.length, tokens: await measure(sizes.length) };
    if (high.tokens <= budget) return high;
  }
  for (let guesses = 0; high.count - (low?.count ?? -1) > 1; guesses += 1) {
    const count = guesses < trustedGuesses ? guess(sums, budget, high, low) : halfway(high, low);
    const measured: Measured = { count, tokens: await measure(count) };
    if (measured.tokens <= budget) low = measured;
    else high = measured;
  }
  return low;
}

/** The largest count that fits if the estimates were right. */
function guess(sums: readonly number[], budget: number, high: Measured, low: Measured | undefined): number {
  const sumOf = (count: number): number => sums[count] ?? 0;
  const estimated = low ? sumOf(high.count) - sumOf(low.count) : 0;
  const scale = low && estimated > 0 ? (high.tokens - low.tokens) / estimated : 1;
  const lowest = (low?.count ?? -1) + 1;
  let count = high.count - 1;
  while (count > lowest && high.tokens - (sumOf(high.count) - sumOf(count)) * scale > budget) count -= 1;
  return count;
}

function halfway(high: Measured, low: Measured | undefined): number {
  return ((low?.count ?? -1) + high.count) >> 1;
}
