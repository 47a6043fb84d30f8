import { splitSentences } from '../sentences';
import type { Source } from './answer-prompt';
import { estimateTokens } from './estimate-tokens';
import { mostThatFit, type Measured } from './most-that-fit';

interface CutOptions {
  readonly measure: (sources: readonly Source[]) => Promise<number>;
  readonly budget: number;
}

/**
 * The sources that fit whole, and as many leading sentences of the next one as have room, perhaps none. Worse ones
 * are not tried in its place.
 */
export async function addBeginning(
  candidates: readonly Source[],
  fitting: Measured,
  { measure, budget }: CutOptions,
): Promise<{ readonly sources: readonly Source[]; readonly tokens: number }> {
  const whole = candidates.slice(0, fitting.count);
  const next = candidates[fitting.count];
  if (!next) return { sources: whole, tokens: fitting.tokens };
  const { n, passage } = next;
  const ends = splitSentences(passage.text).map(({ end }) => end);
  const withSentences = (count: number): readonly Source[] => {
    const end = ends[count - 1];
    if (end === undefined) return whole;
    const beginning = { ...passage, text: passage.text.slice(0, end), end: passage.start + end };
    return [...whole, { n, passage: beginning }];
  };
  const cut = await mostThatFit({
    sizes: ends.slice(0, -1).map((end, i) => estimateTokens(passage.text.slice(ends[i - 1] ?? 0, end))),
    measure: (count) => measure(withSentences(count)),
    budget,
    low: { count: 0, tokens: fitting.tokens },
  });
  return { sources: withSentences(cut?.count ?? 0), tokens: cut?.tokens ?? fitting.tokens };
}
