import type { Percentiles } from '../../src/contracts/bench';

/** How long `work` takes for each item, after a few that only warm up. */
export function timeEach<Item, Result>(
  items: readonly Item[],
  work: (item: Item) => Result,
): { times: Percentiles; results: Result[] } {
  for (const item of items.slice(0, warmUps)) work(item);
  const milliseconds: number[] = [];
  const results = items.map((item) => {
    const startedAt = performance.now();
    const result = work(item);
    milliseconds.push(performance.now() - startedAt);
    return result;
  });
  return { times: percentilesOf(milliseconds), results };
}

const warmUps = 10;

function percentilesOf(values: readonly number[]): Percentiles {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number): number => sorted[Math.round(share * (sorted.length - 1))] ?? 0;
  return { p50: at(0.5), p95: at(0.95) };
}
