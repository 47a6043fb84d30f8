import { unifyHan } from './unified-han';

/** A stretch of one text item; offsets are UTF-16 units, end exclusive. */
export interface ItemRange {
  readonly item: number;
  readonly start: number;
  readonly end: number;
}

/**
 * Finds a quote of a page's text in the text items that the PDF page is drawn from. Both say the same words, but
 * spaces, line-end hyphens, ligatures, full-width forms and radicals differ: they are compared without them. Of several
 * occurrences the one that lies at the same place of the page is taken. Where the page is drawn in another order than
 * it is read, the quote is put together from several stretches. Returns no ranges when it is not there.
 */
export function locateQuote(
  items: readonly string[],
  pageText: string,
  quoteStart: number,
  quoteEnd: number,
): ItemRange[] {
  return quoteLocator(items, pageText)(quoteStart, quoteEnd);
}

/** The same for many quotes of one page: what they are looked for in is prepared once. */
export function quoteLocator(
  items: readonly string[],
  pageText: string,
): (quoteStart: number, quoteEnd: number) => ItemRange[] {
  const page = foldItems(items);
  const read = fold(pageText);
  return (quoteStart, quoteEnd) => {
    const quote = fold(pageText.slice(quoteStart, quoteEnd)).text;
    if (quote === '') return [];
    const before = firstAtOrAfter(read.start, quoteStart);
    const expected = (before / Math.max(1, read.text.length)) * page.text.length;
    const found = nearestOccurrence(page.text, quote, expected) ?? nearestEnds(page.text, quote, expected);
    const spans = found ? [found] : stretches(page.text, quote, expected);
    return spans.flatMap(({ start, end }) => rangesOf(page, start, end));
  };
}

function firstAtOrAfter(offsets: readonly number[], wanted: number): number {
  let low = 0;
  let high = offsets.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((offsets[middle] ?? 0) < wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}

interface FoldedItems {
  readonly text: string;
  /** For each unit of `text`: its item, and where it begins and ends in it. */
  readonly item: readonly number[];
  readonly start: readonly number[];
  readonly end: readonly number[];
}

function foldItems(items: readonly string[]): FoldedItems {
  let text = '';
  const item: number[] = [];
  const start: number[] = [];
  const end: number[] = [];
  items.forEach((content, index) => {
    const folded = fold(content);
    text += folded.text;
    folded.start.forEach((offset, i) => {
      item.push(index);
      start.push(offset);
      end.push(folded.end[i] ?? offset + 1);
    });
  });
  return { text, item, start, end };
}

/** Only what is read: no white space, no hyphens, one form for each character. */
function fold(content: string): { text: string; start: number[]; end: number[] } {
  let text = '';
  const start: number[] = [];
  const end: number[] = [];
  let offset = 0;
  for (const character of content) {
    const next = offset + character.length;
    const folded = unifyHan(character)
      .normalize('NFKC')
      .replace(/[\s\p{Cf}\p{Pd}\u00ad]/gu, '');
    text += folded;
    for (let i = 0; i < folded.length; i += 1) {
      start.push(offset);
      end.push(next);
    }
    offset = next;
  }
  return { text, start, end };
}

interface FoldedSpan {
  readonly start: number;
  readonly end: number;
}

function nearestOccurrence(text: string, wanted: string, expected: number): FoldedSpan | undefined {
  let best: number | undefined;
  for (let at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + 1)) {
    if (best === undefined || Math.abs(at - expected) < Math.abs(best - expected)) best = at;
  }
  return best === undefined ? undefined : { start: best, end: best + wanted.length };
}

/** How much of a quote's beginning and end must be found when a few characters inside it differ. */
const endCharacters = 16;

/** From the quote's beginning to its end, when both are there in order and about as far apart as they should be. */
function nearestEnds(text: string, quote: string, expected: number): FoldedSpan | undefined {
  if (quote.length < 2 * endCharacters) return undefined;
  const head = nearestOccurrence(text, quote.slice(0, endCharacters), expected);
  if (!head) return undefined;
  const tail = nearestOccurrence(
    text,
    quote.slice(-endCharacters),
    head.start + quote.length - endCharacters,
  );
  if (!tail) return undefined;
  const length = tail.end - head.start;
  return length > quote.length * 0.7 && length < quote.length * 1.4
    ? { start: head.start, end: tail.end }
    : undefined;
}

/** Fewer characters than this are found anywhere. */
const shortestStretch = 6;

interface Stretch extends FoldedSpan {
  /** Where it begins in the quote. */
  readonly at: number;
}

/**
 * The quote in stretches as long as can be, each found as a whole, and the few characters beside them that differ; none
 * where less than most of the quote is found.
 */
function stretches(text: string, quote: string, expected: number): FoldedSpan[] {
  const found: Stretch[] = [];
  let place = expected;
  for (let at = 0; at + shortestStretch <= quote.length;) {
    const first = nearestOccurrence(text, quote.slice(at, at + shortestStretch), place);
    const span = first && longestFrom(text, quote, at, place);
    if (!span) {
      at += 1;
      continue;
    }
    found.push({ ...span, at });
    place = span.end;
    at += span.end - span.start;
  }
  const length = found.reduce((sum, { start, end }) => sum + end - start, 0);
  return length >= 0.8 * quote.length ? closed(text, quote, found).sort((a, b) => a.start - b.start) : [];
}

/** Stretches with what is too short to be one: between two that lie as near on the page, and at the quote's ends. */
function closed(text: string, quote: string, found: readonly Stretch[]): FoldedSpan[] {
  const spans: { start: number; end: number }[] = [];
  let quoteEnd = 0;
  for (const { at, start, end } of found) {
    const last = spans.at(-1);
    const skipped = at - quoteEnd;
    const apart = last ? start - last.end : 0;
    if (!last) spans.push({ start: start - agreeing(text, start, quote, at, -1), end });
    else if (apart >= 0 && apart <= 2 * skipped && skipped < shortestStretch) last.end = end;
    else spans.push({ start, end });
    quoteEnd = at + end - start;
  }
  const last = spans.at(-1);
  if (last) last.end += agreeing(text, last.end, quote, quoteEnd, 1);
  return spans;
}

/** How far the text agrees with the quote from there on, or back, past one or two characters that differ. */
function agreeing(text: string, textAt: number, quote: string, quoteAt: number, step: 1 | -1): number {
  let far = 0;
  for (let i = 1; i - far <= 3; i += 1) {
    const offset = step === 1 ? i - 1 : -i;
    const character = quote.charAt(quoteAt + offset);
    if (character === '') break;
    if (character === text.charAt(textAt + offset)) far = i;
  }
  return far;
}

/** The longest stretch of the quote from `at` on that the text holds; of several as long, the nearest to `place`. */
function longestFrom(text: string, quote: string, at: number, place: number): FoldedSpan | undefined {
  let fits = shortestStretch;
  let fails = quote.length - at + 1;
  while (fails - fits > 1) {
    const length = (fits + fails) >> 1;
    if (text.includes(quote.slice(at, at + length))) fits = length;
    else fails = length;
  }
  return nearestOccurrence(text, quote.slice(at, at + fits), place);
}

function rangesOf({ item, start, end }: FoldedItems, from: number, to: number): ItemRange[] {
  const ranges: { item: number; start: number; end: number }[] = [];
  for (let i = from; i < to; i += 1) {
    const last = ranges.at(-1);
    const index = item[i] ?? 0;
    if (last?.item === index) last.end = end[i] ?? last.end;
    else ranges.push({ item: index, start: start[i] ?? 0, end: end[i] ?? 0 });
  }
  return ranges;
}
