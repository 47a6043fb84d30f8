/** A text made ready to be matched many times. */
export interface MatchableText {
  readonly folded: string;
  /** By character of `folded`: whether a word begins there. Each Han or kana character is a word. */
  readonly wordStarts: readonly boolean[];
}

export function matchable(text: string): MatchableText {
  let folded = '';
  const wordStarts: boolean[] = [];
  let before: CharacterKind = 'other';
  for (const character of text) {
    const kind = kindOf(character);
    const isStart = startsWord(before, kind);
    const plain = character < '\u0080' ? character.toLowerCase() : fold(character);
    folded += plain;
    for (let at = 0; at < plain.length; at += 1) wordStarts.push(at === 0 && isStart);
    before = kind;
  }
  return { folded, wordStarts };
}

/** The words of a query, ready for `matchScore`. */
export function queryWords(query: string): readonly string[] {
  return fold(query).split(/\s+/).filter(Boolean);
}

/**
 * How well every word of a query is found in a text, higher is better; undefined where one is not found. A word is
 * found where words begin with it, as the initials of words, inside a word, or as characters in their order.
 */
export function matchScore(words: readonly string[], text: MatchableText): number | undefined {
  let score = 0;
  for (const word of words) {
    const found = wordScore(word, text);
    if (found === undefined) return undefined;
    score += found;
  }
  // Of equal matches the shorter text is the nearer one.
  return score - text.folded.length / 10_000;
}

function wordScore(word: string, { folded, wordStarts }: MatchableText): number | undefined {
  let at = folded.indexOf(word);
  const isInside = at >= 0;
  for (; at >= 0; at = folded.indexOf(word, at + 1)) if (wordStarts[at]) return at === 0 ? 5 : 4;
  if (isAtStarts(word, folded, wordStarts)) return 3;
  if (isInside) return 2;
  return inOrderScore(word, folded);
}

/** "shp" for "short history of paper", "hispa" too: each character begins a word or goes on with one. */
function isAtStarts(word: string, folded: string, wordStarts: readonly boolean[]): boolean {
  if (word.length < 2) return false;
  let found = 0;
  let last = -1;
  for (let at = 0; at < folded.length && found < word.length; at += 1) {
    const mayMatch = wordStarts[at] === true || (found > 0 && at === last + 1);
    if (!mayMatch || folded[at] !== word[found]) continue;
    found += 1;
    last = at;
  }
  return found === word.length;
}

/** Characters with others between them: 1 when close together, toward 0 as they are strewn; at least three. */
function inOrderScore(word: string, folded: string): number | undefined {
  if (word.length < 3) return undefined;
  const first = folded.indexOf(word.charAt(0));
  let at = first;
  for (let next = 1; at >= 0 && next < word.length; next += 1) at = folded.indexOf(word.charAt(next), at + 1);
  if (at < 0) return undefined;
  const closeness = word.length / (at - first + 1);
  return closeness >= leastCloseness ? closeness : undefined;
}

/** Looser than this, almost any long name holds the characters somewhere. */
const leastCloseness = 0.34;

type CharacterKind = 'lower' | 'upper' | 'letter' | 'digit' | 'unspaced' | 'other';

function startsWord(before: CharacterKind, kind: CharacterKind): boolean {
  if (kind === 'other') return false;
  if (kind === 'unspaced' || before === 'unspaced' || before === 'other') return true;
  if ((before === 'digit') !== (kind === 'digit')) return true;
  return before === 'lower' && kind === 'upper';
}

/** Most names are plain ASCII, and thousands of them are made ready between two keys. */
function kindOf(character: string): CharacterKind {
  if (character < '\u0080') {
    if (character >= 'a' && character <= 'z') return 'lower';
    if (character >= 'A' && character <= 'Z') return 'upper';
    return character >= '0' && character <= '9' ? 'digit' : 'other';
  }
  if (/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u.test(character)) return 'unspaced';
  if (/\p{Ll}/u.test(character)) return 'lower';
  if (/\p{Lu}/u.test(character)) return 'upper';
  if (/[\p{L}\p{M}]/u.test(character)) return 'letter';
  return /\p{N}/u.test(character) ? 'digit' : 'other';
}

function fold(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
}
