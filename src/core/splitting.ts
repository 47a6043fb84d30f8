/** How documents are cut into passages; lengths are in the embedding model's tokens. */
export type SplittingStrategy =
  /** Along headings, blocks and sentences, up to `tokens`. */
  | { readonly kind: 'structure'; readonly tokens: number }
  /** A question with its answer is one passage; what is neither is split by structure. */
  | { readonly kind: 'questions' }
  /** Every `tokens`, each passage beginning `overlap` before the end of the one before. */
  | { readonly kind: 'fixed'; readonly tokens: number; readonly overlap: number }
  /** A heading with all that stands below it, as far as the model sees. */
  | { readonly kind: 'sections' };

/** Passages that are large enough to stand alone and small enough to be about one thing. */
export const defaultSplitting = { kind: 'structure', tokens: 256 } satisfies SplittingStrategy;

/** A passage of fewer tokens says nothing by itself. */
export const fewestPassageTokens = 16;

export type SplittingProblem = 'too-few-tokens' | 'too-many-tokens' | 'overlap-not-smaller' | 'not-whole';

/** What keeps a strategy from being used with a model that sees `maxTokens` of a text; undefined when nothing does. */
export function splittingProblem(
  strategy: SplittingStrategy,
  maxTokens = Infinity,
): SplittingProblem | undefined {
  if (strategy.kind === 'questions' || strategy.kind === 'sections') return undefined;
  const { tokens } = strategy;
  const overlap = strategy.kind === 'fixed' ? strategy.overlap : 0;
  if (!Number.isInteger(tokens) || !Number.isInteger(overlap) || overlap < 0) return 'not-whole';
  if (tokens < fewestPassageTokens) return 'too-few-tokens';
  if (tokens > maxTokens) return 'too-many-tokens';
  return overlap >= tokens ? 'overlap-not-smaller' : undefined;
}
