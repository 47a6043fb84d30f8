/**
 * A file whose bytes this thread has. A browser's own Blob keeps them in another process, which costs a round trip for
 * each read: for thousands of small files more than reading what they say. Only for use within one thread: posted
 * elsewhere it would be empty.
 */
export class MemoryFile extends Blob {
  readonly #bytes: Uint8Array<ArrayBuffer>;
  override readonly size: number;
  override readonly type: string;

  constructor(bytes: Uint8Array<ArrayBuffer>, type = '') {
    super();
    this.#bytes = bytes;
    this.size = bytes.length;
    this.type = type;
  }

  override slice(start = 0, end = this.size, type = ''): Blob {
    const from = start < 0 ? Math.max(0, this.size + start) : start;
    const to = end < 0 ? Math.max(0, this.size + end) : end;
    return new MemoryFile(this.#bytes.subarray(from, Math.max(from, to)), type);
  }

  override arrayBuffer(): Promise<ArrayBuffer> {
    return Promise.resolve(this.#bytes.slice().buffer);
  }

  override bytes(): Promise<Uint8Array<ArrayBuffer>> {
    return Promise.resolve(this.#bytes.slice());
  }

  override text(): Promise<string> {
    return Promise.resolve(new TextDecoder().decode(this.#bytes));
  }

  override stream(): ReadableStream<Uint8Array<ArrayBuffer>> {
    return new Blob([this.#bytes]).stream();
  }
}
