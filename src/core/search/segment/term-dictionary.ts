import { ByteReader } from './byte-reader';
import { ByteWriter } from './byte-writer';
import { TermBytes } from './term-bytes';

/**
 * Sorted terms, each with what it has in common with the one before left out. Blocks of sixteen begin with a whole
 * term, so that a term is found by halving over the blocks and reading one of them.
 */
export interface TermTable {
  /** By term: bytes shared with the term before, further bytes, those bytes, rows it occurs in, bytes of postings. */
  readonly entries: Uint8Array<ArrayBuffer>;
  /** Where each block begins in `entries`. */
  readonly blockStarts: Uint32Array<ArrayBuffer>;
  /** Where the postings of each block's first term begin. */
  readonly postingStarts: Uint32Array<ArrayBuffer>;
}

export interface TermEntry {
  /** In how many rows the term occurs. */
  readonly documentFrequency: number;
  /** The bytes of its postings, end exclusive. */
  readonly start: number;
  readonly end: number;
}

const termsPerBlock = 16;

export class TermTableWriter {
  readonly #entries = new ByteWriter();
  readonly #blockStarts: number[] = [];
  readonly #postingStarts: number[] = [];
  readonly #previous = new TermBytes();
  #count = 0;
  #postings = 0;

  /** Terms come in the order of their bytes. */
  write(term: TermBytes, documentFrequency: number, postingBytes: number): void {
    const entries = this.#entries;
    let shared = 0;
    if (this.#count % termsPerBlock === 0) {
      this.#blockStarts.push(entries.length);
      this.#postingStarts.push(this.#postings);
    } else {
      shared = term.sharedLength(this.#previous);
    }
    entries.writeNumber(shared);
    entries.writeNumber(term.length - shared);
    entries.writeFrom(term.bytes, shared, term.length);
    entries.writeNumber(documentFrequency);
    entries.writeNumber(postingBytes);
    this.#previous.copy(term);
    this.#count += 1;
    this.#postings += postingBytes;
  }

  table(): TermTable {
    return {
      entries: this.#entries.copy(),
      blockStarts: Uint32Array.from(this.#blockStarts),
      postingStarts: Uint32Array.from(this.#postingStarts),
    };
  }
}

/** The entry of a term, undefined when it is not in the table. */
export function findTerm(table: TermTable, term: string): TermEntry | undefined {
  const wanted = new TermBytes();
  wanted.setText(term);
  const block = blockOf(table, wanted);
  if (block < 0) return undefined;
  const cursor = new TermCursor(table, block);
  for (let i = 0; i < termsPerBlock && cursor.next(); i += 1) {
    const order = cursor.term.compare(wanted);
    if (order === 0) return cursor.entry;
    if (order > 0) return undefined;
  }
  return undefined;
}

/** The last block whose first term is not above the wanted one, or -1. */
function blockOf({ entries, blockStarts }: TermTable, wanted: TermBytes): number {
  const first = new TermBytes();
  let low = 0;
  let high = blockStarts.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const reader = new ByteReader(entries, blockStarts[middle] ?? 0);
    reader.readNumber();
    const length = reader.readNumber();
    first.setEnd(0, entries, reader.position, length);
    if (first.compare(wanted) <= 0) low = middle + 1;
    else high = middle - 1;
  }
  return high;
}

/** Steps through the terms in their order, from the beginning of a block on. */
export class TermCursor {
  /** The next step changes it. */
  readonly term = new TermBytes();
  readonly #entries: Uint8Array;
  readonly #reader: ByteReader;
  #documentFrequency = 0;
  #start = 0;
  #end: number;

  constructor({ entries, blockStarts, postingStarts }: TermTable, block = 0) {
    this.#entries = entries;
    this.#reader = new ByteReader(entries, blockStarts[block] ?? 0);
    this.#end = postingStarts[block] ?? 0;
  }

  get entry(): TermEntry {
    return { documentFrequency: this.#documentFrequency, start: this.#start, end: this.#end };
  }

  next(): boolean {
    const reader = this.#reader;
    if (reader.position >= this.#entries.length) return false;
    const shared = reader.readNumber();
    const count = reader.readNumber();
    this.term.setEnd(shared, this.#entries, reader.position, count);
    reader.position += count;
    this.#documentFrequency = reader.readNumber();
    this.#start = this.#end;
    this.#end += reader.readNumber();
    return true;
  }
}
