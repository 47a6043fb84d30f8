import { escapeMarkdown } from './escape-markdown';

/** A quoted row in Markdown, below the names of its columns; `mark`, where there is one, stands behind its last cell. */
export function writeRow(columns: readonly string[], row: string, mark = ''): string {
  const cells = row.split('\t');
  // Cells that stand below no name would not be shown.
  const names = cells.map((_, column) => columns[column] ?? '');
  return `${line(names)}\n|${' --- |'.repeat(cells.length)}\n${writeFurtherRow(row, mark)}`;
}

/** The same for one more row of the table that was written last. */
export function writeFurtherRow(row: string, mark = ''): string {
  return line(row.split('\t'), mark === '' ? '' : ` ${mark}`);
}

function line(cells: readonly string[], end = ''): string {
  return `| ${cells.map(escapeMarkdown).join(' | ')}${end} |`;
}
