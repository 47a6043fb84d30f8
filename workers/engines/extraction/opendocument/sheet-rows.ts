import type { RichTextBuilder } from '../../../../src/core/rich-text-builder';
import { plainInline } from '../inline-parts';
import { SheetWriter, type SheetBudget } from '../tables/sheet-writer';
import { childElements, type XmlElement } from '../xml/xml-element';
import type { OdfBlockReader } from './block-reader';
import { nothingAnchored, type OdfAnchored } from './inline';

/** A filled row or cell is repeated by hand a few times; by the hundred only to fill memory. */
const mostRowRepeats = 100;
const mostCellRepeats = 256;
const mostColumns = 16_384;

/** Lays the rows of one sheet after another; a sheet is a page. */
export class SheetRows {
  #writer: SheetWriter | undefined;
  #sheets = 0;
  #name = '';
  #isNamed = false;
  #row = 0;
  #anchored: OdfAnchored = nothingAnchored();

  constructor(
    private readonly builder: RichTextBuilder,
    private readonly blocks: OdfBlockReader,
    private readonly budget: SheetBudget,
  ) {}

  beginSheet(name: string): void {
    this.finish();
    this.#sheets += 1;
    this.builder.beginPage(this.#sheets);
    this.#writer = new SheetWriter(this.builder, this.budget);
    this.#name = name;
    this.#isNamed = false;
    this.#row = 0;
  }

  /** False when no more rows can be taken. */
  addRow(row: XmlElement): boolean {
    const repeats = repeatsOf(row, 'table:number-rows-repeated');
    const cells = this.#readCells(row);
    if (cells.size === 0) {
      this.#row += repeats;
      return true;
    }
    if (!this.#isNamed) {
      this.builder.addBlock({ kind: 'heading', level: 1 }, plainInline(this.#name));
      this.#isNamed = true;
    }
    for (let index = 0; index < Math.min(repeats, mostRowRepeats); index += 1) {
      if (this.#writer?.addRow(this.#row + index, cells) === false) return false;
    }
    if (repeats > mostRowRepeats) this.budget.isCut = true;
    this.#row += repeats;
    return true;
  }

  /** Adds what stands over the cells, after the sheet that it belongs to. */
  finish(): void {
    this.#writer?.finish();
    this.blocks.addAnchored(this.#anchored);
    this.#anchored = nothingAnchored();
  }

  #readCells(row: XmlElement): Map<number, string> {
    const cells = new Map<number, string>();
    let column = 0;
    for (const cell of childElements(row)) {
      if (cell.name !== 'table:table-cell' && cell.name !== 'table:covered-table-cell') continue;
      const repeats = repeatsOf(cell, 'table:number-columns-repeated');
      const text = this.blocks.flatten(cell, this.#anchored).text.replace(/\s+/g, ' ').trim();
      if (text !== '') {
        for (let index = 0; index < Math.min(repeats, mostCellRepeats); index += 1) {
          if (column + index < mostColumns) cells.set(column + index, text);
        }
      }
      column += repeats;
    }
    return cells;
  }
}

function repeatsOf(element: XmlElement, name: string): number {
  const repeats = Number(element.attributes[name] ?? 1);
  return repeats >= 1 ? Math.floor(repeats) : 1;
}
