import { isFunctionWord } from './english-words';

export interface Span {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

const nameWord = String.raw`(?:\p{Lu}[\p{L}\p{N}]*(?:[-.'’&][\p{L}\p{N}]+)*|\p{Ll}+\p{Lu}[\p{L}\p{N}]*|\p{L}+-?\d+[\p{L}\p{N}-]*)`;
/** Capitalised words, with what joins them inside a name: "Charles de Gaulle", "War and Peace", "Apollo 11". */
const names = new RegExp(
  `${nameWord}(?:\\s+(?:(?:of|the|de|la|du|di|von|van|der|and|&)\\s+){0,2}(?:${nameWord}|\\d{1,3}(?![\\p{L}\\p{N}])))*`,
  'gu',
);
const quoted = /"[^"]+"|“[^”]+”|‘[^’]+’|《[^》]+》|「[^」]+」/g;

/** Names and quoted terms, in their order. Words that are capitals only because a sentence begins are none. */
export function namesIn(text: string): Span[] {
  const quotes = [...text.matchAll(quoted)].map((match) => spanOf(match[0], match.index));
  const capitals = [...text.matchAll(names)]
    .map((match) => withoutOpening(match[0], match.index, text))
    .filter((span) => span !== undefined)
    .filter(({ start }) => !quotes.some((quote) => quote.start <= start && start < quote.end));
  return [...quotes, ...capitals].sort((a, b) => a.start - b.start);
}

function spanOf(text: string, start: number): Span {
  return { text, start, end: start + text.length };
}

/** The name without the question word before it ("Did Einstein") and without a possessive at its end. */
function withoutOpening(match: string, at: number, text: string): Span | undefined {
  let name = match;
  let start = at;
  const beginsSentence = /(?:^|[.?!:]\s*)["“]?$/.test(text.slice(0, at));
  for (;;) {
    const word = /^\S+/.exec(name)?.[0] ?? '';
    const isFrame = isFunctionWord(word) && !/^\p{Lu}{2,}$/u.test(word);
    if (word === '' || !isFrame) break;
    const dropped = /^\S+\s*/.exec(name)?.[0].length ?? 0;
    name = name.slice(dropped);
    start += dropped;
  }
  // A verb or a noun at the beginning is written like a name.
  if (beginsSentence && start === at && !/\s/.test(name) && /^\p{Lu}\p{Ll}+$/u.test(name)) return undefined;
  const bare = name.replace(/['’]s?$/, '');
  return bare === '' || !/[\p{Lu}\d]/u.test(bare) ? undefined : spanOf(bare, start);
}
