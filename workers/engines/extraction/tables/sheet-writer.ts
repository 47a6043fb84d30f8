import type { RichTextBuilder } from '../../../../src/core/rich-text-builder';
import { plainInline } from '../inline-parts';
import { startsWithHeader } from '../../../../src/core/table-header';
import { addPlainTable, mostRowsOfBlock } from './table-blocks';

/** What is read of all the sheets of a workbook together. */
export interface SheetBudget {
  rowsLeft: number;
  cellsLeft: number;
  /** Whether rows were left out. */
  isCut: boolean;
}

export function sheetBudget(): SheetBudget {
  return { rowsLeft: 200_000, cellsLeft: 1_000_000, isCut: false };
}

/**
 * Lays the rows of a sheet into blocks: rows that follow one another are a table, a row with one filled cell
 * alone is a line of text, and columns without any value in a table are left out.
 */
export class SheetWriter {
  #rows: ReadonlyMap<number, string>[] = [];
  #lastRow: number | undefined;
  #isContinued = false;

  constructor(
    private readonly builder: RichTextBuilder,
    private readonly budget: SheetBudget,
  ) {}

  /** Adds the filled cells of a row, by column; rows come in order. False when no more can be taken. */
  addRow(row: number, cells: ReadonlyMap<number, string>): boolean {
    if (cells.size === 0) return true;
    if (this.#lastRow !== undefined && row > this.#lastRow + 1) this.finish();
    if (this.budget.rowsLeft <= 0 || this.budget.cellsLeft <= 0) {
      this.budget.isCut = true;
      return false;
    }
    this.#lastRow = row;
    this.budget.rowsLeft -= 1;
    this.#rows.push(cells);
    if (this.#rows.length >= mostRowsOfBlock) {
      this.#flush();
      this.#isContinued = true;
    }
    return true;
  }

  finish(): void {
    this.#flush();
    this.#isContinued = false;
    this.#lastRow = undefined;
  }

  #flush(): void {
    const rows = this.#rows;
    this.#rows = [];
    if (rows.length === 0) return;
    const columns = [...new Set(rows.flatMap((row) => [...row.keys()]))].sort((a, b) => a - b);
    this.budget.cellsLeft -= rows.length * columns.length;
    if (rows.length * columns.length > mostGridCells) {
      // Cells scattered so wide are a list, not a table.
      for (const row of rows) this.#addLine([...row.values()].join(' '));
      return;
    }
    const grid = rows.map((row) => columns.map((column) => row.get(column) ?? ''));
    if (columns.length === 1 && grid.length === 1) {
      this.#addLine(grid[0]?.[0] ?? '');
      return;
    }
    const titles = this.#isContinued ? 0 : leadingLines(grid);
    for (const line of grid.slice(0, titles)) this.#addLine(line.join(' '));
    const table = grid.slice(titles);
    addPlainTable(this.builder, table, !this.#isContinued && startsWithHeader(table) ? 1 : 0);
  }

  #addLine(text: string): void {
    this.builder.addBlock({ kind: 'paragraph' }, plainInline(text));
  }
}

const mostGridCells = 250_000;

/** Titles right above a table: rows with one value where the table has three columns or more. */
function leadingLines(grid: readonly (readonly string[])[]): number {
  const filled = grid.map((row) => row.filter((text) => text !== '').length);
  const first = filled.findIndex((count) => count !== 1);
  const width = Math.max(...filled);
  return first > 0 && first <= 4 && width >= 3 ? first : 0;
}
