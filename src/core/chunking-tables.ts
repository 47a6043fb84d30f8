import { beginningOf } from './beginning-of';
import type { Block, RichText, TableCell } from './rich-text';
import type { TextRange } from './text-range';

/** The header rows of a table, for the chunks that begin below them. */
export interface TableHeader {
  /** The whole table. */
  readonly table: TextRange;
  /** Its rows as they stand in the text: cells parted by tabs, rows by line feeds. */
  readonly text: string;
}

/** UTF-16 units: a header must leave the rows their room. */
const longestHeader = 400;

/**
 * In document order. Tables without a header row, or with nothing else, have none. `above` is the header of a table
 * that began before the text does.
 */
export function tableHeaders(
  { text, blocks }: Pick<RichText, 'text' | 'blocks'>,
  above?: string,
): TableHeader[] {
  const first = blocks[0];
  const cut = above !== undefined && first?.kind === 'table' && first.start === 0 ? first : undefined;
  const headers = blocks.flatMap((block) => {
    const header = block.kind === 'table' && block !== cut ? headerOf(text, block) : undefined;
    return header === undefined ? [] : [{ table: block, text: header }];
  });
  return cut && above !== undefined
    ? [{ table: { start: -1, end: cut.end }, text: above }, ...headers]
    : headers;
}

/** The header of the table that `offset` lies inside; at a table's own beginning it stands in the text. */
export function headerAt(headers: readonly TableHeader[], offset: number): string | undefined {
  let low = 0;
  let high = headers.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const header = headers[middle];
    if (!header) return undefined;
    if (offset <= header.table.start) high = middle - 1;
    else if (offset >= header.table.end) low = middle + 1;
    else return header.text;
  }
  return undefined;
}

function headerOf(text: string, { cells }: Extract<Block, { kind: 'table' }>): string | undefined {
  const last = lastHeaderCell(cells);
  const first = cells[0];
  if (!first || !last || last === cells.at(-1)) return undefined;
  const header = clipped(text.slice(first.start, last.end));
  return header.trim() === '' ? undefined : header;
}

/** Of the rows at the beginning that are headers from their first cell to their last. */
function lastHeaderCell(cells: readonly TableCell[]): TableCell | undefined {
  const firstOther = cells.findIndex(({ isHeader }) => !isHeader);
  if (firstOther === -1) return cells.at(-1);
  const row = cells[firstOther]?.row;
  let last = firstOther - 1;
  // A row that begins with a header and goes on without is a row of values.
  while (cells[last]?.row === row) last -= 1;
  return cells[last];
}

/** Cut between two cells. */
function clipped(header: string): string {
  if (header.length <= longestHeader) return header;
  const cut = beginningOf(header, longestHeader);
  return cut.includes('\t') ? cut.slice(0, cut.lastIndexOf('\t')) : cut;
}
