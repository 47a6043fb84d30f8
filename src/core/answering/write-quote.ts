import { lineEndsOfSentences } from '../sentences/line-ends';
import type { TextRange } from '../text-range';
import type { Quote } from './choose-quotes';
import { escapeMarkdown } from './escape-markdown';
import { withoutNoteMarks } from './noted-words';
import { writeFurtherRow, writeRow } from './row-table';
import { rowsIn } from './table-rows';

/**
 * A quote in Markdown, with `mark` behind its last words and without the marks of a note's footnotes. A list or table
 * that it introduces is written as one; anything else is one paragraph.
 */
export function writeQuote(quote: Quote, mark: string): string {
  const { passage, introducedAt, start, text } = quote;
  const plain = (part: string): string => (passage.isNote ? withoutNoteMarks(part) : part);
  if (introducedAt === undefined) return `${escapeMarkdown(plain(text))} ${mark}`;
  const lead = escapeMarkdown(plain(text.slice(0, introducedAt - start)));
  return (
    writeTable(quote, lead, mark, plain) ?? writeList(lead, plain(text.slice(introducedAt - start)), mark)
  );
}

function writeTable(
  { passage, start, end }: Quote,
  lead: string,
  mark: string,
  plain: (part: string) => string,
): string | undefined {
  const from = start - passage.start;
  const to = end - passage.start;
  const rows = rowsIn(passage).filter((row) => row.end > from && row.start < to);
  const [head, ...further] = rows.filter(({ isHeader }) => !isHeader);
  if (!head) return undefined;
  // A quote ends before the marks of footnotes in its last row.
  const textOf = (row: TextRange): string => plain(passage.text.slice(row.start, Math.min(row.end, to)));
  const markOf = (at: number): string => (at === further.length ? mark : '');
  const written = [
    writeRow(head.columns, textOf(head), markOf(0)),
    ...further.map((row, i) => writeFurtherRow(textOf(row), markOf(i + 1))),
  ];
  return `${lead}\n\n${written.join('\n')}`;
}

function writeList(lead: string, text: string, mark: string): string {
  const items = linesOf(text).map((line) => escapeMarkdown(line.replace(bullet, '')));
  if (items.length < 2) return `${lead} ${items.join('')} ${mark}`;
  return `${lead}\n\n${items.map((item) => `- ${item}`).join('\n')} ${mark}`;
}

const bullet = /^\s*[-*+•●▪■◦‣·○◆–—]\s+/u;
/** In a narrower column nobody wraps running text. */
const narrowest = 45;

function linesOf(text: string): string[] {
  const isNarrow = text.split('\n').every((line) => line.length <= narrowest);
  const ends = isNarrow ? [] : lineEndsOfSentences(text).filter((end) => end < text.length);
  const lines = isNarrow
    ? text.split('\n')
    : [0, ...ends].map((from, i) => text.slice(from, ends[i] ?? text.length));
  return lines.filter((line) => line.trim() !== '');
}
