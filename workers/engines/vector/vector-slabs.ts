import { dequantizeRow, type QuantizedVectors } from '../../../src/core/quantized-vectors';
import type { RowRange } from './free-rows';
import type { KernelMemory } from './kernel-memory';

/**
 * A scan reads four quarters at once. With an odd number of rows in each, their addresses never differ by a large
 * power of two, and do not push each other out of the processor's cache.
 */
const rowsPerSlab = 4 * 253;

/** Where the parts of a row are in memory, in bytes. */
export interface RowAddress {
  readonly high: number;
  readonly low: number;
  readonly scale: number;
}

/**
 * Numbered rows in the memory of a kernel. They come in slabs of a fixed number of rows: the high planes of all,
 * then the low ones, then the scales. Growing adds a slab and moves nothing.
 */
export class VectorSlabs {
  readonly dimension: number;
  /** Bytes from one row of a plane to the next; those beyond the dimension stay zero. */
  readonly stride: number;
  readonly #memory: KernelMemory;
  readonly #addresses: number[] = [];

  constructor(memory: KernelMemory, dimension: number) {
    this.#memory = memory;
    this.dimension = dimension;
    this.stride = Math.ceil(dimension / 16) * 16;
  }

  /** Makes room for more rows and gives the new ones; throws `out-of-memory`. */
  grow(): RowRange {
    const start = this.#addresses.length * rowsPerSlab;
    this.#addresses.push(this.#memory.claim(rowsPerSlab * (2 * this.stride + 4)));
    return { start, end: start + rowsPerSlab };
  }

  addressOf(row: number): RowAddress {
    const slab = Math.floor(row / rowsPerSlab);
    const place = row - slab * rowsPerSlab;
    const high = (this.#addresses[slab] ?? 0) + place * this.stride;
    return {
      high,
      low: high + rowsPerSlab * this.stride,
      scale: (this.#addresses[slab] ?? 0) + rowsPerSlab * 2 * this.stride + 4 * place,
    };
  }

  /** The parts of a range that each lie in one slab, in order. */
  *split({ start, end }: RowRange): Generator<RowRange> {
    for (let from = start; from < end;) {
      const to = Math.min(end, (Math.floor(from / rowsPerSlab) + 1) * rowsPerSlab);
      yield { start: from, end: to };
      from = to;
    }
  }

  /** Copies vectors, from number `first` of them on, into rows. */
  write(rows: RowRange, { high, low, scales }: QuantizedVectors, first: number): void {
    const buffer = this.#memory.buffer;
    for (const { start, end } of this.split(rows)) {
      const from = first + start - rows.start;
      const count = end - start;
      const to = this.addressOf(start);
      this.#writePlane(to.high, high, from, count);
      this.#writePlane(to.low, low, from, count);
      new Float32Array(buffer, to.scale, count).set(scales.subarray(from, from + count));
    }
  }

  read(row: number): Float32Array {
    const { dimension } = this;
    const buffer = this.#memory.buffer;
    const { high, low, scale } = this.addressOf(row);
    const vector = {
      count: 1,
      dimension,
      high: new Int8Array(buffer, high, dimension),
      low: new Int8Array(buffer, low, dimension),
      scales: new Float32Array(buffer, scale, 1),
    };
    return dequantizeRow(vector, 0);
  }

  #writePlane(address: number, plane: Int8Array, firstRow: number, count: number): void {
    const bytes = new Int8Array(this.#memory.buffer, address, count * this.stride);
    // Without padding the rows are as long here as there.
    const rowsAtOnce = this.stride === this.dimension ? count : 1;
    for (let row = 0; row < count; row += rowsAtOnce) {
      const from = (firstRow + row) * this.dimension;
      bytes.set(plane.subarray(from, from + rowsAtOnce * this.dimension), row * this.stride);
    }
  }
}
