import type { KernelMemory } from './kernel-memory';

/** 14 bits: with more, the sum of 1,024 products with 8 bits would not fit into 32. */
const largest = 8191;
const candidateBytes = 8;

/** What the kernel needs in its memory for one search: the query in two forms, and room for the candidates. */
export class QueryScratch {
  /** Address of the query as 16-bit integers of at most 14 bits, in a unit of its own. */
  readonly integers: number;
  /** Address of the query as float32. */
  readonly floats: number;
  readonly #memory: KernelMemory;
  #candidates = 0;
  #capacity = 0;

  /** `stride` is the length of a padded vector. */
  constructor(memory: KernelMemory, stride: number) {
    this.#memory = memory;
    this.integers = memory.claim(2 * stride);
    this.floats = memory.claim(4 * stride);
  }

  setQuery(query: Float32Array): void {
    new Float32Array(this.#memory.buffer, this.floats, query.length).set(query);
    const integers = new Int16Array(this.#memory.buffer, this.integers, query.length);
    const greatest = query.reduce((most, number) => Math.max(most, Math.abs(number)), 0);
    const factor = greatest > 0 ? largest / greatest : 0;
    query.forEach((number, d) => (integers[d] = Math.round(number * factor)));
  }

  /** The address of room for so many candidates. */
  candidatesFor(count: number): number {
    if (count > this.#capacity) {
      // The smaller room before is lost; doubling keeps all of that below what is in use.
      this.#capacity = Math.max(count, 2 * this.#capacity);
      this.#candidates = this.#memory.claim(candidateBytes * this.#capacity);
    }
    return this.#candidates;
  }

  /** The ids of the first so many candidates, in no order. */
  candidateIds(count: number): number[] {
    const words = new Uint32Array(this.#memory.buffer, this.#candidates, 2 * count);
    return Array.from({ length: count }, (_, i) => words[2 * i + 1] ?? 0);
  }
}
