/**
 * A file whose bytes this thread has. A browser's own Blob keeps them in another process, which costs a round trip for
 * each one made and each read: for thousands of small files more than reading what they say. It cannot be posted to
 * another thread.
 */
export class MemoryFile implements Blob {
  readonly #bytes: Uint8Array<ArrayBuffer>;
  readonly size: number;
  readonly type: string;

  constructor(bytes: Uint8Array<ArrayBuffer>, type = '') {
    this.#bytes = bytes;
    this.size = bytes.length;
    this.type = type;
  }

  slice(start = 0, end = this.size, type = ''): Blob {
    const from = start < 0 ? Math.max(0, this.size + start) : start;
    const to = end < 0 ? Math.max(0, this.size + end) : end;
    return new MemoryFile(this.#bytes.subarray(from, Math.max(from, to)), type);
  }

  arrayBuffer(): Promise<ArrayBuffer> {
    return Promise.resolve(this.#bytes.slice().buffer);
  }

  bytes(): Promise<Uint8Array<ArrayBuffer>> {
    return Promise.resolve(this.#bytes.slice());
  }

  text(): Promise<string> {
    return Promise.resolve(new TextDecoder().decode(this.#bytes));
  }

  stream(): ReadableStream<Uint8Array<ArrayBuffer>> {
    return new Blob([this.#bytes]).stream();
  }
}
