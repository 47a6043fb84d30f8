import { locateQuote } from '../../core/quote-location';
import type { TextRange } from '../../core/text-range';

/** As much text as is looked through without holding the page up. */
const mostSearched = 60_000;

/** Where words that were selected stand in the stored text, from `from` on; the screen breaks them into lines its own way. */
export function findQuote(text: string, quote: string, from: number): TextRange | undefined {
  const exact = text.indexOf(quote, from);
  if (exact >= 0) return { start: exact, end: exact + quote.length };
  // The first line leads to the place, the whole is then compared around it.
  const firstLine = quote.split('\n', 1)[0] ?? '';
  const near = Math.max(from, text.indexOf(firstLine, from));
  const part = text.slice(near, near + Math.max(mostSearched, 2 * quote.length));
  const ranges = locateQuote([part], quote, 0, quote.length);
  const start = ranges[0]?.start;
  const end = ranges.at(-1)?.end;
  return start === undefined || end === undefined ? undefined : { start: near + start, end: near + end };
}
