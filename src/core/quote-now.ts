import type { TextRange } from './text-range';

/**
 * Where quoted words stand in a text that may have changed since: at their place, else where the same words stand
 * nearest to it; undefined where they are gone.
 */
export function quoteNow(
  text: string,
  { start, end, quote }: TextRange & { readonly quote: string },
): TextRange | undefined {
  if (quote === '') return undefined;
  if (text.slice(start, end) === quote) return { start, end };
  const before = text.lastIndexOf(quote, start);
  const after = text.indexOf(quote, start);
  const isBeforeNearer = before >= 0 && (after < 0 || start - before <= after - start);
  const at = isBeforeNearer ? before : after;
  return at < 0 ? undefined : { start: at, end: at + quote.length };
}
