import type { Passage } from '../passage';
import { splitSentences } from '../sentences';

/** A sentence of a passage; offsets are the document's. */
export interface SentenceCandidate {
  readonly passage: Passage;
  /** Position of the passage among the retrieved, from 0. */
  readonly rank: number;
  /** Position of the sentence in its passage, from 0. */
  readonly position: number;
  readonly start: number;
  readonly end: number;
  readonly text: string;
  /** Too short or too long to be quoted, a heading, or said before: it is context only. */
  readonly isQuotable: boolean;
}

/** Longer ones are tables, or text without stops. */
const longestCharacters = 600;
const shortestCharacters = 6;

/** All sentences in order; one that another passage has already, to the letter or by overlap, is not quotable again. */
export function sentencesOf(passages: readonly Passage[]): SentenceCandidate[] {
  const seen = new Set<string>();
  return passages.flatMap((passage, rank) => {
    const headings = new Set([passage.documentTitle?.trim(), ...passage.headingPath]);
    return splitSentences(passage.text).map(({ start, end }, position): SentenceCandidate => {
      const text = passage.text.slice(start, end);
      const isNew = !seen.has(text);
      seen.add(text);
      const isQuotable =
        isNew &&
        text.length >= shortestCharacters &&
        text.length <= longestCharacters &&
        !headings.has(text) &&
        !isScrap(text);
      return {
        passage,
        rank,
        position,
        start: passage.start + start,
        end: passage.start + end,
        text,
        isQuotable,
      };
    });
  });
}

/** "Article 25": a heading that the file does not mark as one, or a lone cell. It says nothing by itself. */
function isScrap(text: string): boolean {
  if (/[.!?。！？…]["'”’」』）)]*$/.test(text)) return false;
  const words = text.match(/[^\s\p{Script=Han}]+/gu)?.length ?? 0;
  const han = text.match(/\p{Script=Han}/gu)?.length ?? 0;
  return words + han / 3 < 3;
}
