export interface SentenceSpan {
  readonly start: number;
  readonly end: number;
}

/**
 * Sentences of English and Chinese text, as offsets without the white space around them.
 * A blank line always ends a sentence, and so does the end of a list item or table row;
 * a single line feed inside a wrapped paragraph does not. Linear in the length of the text.
 */
export function splitSentences(text: string): SentenceSpan[] {
  const spans: SentenceSpan[] = [];
  let start = 0;
  for (const end of sentenceEnds(text)) {
    const span = trimmedSpan(text, start, end);
    if (span) spans.push(span);
    start = end;
  }
  return spans;
}

function* sentenceEnds(text: string): Generator<number> {
  // Every place where a sentence may end: a stop of either script, or a line end.
  const candidate =
    /[。！？｡!?．…]+[”’"'」』）)\]】》〉]*|\.+["'”’)\]]*(?=\s|$|[\u3400-\u9fff])|[；;](?=\n)|\n/g;
  for (const match of text.matchAll(candidate)) {
    const end = match.index + match[0].length;
    if (isEnd(text, match[0], match.index, end)) yield end;
  }
  yield text.length;
}

function isEnd(text: string, stop: string, start: number, end: number): boolean {
  if (stop === '\n')
    return (
      isTableRow(text, start) ||
      /^[ \t]*\n/.test(text.slice(end, end + 8)) ||
      item.test(text.slice(end, end + 16))
    );
  const next = text.charAt(end);
  if (stop.startsWith('.')) return !isAbbreviation(text, start) && startsSentence(text, end);
  // "3！" ends; "?id=" in an address does not.
  if (/^[!?]/.test(stop)) return next === '' || /[\s\u3000-\u9fff"'“‘(（]/.test(next);
  // An ellipsis in the middle of a thought goes on.
  if (/^…+$/.test(stop)) return next === '' || /[\s\p{Lu}“‘「『]/u.test(next);
  return true;
}

/** The beginning of a list item or a table row. */
const item = /^[ \t]*(?:[-*+•·▪◦‣–—|]|\d{1,3}[.)、]|[(（][\d一二三四五六七八九十]{1,3}[)）])[ \t]?\S/;

/** Only so far back is a tab looked for, so that long lines cost no more than short ones. */
const rowReach = 400;

/** Cells are parted by tabs. */
function isTableRow(text: string, lineEnd: number): boolean {
  const before = text.slice(Math.max(0, lineEnd - rowReach), lineEnd);
  return before.lastIndexOf('\t') > before.lastIndexOf('\n');
}

const abbreviations = new Set(
  `mr mrs ms dr prof sr jr st mt vs etc inc ltd co corp dept est fig figs no nos vol vols pp p ch sec eq eqs ref refs
   cf al approx ca gen col sgt capt lt rev hon gov sen rep jan feb mar apr jun jul aug sep sept oct nov dec e.g i.e u.s
   u.k u.n a.m p.m ph.d b.c a.d`.split(/\s+/),
);

function isAbbreviation(text: string, dot: number): boolean {
  let start = dot;
  while (start > 0 && dot - start < 12 && /[\p{L}.]/u.test(text.charAt(start - 1))) start -= 1;
  const word = text.slice(start, dot);
  if (word === '') return false;
  // Initials: "J. Smith", "U.S."
  if (/^\p{Lu}$/u.test(word) || /^(?:\p{L}\.)+\p{L}$/u.test(word)) return true;
  return abbreviations.has(word.toLowerCase());
}

function startsSentence(text: string, end: number): boolean {
  const rest = /^[ \t\n]*(.?)/su.exec(text.slice(end, end + 40));
  const first = rest?.[1] ?? '';
  return first === '' || !/[\p{Ll},;:)]/u.test(first);
}

function trimmedSpan(text: string, start: number, end: number): SentenceSpan | undefined {
  let from = start;
  let to = end;
  while (from < to && isSpace(text.charCodeAt(from))) from += 1;
  while (to > from && isSpace(text.charCodeAt(to - 1))) to -= 1;
  return to > from ? { start: from, end: to } : undefined;
}

function isSpace(code: number): boolean {
  return code <= 32 || code === 0xa0 || code === 0x3000 || code === 0xfeff;
}
