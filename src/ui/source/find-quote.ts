import { locateQuote } from '../../core/quote-location';
import { quoteNow } from '../../core/quote-now';
import type { TextRange } from '../../core/text-range';
import type { SelectionPlace } from './selection-place';

/** As much text as is looked through without holding the page up. */
const mostSearched = 60_000;

/** Where words that were selected stand in the stored text; the screen breaks them into lines its own way. */
export function findQuote(text: string, quote: string, place: SelectionPlace): TextRange | undefined {
  const { from } = place;
  const start = afterSigns(text, place);
  const exact = nearest(text, quote, start);
  if (exact) return exact;
  // The first line leads to the place, the whole is then compared around it.
  const firstLine = quote.split('\n', 1)[0] ?? '';
  const near = nearest(text, firstLine, start)?.start ?? from;
  const part = text.slice(near, near + Math.max(mostSearched, 2 * quote.length));
  const ranges = locateQuote([part], quote, 0, quote.length);
  const first = ranges[0]?.start;
  const last = ranges.at(-1)?.end;
  return first === undefined || last === undefined ? undefined : { start: near + first, end: near + last };
}

function nearest(text: string, quote: string, start: number): TextRange | undefined {
  return quoteNow(text, { start, end: start + quote.length, quote });
}

/** The sign that follows so many others, white space not counted: the screen has its own between paragraphs. */
function afterSigns(text: string, { from, signs }: SelectionPlace): number {
  let left = signs;
  for (let at = from; at < text.length; at += 1) {
    if (/\s/.test(text.charAt(at))) continue;
    if (left === 0) return at;
    left -= 1;
  }
  return text.length;
}
