import type { CatalogueEntry } from './catalogue-entry';

/** The window, in tokens, below which a question, its passages and an answer find no room together. */
const leastContextTokens = 1024;

/**
 * The models that can answer here without a download, the one to take first first: those with files before the
 * browser's own, whose answers nobody can reproduce; what runs well before what runs slowly; then in the catalogue's
 * order. One that reads too little at a time is left to who chooses it.
 */
export function bestModels(entries: readonly CatalogueEntry[]): CatalogueEntry[] {
  const rank = ({ engine, verdict, isRecommended }: CatalogueEntry): number =>
    (engine === 'built-in' ? 4 : 0) +
    (verdict.runs && verdict.caution !== undefined ? 2 : 0) +
    (isRecommended ? 0 : 1);
  return (
    entries
      .filter(({ task, state, verdict }) => task === 'answer' && state === 'installed' && verdict.runs)
      // The browser tells its own model's window only when it has been started.
      .filter(({ engine, contextTokens }) => engine === 'built-in' || contextTokens >= leastContextTokens)
      .toSorted((a, b) => rank(a) - rank(b))
  );
}
