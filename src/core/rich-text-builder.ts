import type { InlineText } from './inline-text';
import type { Block, Mark, Page, RichText, TableCell } from './rich-text';
import type { TextEdit, TextEditKind } from './text-edits';

type WithoutPlace<B> = B extends Block ? Omit<B, 'start' | 'end' | 'cells'> : never;

/** A block before it has its place in the text. */
export type BlockHead = WithoutPlace<Exclude<Block, { kind: 'table' }>>;

export interface TableRow {
  readonly cells: readonly { readonly isHeader: boolean; readonly content: InlineText }[];
}

/** Lays blocks one after another and keeps every offset exact. Blocks without text are left out. */
export class RichTextBuilder {
  readonly #parts: string[] = [];
  #length = 0;
  readonly #blocks: Block[] = [];
  readonly #marks: Mark[] = [];
  readonly #pages: Page[] = [];
  readonly #edits: TextEdit[] = [];
  #page: { number: number; start: number | undefined } | undefined;

  get length(): number {
    return this.#length;
  }

  addBlock(head: BlockHead, content: InlineText): void {
    const cleaned = clean(content.text);
    const trimmed = head.kind === 'code' ? trimBlankLines(cleaned) : cleaned.trim();
    if (trimmed.trim() === '') return;
    const offset = cleaned.indexOf(trimmed);
    const start = this.#place(head.kind, trimmed);
    this.#addMarks(content.marks, start - offset, start, start + trimmed.length);
    this.#addEdits(content.edits, start - offset, start, start + trimmed.length);
    this.#blocks.push({ ...withinLevels(head), start, end: start + trimmed.length });
  }

  addTable(rows: readonly TableRow[]): void {
    const lines: string[] = [];
    const cells: TableCell[] = [];
    const marks: { readonly content: InlineText; readonly cell: TableCell; readonly shift: number }[] = [];
    let start = 0;
    rows.forEach((row, rowIndex) => {
      const texts = row.cells.map(({ isHeader, content }, column) => {
        // One character for one, so that marks keep their place.
        const single = clean(content.text).replace(/\s/g, ' ');
        const text = single.trim();
        const cell = { row: rowIndex, column, isHeader, start, end: start + text.length };
        cells.push(cell);
        marks.push({ content, cell, shift: start - single.indexOf(text) });
        start = cell.end + 1;
        return text;
      });
      if (texts.length === 0) start += 1;
      lines.push(texts.join('\t'));
    });
    const text = lines.join('\n');
    if (text.trim() === '') return;
    const base = this.#place('table', text);
    this.#blocks.push({
      kind: 'table',
      start: base,
      end: base + text.length,
      cells: cells.map((cell) => ({ ...cell, start: base + cell.start, end: base + cell.end })),
    });
    for (const { content, cell, shift } of marks) {
      this.#addMarks(content.marks, base + shift, base + cell.start, base + cell.end);
      this.#addEdits(content.edits, base + shift, base + cell.start, base + cell.end);
    }
  }

  /** Notes a block that cleaning leaves out of the text, at the place where it would stand. */
  addRemoved(kind: TextEditKind, original: string): void {
    if (original.trim() === '') return;
    // With the line feeds that part blocks, so that the original reads as if it had stayed.
    this.#edits.push({ kind, start: this.#length, end: this.#length, original: `\n\n${original.trim()}` });
  }

  /** Everything added from now on stands on this page. */
  beginPage(number: number): void {
    this.#endPage();
    this.#page = { number, start: undefined };
  }

  build(): RichText {
    this.#endPage();
    return {
      text: this.#parts.join(''),
      blocks: this.#blocks,
      marks: this.#marks.sort((a, b) => a.start - b.start || b.end - a.end),
      pages: this.#pages,
      ...(this.#edits.length === 0 ? {} : { edits: this.#edits }),
    };
  }

  #place(kind: Block['kind'], text: string): number {
    const previous = this.#blocks.at(-1);
    if (previous) {
      const separator = previous.kind === 'list-item' && kind === 'list-item' ? '\n' : '\n\n';
      this.#parts.push(separator);
      this.#length += separator.length;
    }
    const start = this.#length;
    this.#parts.push(text);
    this.#length += text.length;
    if (this.#page) this.#page.start ??= start;
    return start;
  }

  #addMarks(marks: readonly Mark[], shift: number, from: number, to: number): void {
    for (const mark of marks) {
      const start = Math.max(mark.start + shift, from);
      const end = Math.min(mark.end + shift, to);
      if (start < end) this.#marks.push({ ...mark, start, end });
    }
  }

  #addEdits(edits: readonly TextEdit[] = [], shift: number, from: number, to: number): void {
    for (const edit of edits) {
      const start = edit.start + shift;
      const end = edit.end + shift;
      if (start >= from && end <= to) this.#edits.push({ ...edit, start, end });
    }
  }

  #endPage(): void {
    if (!this.#page) return;
    const { number, start = this.#length } = this.#page;
    this.#pages.push({ number, start, end: this.#length });
    this.#page = undefined;
  }
}

/** Files can claim any level, also none and less than none. */
function withinLevels(head: BlockHead): BlockHead {
  if (head.kind !== 'heading') return head;
  return { ...head, level: Math.min(6, Math.max(1, Math.trunc(head.level) || 1)) };
}

const loneSurrogate = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g;
// eslint-disable-next-line no-control-regex -- control characters are what is looked for
const control = /[\u0000-\u0008\u000B-\u001F\u007F]/g;

/** Replaces what no viewer can show, one code unit for one. */
function clean(text: string): string {
  return text.replace(loneSurrogate, '\uFFFD').replace(control, ' ');
}

/** Code keeps its indentation, but not the empty lines around it. */
function trimBlankLines(text: string): string {
  return text.replace(/^(?:[ \t]*\n)+/, '').trimEnd();
}
