import type { Block, Mark, RichText } from '../../../src/core/rich-text';
import type { InlineText } from '../../../src/core/inline-text';
import type { TextEdit } from '../../../src/core/text-edits';
import type { BlockHead, RichTextBuilder, TableRow } from '../../../src/core/rich-text-builder';

/** Adds one document to another as a part of it, its headings that many levels lower. */
export function appendDocument(builder: RichTextBuilder, document: RichText, headingsLower: number): void {
  const content = new Contents(document);
  for (const block of document.blocks) {
    for (const { kind, original } of content.removedBefore(block.start)) builder.addRemoved(kind, original);
    if (block.kind === 'table') builder.addTable(rowsOf(block, content));
    else builder.addBlock(headOf(block, headingsLower), content.between(block.start, block.end));
  }
  for (const { kind, original } of content.removedBefore(Infinity)) builder.addRemoved(kind, original);
}

/** Hands out the text of a document from its beginning to its end, with what lies in each range. */
class Contents {
  #mark = 0;
  #edit = 0;

  constructor(private readonly document: RichText) {}

  /** Whole blocks that were left out before a place, and not yet asked for. */
  removedBefore(place: number): readonly TextEdit[] {
    return this.#editsWhile((edit) => edit.start <= place && isRemovedBlock(edit));
  }

  between(start: number, end: number): InlineText {
    const { text, marks } = this.document;
    const inside: Mark[] = [];
    for (let mark = marks[this.#mark]; mark && mark.start < end; mark = marks[this.#mark]) {
      this.#mark += 1;
      if (mark.start >= start) inside.push({ ...mark, start: mark.start - start, end: mark.end - start });
    }
    const within = this.#editsWhile(
      (edit) => edit.end <= end && !(isRemovedBlock(edit) && (edit.start <= start || edit.end === end)),
    );
    const edits = within.map((edit) => ({ ...edit, start: edit.start - start, end: edit.end - start }));
    return { text: text.slice(start, end), marks: inside, ...(edits.length === 0 ? {} : { edits }) };
  }

  #editsWhile(isTaken: (edit: TextEdit) => boolean): readonly TextEdit[] {
    const edits = this.document.edits ?? [];
    const first = this.#edit;
    for (let edit = edits[first]; edit && isTaken(edit); edit = edits[this.#edit]) this.#edit += 1;
    return edits.slice(first, this.#edit);
  }
}

/** See `RichTextBuilder.addRemoved`: such a block keeps the line feeds that part it from the one before. */
function isRemovedBlock({ start, end, original }: TextEdit): boolean {
  return start === end && original.startsWith('\n\n');
}

function headOf(block: Exclude<Block, { kind: 'table' }>, headingsLower: number): BlockHead {
  const { start: _start, end: _end, ...head } = block;
  return head.kind === 'heading' ? { ...head, level: Math.min(6, head.level + headingsLower) } : head;
}

function rowsOf(table: Extract<Block, { kind: 'table' }>, content: Contents): TableRow[] {
  const rows: { cells: TableRow['cells'][number][] }[] = [];
  for (const { row, isHeader, start, end } of table.cells) {
    while (rows.length <= row) rows.push({ cells: [] });
    rows[row]?.cells.push({ isHeader, content: content.between(start, end) });
  }
  return rows;
}
