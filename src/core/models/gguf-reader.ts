import { AppError } from '../app-error';

/** How many bytes a value takes, by the number of its type. */
const widths = new Map([
  [0, 1],
  [1, 1],
  [2, 2],
  [3, 2],
  [4, 4],
  [5, 4],
  [6, 4],
  [7, 1],
  [10, 8],
  [11, 8],
  [12, 8],
]);

/** Of a number or truth value, in bytes; undefined for texts, lists and what is not known. */
export function widthOf(type: number): number | undefined {
  return widths.get(type);
}

/** What is read goes on after the bytes that are there. */
export class OutOfBytes extends Error {}

/** Reads the values of a GGUF file one after the other, little-endian throughout. Throws `OutOfBytes` and `corrupt`. */
export class GgufReader {
  readonly #view: DataView;
  #offset = 0;

  constructor(bytes: ArrayBuffer) {
    this.#view = new DataView(bytes);
  }

  /** Of the next byte. */
  get offset(): number {
    return this.#offset;
  }

  uint32(): number {
    return this.#view.getUint32(this.#advance(4), true);
  }

  /** A length or a number of things, in 64 bits. */
  count(): number {
    const value = this.#view.getBigUint64(this.#advance(8), true);
    if (value > BigInt(Number.MAX_SAFE_INTEGER)) throw corrupt('it names an impossible length');
    return Number(value);
  }

  text(length: number): string {
    const start = this.#advance(length);
    return new TextDecoder().decode(new Uint8Array(this.#view.buffer, start, length));
  }

  /** Undefined for one that is longer than it may be; it is passed over. */
  string(longest: number): string | undefined {
    const length = this.count();
    if (length <= longest) return this.text(length);
    this.skip(length);
    return undefined;
  }

  skip(length: number): void {
    this.#advance(length);
  }

  scalar(type: number): number | boolean | undefined {
    const width = widths.get(type);
    if (width === undefined) throw corrupt(`it has a value of type ${type}`);
    const at = this.#advance(width);
    switch (type) {
      case 0:
        return this.#view.getUint8(at);
      case 1:
        return this.#view.getInt8(at);
      case 2:
        return this.#view.getUint16(at, true);
      case 3:
        return this.#view.getInt16(at, true);
      case 4:
        return this.#view.getUint32(at, true);
      case 5:
        return this.#view.getInt32(at, true);
      case 6:
        return this.#view.getFloat32(at, true);
      case 7:
        return this.#view.getUint8(at) !== 0;
      case 10:
        return Number(this.#view.getBigUint64(at, true));
      case 11:
        return Number(this.#view.getBigInt64(at, true));
      default:
        return this.#view.getFloat64(at, true);
    }
  }

  #advance(length: number): number {
    const start = this.#offset;
    if (start + length > this.#view.byteLength) throw new OutOfBytes();
    this.#offset = start + length;
    return start;
  }
}

export function corrupt(why: string): AppError {
  return new AppError('corrupt', `the GGUF file cannot be read: ${why}`);
}
