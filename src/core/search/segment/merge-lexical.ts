import type { Steps } from '../../chunking-steps';
import { ByteWriter } from './byte-writer';
import type { LexicalTable } from './lexical-table';
import { PostingCursor, PostingWriter } from './posting-list';
import { TermBytes } from './term-bytes';
import { TermCursor, TermTableWriter } from './term-dictionary';

/** A table to be merged, and where its rows go. */
export interface MergeInput {
  readonly table: LexicalTable;
  /** New row of each row, ascending; -1 where the row is dropped. Rows of later inputs come after. */
  readonly newRows: Int32Array;
}

const termsPerStep = 512;

/** One table of the kept rows of several. */
export function* mergeLexicalTables(inputs: readonly MergeInput[], rowCount: number): Steps<LexicalTable> {
  const lengths = new Uint16Array(rowCount);
  const isUnspaced = new Uint8Array(rowCount);
  for (const { table, newRows } of inputs) {
    newRows.forEach((newRow, row) => {
      if (newRow < 0) return;
      lengths[newRow] = table.lengths[row] ?? 0;
      isUnspaced[newRow] = table.isUnspaced[row] ?? 0;
    });
  }
  const bytes = new ByteWriter();
  const postings = new PostingWriter(bytes);
  const terms = new TermTableWriter();
  let sources = inputs.map((input) => new MergeSource(input)).filter((source) => source.advance());
  const term = new TermBytes();
  for (let count = 1; sources.length > 0; count += 1) {
    term.copy(leastTerm(sources));
    const start = bytes.length;
    postings.start();
    let hasEnded = false;
    for (const source of sources) {
      if (source.term.compare(term) !== 0) continue;
      source.moveTo(postings);
      if (!source.advance()) hasEnded = true;
    }
    if (postings.count > 0) terms.write(term, postings.count, bytes.length - start);
    if (hasEnded) sources = sources.filter((source) => !source.hasEnded);
    if (count % termsPerStep === 0) yield;
  }
  return { terms: terms.table(), postings: bytes.copy(), lengths, isUnspaced };
}

function leastTerm(sources: readonly MergeSource[]): TermBytes {
  return sources.reduce(
    (least, { term }) => (term.compare(least) < 0 ? term : least),
    sources[0]?.term ?? new TermBytes(),
  );
}

class MergeSource {
  readonly #input: MergeInput;
  readonly #cursor: TermCursor;
  hasEnded = false;

  constructor(input: MergeInput) {
    this.#input = input;
    this.#cursor = new TermCursor(input.table.terms);
  }

  /** The term to be taken next. */
  get term(): TermBytes {
    return this.#cursor.term;
  }

  /** Goes on to the next term; false when there is none. */
  advance(): boolean {
    this.hasEnded = !this.#cursor.next();
    return !this.hasEnded;
  }

  /** Writes the postings of the term under their new rows. */
  moveTo(writer: PostingWriter): void {
    const { table, newRows } = this.#input;
    const { start, end } = this.#cursor.entry;
    const postings = new PostingCursor(table.postings, start, end);
    while (postings.next()) {
      const row = newRows[postings.row] ?? -1;
      if (row >= 0) writer.write(row, postings.frequency);
    }
  }
}
