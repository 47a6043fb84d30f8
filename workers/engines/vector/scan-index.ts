import { AppError } from '../../../src/core/app-error';
import type { QuantizedVectors } from '../../../src/core/quantized-vectors';
import type { IdRange, VectorIndex, VectorMatch } from '../../../src/core/vector-index';
import { FreeRows } from './free-rows';
import { HeldIds, type HeldRun } from './held-ids';
import { KernelMemory } from './kernel-memory';
import { QueryScratch } from './query-scratch';
import { refuseUnfit } from './refuse-unfit';
import { compileKernel, startKernel, type ScanKernel } from './scan-kernel';
import { VectorSlabs } from './vector-slabs';

/** Candidate ids are 32-bit. */
const everyId: IdRange = { start: 0, end: 2 ** 32 };

/**
 * How many candidates of the first pass are scored exactly. At 8 bits a score is off by less than 0.001, which changes
 * the order only of close ones, and there are more of those further down. In trials with 100,000 vectors, alone and
 * in clusters, even 16 and 1.25 times the limit lost none of the best 200.
 */
const candidatesFor = (limit: number): number => 32 + Math.ceil(1.5 * limit);

/**
 * Nearest neighbours among all vectors: a first pass over the high planes alone, then the exact scores of the best.
 * Both run in WebAssembly SIMD, on vectors that lie in its memory.
 */
export class ScanIndex implements VectorIndex {
  readonly dimension: number;
  readonly #held = new HeldIds();
  readonly #free = new FreeRows();
  readonly #memory = new KernelMemory();
  readonly #kernel: ScanKernel;
  readonly #slabs: VectorSlabs;
  readonly #scratch: QueryScratch;

  /** The module is what `compileKernel` gives. */
  constructor(kernel: WebAssembly.Module, dimension: number) {
    this.dimension = dimension;
    this.#kernel = startKernel(kernel, this.#memory.memory);
    this.#slabs = new VectorSlabs(this.#memory, dimension);
    this.#scratch = new QueryScratch(this.#memory, this.#slabs.stride);
  }

  /** Throws `index-unsupported` in a browser without WebAssembly SIMD. */
  static async create(dimension: number): Promise<ScanIndex> {
    return new ScanIndex(await compileKernel(), dimension);
  }

  get size(): number {
    return this.#held.count;
  }

  get residentBytes(): number {
    return this.#memory.byteLength;
  }

  add(firstId: number, vectors: QuantizedVectors): void {
    refuseUnfit(this, firstId, vectors, (ids) => this.#held.within(ids).next().done === false);
    while (this.#free.count < vectors.count) this.#free.release(this.#slabs.grow());
    let start = firstId;
    for (const rows of this.#free.take(vectors.count)) {
      const end = start + rows.end - rows.start;
      this.#slabs.write(rows, vectors, start - firstId);
      this.#held.add({ start, end, row: rows.start });
      start = end;
    }
  }

  remove(ids: IdRange): void {
    for (const rows of this.#held.remove(ids)) this.#free.release(rows);
  }

  search(query: Float32Array, limit: number, within: readonly IdRange[] = [everyId]): VectorMatch[] {
    this.#refuseQuery(query);
    const most = Math.min(candidatesFor(limit), this.size);
    if (limit <= 0 || most === 0) return [];
    this.#kernel.startCandidates(this.#scratch.candidatesFor(most), most);
    this.#scratch.setQuery(query);
    for (const ids of within) {
      for (const run of this.#held.within(ids)) this.#scan(run);
    }
    return this.#score(this.#scratch.candidateIds(this.#kernel.candidateCount()))
      .sort((a, b) => b.score - a.score || a.id - b.id)
      .slice(0, limit);
  }

  score(query: Float32Array, ids: Iterable<number>): VectorMatch[] {
    this.#refuseQuery(query);
    this.#scratch.setQuery(query);
    return this.#score(ids);
  }

  vector(id: number): Float32Array | undefined {
    const row = this.#held.rowOf(id);
    return row === undefined ? undefined : this.#slabs.read(row);
  }

  /** The memory itself goes with the index: a WebAssembly memory cannot shrink. */
  dispose(): void {
    this.remove(everyId);
  }

  /** Throws `invalid-input`: a longer one would be written over what lies beside it. */
  #refuseQuery(query: Float32Array): void {
    if (query.length !== this.dimension) {
      throw new AppError('invalid-input', `the question has ${query.length} numbers, not ${this.dimension}`);
    }
  }

  #scan(run: HeldRun): void {
    const rows = { start: run.row, end: run.row + run.end - run.start };
    for (const { start, end } of this.#slabs.split(rows)) {
      const { high, scale } = this.#slabs.addressOf(start);
      const firstId = run.start + start - run.row;
      this.#kernel.scanRows(this.#scratch.integers, high, scale, firstId, end - start, this.#slabs.stride);
    }
  }

  /** The scores of those ids that are held, for the query that was set. */
  #score(ids: Iterable<number>): VectorMatch[] {
    const { floats } = this.#scratch;
    const { stride } = this.#slabs;
    const matches: VectorMatch[] = [];
    for (const id of ids) {
      const row = this.#held.rowOf(id);
      if (row === undefined) continue;
      const { high, low, scale } = this.#slabs.addressOf(row);
      matches.push({ id, score: this.#kernel.scoreRow(floats, high, low, scale, stride) });
    }
    return matches;
  }
}
