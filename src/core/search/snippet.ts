import { splitSentences } from '../sentences';
import type { TextRange } from '../text-range';
import type { MatchedWords } from './matched-words';
import { MeasuredText } from './measured-text';

/** A few lines of a text, with whether they begin or end inside a sentence. */
export interface Snippet extends TextRange {
  readonly isCutBefore: boolean;
  readonly isCutAfter: boolean;
}

/** Latin characters; about 110 Han ones. Three to four lines of the reading face. */
const widest = 240;

/**
 * The lines of a text that say most of what is asked: those with the most different matches, whole sentences where
 * they fit. Of equal ones, those that come to a match soonest; then sentences before are taken in while there is room.
 */
export function chooseSnippet(text: string, matches: readonly MatchedWords[]): Snippet {
  const measured = new MeasuredText(text);
  const sentences = splitSentences(text);
  let best = { window: sentences[0] ?? { start: 0, end: 0 }, value: -1, lead: Infinity };
  sentences.forEach((_, first) => {
    for (const window of windowsFrom(measured, sentences, first, matches)) {
      const value = worth(window, matches);
      const lead = leadOf(window, matches);
      if (value > best.value || (value === best.value && lead < best.lead)) best = { window, value, lead };
    }
  });
  const { end } = best.window;
  const start = withSentencesBefore(measured, sentences, best.window);
  const isBorder = (at: number): boolean =>
    sentences.some((sentence) => sentence.start === at || sentence.end === at);
  return { start, end, isCutBefore: !isBorder(start), isCutAfter: !isBorder(end) };
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
  measured: MeasuredText,
  sentences: readonly TextRange[],
  first: number,
  matches: readonly MatchedWords[],
): TextRange[] {
  const sentence = sentences[first];
  if (!sentence) return [];
  if (measured.width(sentence.start, sentence.end) > widest)
    return windowsInside(measured, sentence, matches);
  let { end } = sentence;
  for (const next of sentences.slice(first + 1)) {
    if (measured.width(sentence.start, next.end) > widest) break;
    end = next.end;
  }
  return [{ start: sentence.start, end }];
}

/** Windows over a sentence that is too long: its beginning, and one that leads up to each match. */
function windowsInside(
  measured: MeasuredText,
  sentence: TextRange,
  matches: readonly MatchedWords[],
): TextRange[] {
  const starts = matches
    .filter((match) => match.start >= sentence.start && match.end <= sentence.end)
    .map((match) => Math.max(sentence.start, measured.wordStart(measured.back(match.start, widest / 4))));
  return [...new Set([sentence.start, ...starts])].map((start) => {
    const end = measured.forth(start, widest);
    return { start, end: end >= sentence.end ? sentence.end : measured.wordEnd(start, end) };
  });
}

function withSentencesBefore(
  measured: MeasuredText,
  sentences: readonly TextRange[],
  { start, end }: TextRange,
): number {
  let from = start;
  for (const before of sentences.filter((sentence) => sentence.end <= start).reverse()) {
    if (measured.width(before.start, end) > widest) break;
    from = before.start;
  }
  return from;
}
