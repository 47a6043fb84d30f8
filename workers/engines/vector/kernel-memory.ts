import { AppError } from '../../../src/core/app-error';

const pageBytes = 65_536;
/** A cache line. */
const alignment = 64;

/** The memory of a kernel, handed out from its start on and never taken back: who has a piece reuses it. */
export class KernelMemory {
  readonly memory = new WebAssembly.Memory({ initial: 1 });
  /** Zero is nobody's address. */
  #end = alignment;

  /** Of all the memory, handed out or not. */
  get byteLength(): number {
    return this.memory.buffer.byteLength;
  }

  /** The buffer is another one after each `claim`. */
  get buffer(): ArrayBuffer {
    return this.memory.buffer;
  }

  /** The address of so many more bytes, which are zero. Throws `out-of-memory`. */
  claim(sizeBytes: number): number {
    const address = this.#end;
    const end = address + Math.ceil(sizeBytes / alignment) * alignment;
    const missing = end - this.byteLength;
    if (missing > 0) this.#grow(Math.ceil(missing / pageBytes));
    this.#end = end;
    return address;
  }

  #grow(pages: number): void {
    try {
      this.memory.grow(pages);
    } catch (error) {
      throw new AppError('out-of-memory', 'no memory is left for the vectors', { cause: error });
    }
  }
}
