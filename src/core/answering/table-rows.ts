import type { Passage } from '../passage';
import { startsWithHeader } from '../table-header';
import type { TextRange } from '../text-range';

/** A row of a table as it stands in a passage's text, its cells parted by tabs; offsets are the text's. */
export interface TableRow extends TextRange {
  /** It names the columns. */
  readonly isHeader: boolean;
  /** The names of the columns, where they are known. */
  readonly columns: readonly string[];
}

/** The rows of the tables in a passage. A table ends at an empty line. */
export function rowsIn({ text, tableHeader }: Pick<Passage, 'text' | 'tableHeader'>): TableRow[] {
  if (!text.includes('\t')) return [];
  const rows: TableRow[] = [];
  let table: TextRange[] = [];
  const close = (): void => {
    rows.push(...readTable(text, table, table[0]?.start === 0 ? tableHeader : undefined));
    table = [];
  };
  let start = 0;
  for (const line of text.split('\n')) {
    if (line.trim() === '') close();
    else table.push({ start, end: start + line.length });
    start += line.length + 1;
  }
  close();
  return rows;
}

/** A line is a row by its tabs; indented code begins with them. */
const isRow = /\S[^\S\t]*\t|^\t+\S[^\t]*\t/;

function readTable(text: string, lines: readonly TextRange[], above: string | undefined): TableRow[] {
  const written = lines.map(({ start, end }) => text.slice(start, end));
  if (written.filter((line) => isRow.test(line)).length * 2 < lines.length) return [];
  const cells = written.map((line) => line.split('\t'));
  const hasHeader = above === undefined && startsWithHeader(cells);
  const columns = above === undefined ? (hasHeader ? (cells[0] ?? []) : []) : columnsOf(above);
  return lines.map(({ start, end }, i) => ({ start, end, isHeader: hasHeader && i === 0, columns }));
}

/** Names in several rows are read from top to bottom. */
function columnsOf(header: string): string[] {
  const rows = header.split('\n').map((row) => row.split('\t'));
  const width = Math.max(...rows.map((row) => row.length));
  return Array.from({ length: width }, (_, column) => {
    const names = rows.map((row) => row[column]?.trim() ?? '').filter((name) => name !== '');
    return [...new Set(names)].join(' ');
  });
}
