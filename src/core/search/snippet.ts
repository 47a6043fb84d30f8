import { startsUnspaced } from '../cjk';
import { splitSentences } from '../sentences';
import type { TextRange } from '../text-range';
import type { MatchedWords } from './matched-words';

/** A few lines of a text, with whether they begin or end inside a sentence. */
export interface Snippet extends TextRange {
  readonly isCutBefore: boolean;
  readonly isCutAfter: boolean;
}

/** About 240 Latin or 110 Han characters: three lines of the reading face. */
const widest = 240;
const wideCharacter = 240 / 110;

/**
 * The lines of a text that say most of what is asked: those with the most different matches, whole sentences where
 * they fit. Of equal ones, those that come to a match soonest; then sentences before are taken in while there is room.
 */
export function chooseSnippet(text: string, matches: readonly MatchedWords[]): Snippet {
  const sentences = splitSentences(text);
  const windows = sentences.flatMap((_, first) => windowsFrom(text, sentences, first, matches));
  let best: TextRange = windows[0] ?? { start: 0, end: 0 };
  for (const window of windows) {
    const gain = worth(window, matches) - worth(best, matches);
    if (gain > 0 || (gain === 0 && leadOf(window, matches) < leadOf(best, matches))) best = window;
  }
  const start = withSentencesBefore(text, sentences, best);
  const isBorder = (at: number): boolean =>
    sentences.some((sentence) => sentence.start === at || sentence.end === at);
  return { start, end: best.end, isCutBefore: !isBorder(start), isCutAfter: !isBorder(best.end) };
}

/** How much of what is asked a range holds; each part counts once. */
export function worth({ start, end }: TextRange, matches: readonly MatchedWords[]): number {
  const held = new Map<string, number>();
  for (const match of matches) {
    if (match.start >= start && match.end <= end) held.set(match.term, match.kind === 'phrase' ? 4 : 1);
  }
  return [...held.values()].reduce((sum, value) => sum + value, 0);
}

/** How far a reader has to go to the first match. */
function leadOf({ start, end }: TextRange, matches: readonly MatchedWords[]): number {
  const first = matches.find((match) => match.start >= start && match.end <= end);
  return first ? first.start - start : Infinity;
}

function windowsFrom(
  text: string,
  sentences: readonly TextRange[],
  first: number,
  matches: readonly MatchedWords[],
): TextRange[] {
  const sentence = sentences[first];
  if (!sentence) return [];
  if (widthOf(text, sentence) > widest) return windowsInside(text, sentence, matches);
  let { end } = sentence;
  for (const next of sentences.slice(first + 1)) {
    if (widthOf(text, { start: sentence.start, end: next.end }) > widest) break;
    end = next.end;
  }
  return [{ start: sentence.start, end }];
}

/** Windows over a sentence that is too long: its beginning, and one that leads up to each match. */
function windowsInside(text: string, sentence: TextRange, matches: readonly MatchedWords[]): TextRange[] {
  const starts = matches
    .filter((match) => match.start >= sentence.start && match.end <= sentence.end)
    .map((match) => Math.max(sentence.start, wordBorder(text, back(text, match.start, widest / 4))));
  return [...new Set([sentence.start, ...starts])].map((start) => {
    const end = forth(text, start, widest);
    return { start, end: end >= sentence.end ? sentence.end : lastWordBorder(text, start, end) };
  });
}

function withSentencesBefore(
  text: string,
  sentences: readonly TextRange[],
  { start, end }: TextRange,
): number {
  let from = start;
  for (const before of sentences.filter((sentence) => sentence.end <= start).reverse()) {
    if (widthOf(text, { start: before.start, end }) > widest) break;
    from = before.start;
  }
  return from;
}

function widthAt(text: string, at: number): number {
  return startsUnspaced(text.charAt(at)) ? wideCharacter : 1;
}

function widthOf(text: string, { start, end }: TextRange): number {
  // Not even all Latin characters would fit.
  if (end - start > widest) return Infinity;
  let width = 0;
  for (let at = start; at < end; at += 1) width += widthAt(text, at);
  return width;
}

/** The offset up to `width` before another. */
function back(text: string, from: number, width: number): number {
  let at = from;
  for (let left = width; at > 0 && left > 0; left -= widthAt(text, at)) at -= 1;
  return at;
}

function forth(text: string, from: number, width: number): number {
  let at = from;
  for (let left = width; at < text.length && left > 0; left -= widthAt(text, at)) at += 1;
  return at;
}

/** How far a border is looked for: a longer word is cut. */
const longestWord = 24;

/** The first offset from `at` on where a word may begin. */
function wordBorder(text: string, at: number): number {
  for (let border = at; border < Math.min(text.length, at + longestWord); border += 1) {
    if (border === 0 || /\s/.test(text.charAt(border - 1)) || startsUnspaced(text.charAt(border)))
      return border;
  }
  return at;
}

/** The last offset before `at` where a word may end. */
function lastWordBorder(text: string, start: number, at: number): number {
  for (let border = at; border > Math.max(start, at - longestWord); border -= 1) {
    if (/\s/.test(text.charAt(border)) || startsUnspaced(text.charAt(border - 1))) return border;
  }
  return at;
}
