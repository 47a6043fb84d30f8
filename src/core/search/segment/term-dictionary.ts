import { ByteReader } from './byte-reader';
import { ByteWriter } from './byte-writer';

/**
 * Sorted terms, each with what it has in common with the one before left out. Blocks of sixteen begin with a whole
 * term, so that a term is found by halving over the blocks and reading one of them.
 */
export interface TermTable {
  /** By term: bytes shared with the term before, further bytes, those bytes, chunks it occurs in, bytes of postings. */
  readonly entries: Uint8Array<ArrayBuffer>;
  /** Where each block begins in `entries`. */
  readonly blockStarts: Uint32Array<ArrayBuffer>;
  /** Where the postings of each block's first term begin. */
  readonly postingStarts: Uint32Array<ArrayBuffer>;
  readonly termCount: number;
}

export interface TermEntry {
  /** In how many rows the term occurs. */
  readonly documentFrequency: number;
  /** The bytes of its postings, end exclusive. */
  readonly start: number;
  readonly end: number;
}

const termsPerBlock = 16;
const encoder = new TextEncoder();
const decoder = new TextDecoder();

export class TermTableWriter {
  readonly #entries = new ByteWriter();
  readonly #blockStarts: number[] = [];
  readonly #postingStarts: number[] = [];
  #previous = new Uint8Array();
  #count = 0;
  #postings = 0;

  /** Terms come in the order of `sortTerms`. */
  write(term: string, documentFrequency: number, postingBytes: number): void {
    const bytes = encoder.encode(term);
    if (this.#count % termsPerBlock === 0) {
      this.#blockStarts.push(this.#entries.length);
      this.#postingStarts.push(this.#postings);
      this.#previous = new Uint8Array();
    }
    const shared = sharedLength(this.#previous, bytes);
    this.#entries.writeNumber(shared);
    this.#entries.writeNumber(bytes.length - shared);
    this.#entries.writeBytes(bytes.subarray(shared));
    this.#entries.writeNumber(documentFrequency);
    this.#entries.writeNumber(postingBytes);
    this.#previous = bytes;
    this.#count += 1;
    this.#postings += postingBytes;
  }

  table(): TermTable {
    return {
      entries: this.#entries.copy(),
      blockStarts: Uint32Array.from(this.#blockStarts),
      postingStarts: Uint32Array.from(this.#postingStarts),
      termCount: this.#count,
    };
  }
}

/** The entry of a term, undefined when it is not in the table. */
export function findTerm(table: TermTable, term: string): TermEntry | undefined {
  const wanted = encoder.encode(term);
  const block = blockOf(table, wanted);
  if (block < 0) return undefined;
  const cursor = new TermCursor(table, block);
  for (let i = 0; i < termsPerBlock && cursor.next(); i += 1) {
    const order = compareBytes(cursor.bytes, wanted);
    if (order === 0) return cursor.entry;
    if (order > 0) return undefined;
  }
  return undefined;
}

/** The last block whose first term is not above the wanted one, or -1. */
function blockOf({ entries, blockStarts }: TermTable, wanted: Uint8Array): number {
  let low = 0;
  let high = blockStarts.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const reader = new ByteReader(entries, blockStarts[middle] ?? 0);
    reader.readNumber();
    const first = reader.readBytes(reader.readNumber());
    if (compareBytes(first, wanted) <= 0) low = middle + 1;
    else high = middle - 1;
  }
  return high;
}

/** Steps through the terms in their order, from the beginning of a block on. */
export class TermCursor {
  readonly #reader: ByteReader;
  readonly #end: number;
  #bytes = new Uint8Array(64);
  #length = 0;
  #documentFrequency = 0;
  #start = 0;
  #postingEnd: number;

  constructor({ entries, blockStarts, postingStarts }: TermTable, block = 0) {
    this.#reader = new ByteReader(entries, blockStarts[block] ?? 0);
    this.#end = entries.length;
    this.#postingEnd = postingStarts[block] ?? 0;
  }

  /** A view that the next step changes. */
  get bytes(): Uint8Array {
    return this.#bytes.subarray(0, this.#length);
  }

  get term(): string {
    return decoder.decode(this.bytes);
  }

  get entry(): TermEntry {
    return { documentFrequency: this.#documentFrequency, start: this.#start, end: this.#postingEnd };
  }

  next(): boolean {
    const reader = this.#reader;
    if (reader.position >= this.#end) return false;
    const shared = reader.readNumber();
    const suffix = reader.readBytes(reader.readNumber());
    this.#length = shared + suffix.length;
    if (this.#length > this.#bytes.length) this.#grow();
    this.#bytes.set(suffix, shared);
    this.#documentFrequency = reader.readNumber();
    this.#start = this.#postingEnd;
    this.#postingEnd += reader.readNumber();
    return true;
  }

  #grow(): void {
    const grown = new Uint8Array(2 * this.#length);
    grown.set(this.#bytes);
    this.#bytes = grown;
  }
}

function sharedLength(a: Uint8Array, b: Uint8Array): number {
  const most = Math.min(a.length, b.length);
  let length = 0;
  while (length < most && a[length] === b[length]) length += 1;
  return length;
}

function compareBytes(a: Uint8Array, b: Uint8Array): number {
  const shared = sharedLength(a, b);
  if (shared === Math.min(a.length, b.length)) return a.length - b.length;
  return (a[shared] ?? 0) - (b[shared] ?? 0);
}
