import type { Passage } from '../passage';
import { splitSentences, type SentenceSpan } from '../sentences';
import { isIntroductionOnly } from './introduced';
import { endWithoutNoteMarks, footnotesIn, NotedWords } from './noted-words';
import { rowsIn } from './table-rows';

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
  /** A line by itself without a stop, as titles are written, or before words that are not there: evidence only where nothing else is. */
  readonly isTitleLike: boolean;
  /** Of a row of a table only: the names of the columns from its first cell on, none where they are not known. */
  readonly columns?: readonly string[];
}

/** Longer ones are tables, or text without stops. */
const longestCharacters = 600;
const shortestCharacters = 6;

/**
 * All sentences in order; one that another passage has already, to the letter or by overlap, is not quotable again, and
 * neither are a note's footnotes nor the words that it only quotes from another passage. A row of a table is one.
 */
export function sentencesOf(passages: readonly Passage[]): SentenceCandidate[] {
  const seen = new Set<string>();
  const noted = new NotedWords(passages);
  return passages.flatMap((passage, rank) => {
    const headings = new Set([passage.documentTitle?.trim(), ...passage.headingPath]);
    const rows = rowsIn(passage);
    const footnotes = passage.isNote ? footnotesIn(passage.text) : [];
    return withWholeRows(splitSentences(passage.text), rows).map((span, position) => {
      const { start } = span;
      const end = passage.isNote ? endWithoutNoteMarks(passage.text, span) : span.end;
      const text = passage.text.slice(start, end);
      const isNew = !seen.has(text);
      // What a note only repeats is still the source's own to say.
      const isRepeated =
        footnotes.some((note) => note.start <= start && start < note.end) ||
        (passage.isNote === true && noted.isQuoted(text));
      // What a chunk's end cuts from the words that it introduces stands whole in the next chunk.
      const isCut = isIntroductionOnly(text) && passage.text.slice(end).trim() === '';
      if (!isRepeated && !isCut) seen.add(text);
      const row = rows.find((one) => one.start <= start && end <= one.end);
      const isQuotable =
        isNew &&
        text.length >= shortestCharacters &&
        text.length <= longestCharacters &&
        !headings.has(text) &&
        !(row ? row.isHeader : isScrap(text)) &&
        !isRepeated;
      return {
        passage,
        rank,
        position,
        start: passage.start + start,
        end: passage.start + end,
        text,
        isQuotable,
        isTitleLike: !row && (isCut || isTitleLike(passage.text, { start, end })),
        ...(row ? { columns: row.columns.slice(cellAt(passage.text, row, start)) } : {}),
      };
    });
  });
}

/** In which cell of a row a place stands, from 0: empty cells before the first are no part of a sentence. */
function cellAt(text: string, row: SentenceSpan, at: number): number {
  return text.slice(row.start, at).split('\t').length - 1;
}

/** The parts of a row that stops in its cells cut, as one again, unless that is too long to be quoted. */
function withWholeRows(
  spans: readonly SentenceSpan[],
  rows: readonly SentenceSpan[],
): readonly SentenceSpan[] {
  if (rows.length === 0) return spans;
  const whole: SentenceSpan[] = [];
  let at = 0;
  for (const span of spans) {
    while (at < rows.length && (rows[at]?.end ?? 0) <= span.start) at += 1;
    const row = rows[at];
    const last = whole.at(-1);
    const isPart = row !== undefined && last !== undefined && row.start <= last.start && span.end <= row.end;
    if (isPart && row.end - row.start <= longestCharacters) {
      whole.splice(-1, 1, { start: last.start, end: span.end });
    } else whole.push(span);
  }
  return whole;
}

const longestTitleCharacters = 80;

/** "Roasting log, spring 2024", between empty lines. A label with its value is no title. */
function isTitleLike(text: string, { start, end }: SentenceSpan): boolean {
  const line = text.slice(start, end);
  if (
    line.length > longestTitleCharacters ||
    /[.!?。！？…：:;；]|\d$/.test(line.replace(/\b(?:19|20)\d\d$/, ''))
  ) {
    return false;
  }
  const isAlone = /(?:^|\n[ \t]*\n)[ \t]*$/.test(text.slice(0, start));
  return isAlone && /^[ \t]*\n[ \t]*\n/.test(text.slice(end));
}

/**
 * "Article 25": a heading that the file does not mark as one, or a lone cell. It says nothing by itself; "Capital: Orvik"
 * does.
 */
function isScrap(text: string): boolean {
  if (/[.!?。！？…]["'”’」』）)]*$|\p{L}[)）]?\s*[:：]\s*[\p{L}\p{N}]/u.test(text)) return false;
  const words = text.match(/[^\s\p{Script=Han}]+/gu)?.length ?? 0;
  const han = text.match(/\p{Script=Han}/gu)?.length ?? 0;
  return words + han / 3 < 3;
}
