import type { Passage, Retrieval } from '../passage';
import { splitSentences } from '../sentences';
import { mergeRanges, type TextRange } from '../text-range';
import { createMatcher, type MatchedWords } from './matched-words';
import type { SearchQuery, WordFolding } from './search-query';
import { chooseSnippet, worth, type Snippet } from './snippet';

/** A passage with what is to be shown of it. All ranges are offsets into the document's text. */
export interface FoundPassage extends Passage {
  /** The words that match, inside the passage, in order. */
  readonly marks: readonly TextRange[];
  readonly snippet: Snippet;
  /** Where the source is opened: an exact phrase, else the sentence that matches best, of what the snippet shows. */
  readonly focus: TextRange;
}

export interface FoundPassages {
  /** Best first. */
  readonly hits: readonly FoundPassage[];
  /** Whether there are others, which fit less. */
  readonly hasMore: boolean;
  /** From the query to the marked passages. */
  readonly milliseconds: number;
}

/** The gate's verdict and the passages, best first. */
type Retrieved = Pick<Retrieval, 'passages' | 'abstain'>;

/**
 * The best `limit` of what was retrieved, marked, and whether there are more. Those without a
 * single word of the query are left out unless their meaning is near.
 */
export function markPassages(
  { passages, abstain }: Retrieved,
  query: SearchQuery,
  folding: WordFolding,
  limit: number,
): { hits: FoundPassage[]; hasMore: boolean } {
  const match = createMatcher(query, folding);
  const leastCosine = abstain ? Infinity : leastNearCosine(passages);
  const hits: FoundPassage[] = [];
  for (const passage of passages) {
    const matches = match(passage.text);
    if (matches.length === 0 && (passage.lanes.dense ?? -1) < leastCosine) continue;
    if (hits.length === limit) return { hits, hasMore: true };
    hits.push(markPassage(passage, matches));
  }
  return { hits, hasMore: false };
}

/** With the embedded model, passages that have nothing to do with a query stay below this. */
const unrelatedCosine = 0.2;

/** Half of what the nearest passage has: further down a list of nearest passages is only what had to be somewhere. */
function leastNearCosine(passages: readonly Passage[]): number {
  const nearest = passages.reduce((most, { lanes }) => Math.max(most, lanes.dense ?? 0), 0);
  return Math.max(unrelatedCosine, nearest / 2);
}

function markPassage(passage: Passage, matches: readonly MatchedWords[]): FoundPassage {
  const { text, start } = passage;
  const body = bodyStart(passage);
  const inBody = matches
    .filter((match) => match.start >= body)
    .map((match) => ({ ...match, start: match.start - body, end: match.end - body }));
  // Headings are shown above the snippet; only what nothing else matches is shown from them.
  const from = inBody.length === 0 && matches.length > 0 ? 0 : body;
  const snippet = chooseSnippet(text.slice(from), from === 0 ? matches : inBody);
  const shown = shifted(snippet, from);
  return {
    ...passage,
    marks: mergeRanges(matches).map((range) => shifted(range, start)),
    snippet: { ...snippet, ...shifted(snippet, start + from) },
    focus: shifted(chooseFocus(text, matches, shown) ?? shown, start),
  };
}

/** Of what is shown of the passage, so that the source opens at the words that were read. */
function chooseFocus(
  text: string,
  matches: readonly MatchedWords[],
  shown: TextRange,
): TextRange | undefined {
  const isShown = ({ start, end }: TextRange): boolean => start < shown.end && end > shown.start;
  const phrase = matches.find((match) => match.kind === 'phrase' && isShown(match));
  if (phrase) return phrase;
  let best: TextRange | undefined;
  let most = 0;
  for (const sentence of splitSentences(text)) {
    const value = isShown(sentence) ? worth(sentence, matches) : 0;
    if (value > most) [best, most] = [sentence, value];
  }
  return best;
}

/** Where a passage goes on after the headings that it begins with; 0 when it is nothing but headings. */
function bodyStart({ text, headingPath, documentTitle }: Passage): number {
  const headings = new Set([...headingPath, documentTitle].map((heading) => heading?.trim()));
  let at = 0;
  for (const line of text.matchAll(/[^\n]*\n\s*/g)) {
    if (!headings.has(line[0].trim())) break;
    at = line.index + line[0].length;
  }
  return at < text.length ? at : 0;
}

function shifted({ start, end }: TextRange, by: number): TextRange {
  return { start: start + by, end: end + by };
}
