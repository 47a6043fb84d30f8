/** Bytes that grow as they are written. */
export class ByteWriter {
  #bytes = new Uint8Array(1024);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  /** A whole number of up to 32 bits, seven bits a byte, the lowest first; the top bit says that more follow. */
  writeNumber(value: number): void {
    if (this.#length + 5 > this.#bytes.length) this.#grow(5);
    let rest = value;
    while (rest > 0x7f) {
      this.#bytes[this.#length++] = (rest & 0x7f) | 0x80;
      rest >>>= 7;
    }
    this.#bytes[this.#length++] = rest;
  }

  /** The bytes of `source` from `start` to `end`. */
  writeFrom(source: Uint8Array, start: number, end: number): void {
    if (this.#length + end - start > this.#bytes.length) this.#grow(end - start);
    for (let i = start; i < end; i += 1) this.#bytes[this.#length++] = source[i] ?? 0;
  }

  /** What was written, in bytes of its own. */
  copy(): Uint8Array<ArrayBuffer> {
    return this.#bytes.slice(0, this.#length);
  }

  #grow(needed: number): void {
    const grown = new Uint8Array(Math.max(this.#bytes.length * 2, this.#length + needed));
    grown.set(this.#bytes);
    this.#bytes = grown;
  }
}
