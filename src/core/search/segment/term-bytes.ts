/** A term's UTF-8 bytes, in memory that is used again for the next one: a library has millions of terms. */
export class TermBytes {
  bytes = new Uint8Array(256);
  length = 0;

  setText(term: string): void {
    // A UTF-16 unit takes three bytes at most.
    this.#reserve(term.length * 3);
    const { bytes } = this;
    let length = 0;
    for (let i = 0; i < term.length; i += 1) {
      let code = term.charCodeAt(i);
      if (code >= 0xd800 && code <= 0xdfff) {
        code = term.codePointAt(i) ?? code;
        if (code > 0xffff) i += 1;
        else code = 0xfffd;
      }
      if (code < 0x80) {
        bytes[length++] = code;
        continue;
      }
      if (code < 0x800) {
        bytes[length++] = 0xc0 | (code >> 6);
      } else {
        if (code < 0x10000) {
          bytes[length++] = 0xe0 | (code >> 12);
        } else {
          bytes[length++] = 0xf0 | (code >> 18);
          bytes[length++] = 0x80 | ((code >> 12) & 0x3f);
        }
        bytes[length++] = 0x80 | ((code >> 6) & 0x3f);
      }
      bytes[length++] = 0x80 | (code & 0x3f);
    }
    this.length = length;
  }

  /** Keeps the first `shared` bytes and takes the others from `source`, from `start` on. */
  setEnd(shared: number, source: Uint8Array, start: number, count: number): void {
    this.#reserve(shared + count);
    const { bytes } = this;
    for (let i = 0; i < count; i += 1) bytes[shared + i] = source[start + i] ?? 0;
    this.length = shared + count;
  }

  copy({ bytes, length }: TermBytes): void {
    this.setEnd(0, bytes, 0, length);
  }

  /** Below 0 when this one comes first, 0 when they are the same. */
  compare(other: TermBytes): number {
    const shared = this.sharedLength(other);
    if (shared === this.length || shared === other.length) return this.length - other.length;
    return (this.bytes[shared] ?? 0) - (other.bytes[shared] ?? 0);
  }

  sharedLength(other: TermBytes): number {
    const most = Math.min(this.length, other.length);
    let length = 0;
    while (length < most && this.bytes[length] === other.bytes[length]) length += 1;
    return length;
  }

  toString(): string {
    return new TextDecoder().decode(this.bytes.subarray(0, this.length));
  }

  #reserve(count: number): void {
    if (count <= this.bytes.length) return;
    const grown = new Uint8Array(2 * count);
    grown.set(this.bytes);
    this.bytes = grown;
  }
}
