import type { Steps } from '../../chunking-steps';
import { ByteWriter } from './byte-writer';
import type { LexicalTable } from './lexical-table';
import { PostingCursor, PostingWriter } from './posting-list';
import { TermCursor, TermTableWriter } from './term-dictionary';
import { compareTerms } from './term-order';

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
  const sources = inputs.map((input) => new MergeSource(input)).filter((source) => source.term !== undefined);
  for (let count = 1; ; count += 1) {
    const term = leastTerm(sources);
    if (term === undefined) break;
    const start = bytes.length;
    postings.start();
    for (const source of sources) if (source.term === term) source.moveTo(postings);
    if (postings.count > 0) terms.write(term, postings.count, bytes.length - start);
    if (count % termsPerStep === 0) yield;
  }
  return { terms: terms.table(), postings: bytes.copy(), lengths, isUnspaced };
}

function leastTerm(sources: readonly MergeSource[]): string | undefined {
  let least: string | undefined;
  for (const { term } of sources) {
    if (term !== undefined && (least === undefined || compareTerms(term, least) < 0)) least = term;
  }
  return least;
}

class MergeSource {
  readonly #input: MergeInput;
  readonly #cursor: TermCursor;
  /** The term to be taken next. */
  term: string | undefined;

  constructor(input: MergeInput) {
    this.#input = input;
    this.#cursor = new TermCursor(input.table.terms);
    this.#advance();
  }

  /** Writes the postings of the term under their new rows and goes on to the next term. */
  moveTo(writer: PostingWriter): void {
    const { table, newRows } = this.#input;
    const { start, end } = this.#cursor.entry;
    const postings = new PostingCursor(table.postings, start, end);
    while (postings.next()) {
      const row = newRows[postings.row] ?? -1;
      if (row >= 0) writer.write(row, postings.frequency);
    }
    this.#advance();
  }

  #advance(): void {
    this.term = this.#cursor.next() ? this.#cursor.term : undefined;
  }
}
