import { ByteReader } from './byte-reader';
import type { ByteWriter } from './byte-writer';

/**
 * The postings of one term: rows in ascending order, each as its distance from the row before, doubled, and one more
 * when a frequency above 1 follows. Most take one or two bytes.
 */
export class PostingWriter {
  readonly #writer: ByteWriter;
  #previous = 0;
  #count = 0;

  constructor(writer: ByteWriter) {
    this.#writer = writer;
  }

  /** Postings written since the last `start`. */
  get count(): number {
    return this.#count;
  }

  start(): void {
    this.#previous = 0;
    this.#count = 0;
  }

  /** `row` is above the one before. */
  write(row: number, frequency: number): void {
    const distance = row - this.#previous;
    this.#previous = row;
    this.#count += 1;
    if (frequency === 1) {
      this.#writer.writeNumber(distance * 2);
    } else {
      this.#writer.writeNumber(distance * 2 + 1);
      this.#writer.writeNumber(frequency);
    }
  }
}

/** Steps through the postings of one term. */
export class PostingCursor {
  readonly #reader: ByteReader;
  readonly #end: number;
  #row = 0;
  #frequency = 0;

  /** The bytes from `start` to `end` are one term's. */
  constructor(bytes: Uint8Array, start: number, end: number) {
    this.#reader = new ByteReader(bytes, start);
    this.#end = end;
  }

  get row(): number {
    return this.#row;
  }

  get frequency(): number {
    return this.#frequency;
  }

  /** Moves to the next posting; false when there is none. */
  next(): boolean {
    const reader = this.#reader;
    if (reader.position >= this.#end) return false;
    const number = reader.readNumber();
    this.#row += number >>> 1;
    this.#frequency = number & 1 ? reader.readNumber() : 1;
    return true;
  }
}
