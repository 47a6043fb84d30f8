/** Thrown when what is read goes beyond the bytes that are there. */
export class OutOfBytes extends Error {
  override readonly name = 'OutOfBytes';
}

/** Numbers and texts of a buffer, one after the other; little-endian, as GGUF has them. */
export class ByteReader {
  readonly #view: DataView<ArrayBuffer>;
  readonly #decoder = new TextDecoder();
  at = 0;

  constructor(buffer: ArrayBuffer) {
    this.#view = new DataView(buffer);
  }

  uint8(): number {
    return this.#view.getUint8(this.#take(1));
  }

  uint32(): number {
    return this.#view.getUint32(this.#take(4), true);
  }

  int32(): number {
    return this.#view.getInt32(this.#take(4), true);
  }

  float32(): number {
    return this.#view.getFloat32(this.#take(4), true);
  }

  uint64(): number {
    return Number(this.#view.getBigUint64(this.#take(8), true));
  }

  string(): string {
    const length = this.uint64();
    return this.#decoder.decode(new Uint8Array(this.#view.buffer, this.#take(length), length));
  }

  skip(bytes: number): void {
    this.#take(bytes);
  }

  /** A copy of what stands there already. */
  bytes(from: number, to: number): Uint8Array<ArrayBuffer> {
    return new Uint8Array(this.#view.buffer.slice(from, to));
  }

  #take(bytes: number): number {
    const at = this.at;
    if (!(at + bytes <= this.#view.byteLength)) throw new OutOfBytes();
    this.at += bytes;
    return at;
  }
}
