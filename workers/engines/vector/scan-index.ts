import type { VectorIndex, VectorMatch } from '../../../src/core/vector-index';
import { BestMatches } from '../../../src/core/search/best-matches';
import { dotProduct } from './dot-product';

/** Exact nearest neighbours: the dot product with every vector, in one flat array. */
export class ScanIndex implements VectorIndex {
  readonly dimension: number;
  #vectors: Float32Array;
  /** Id of each row; a freed row is taken by the last one, so that rows stay dense. */
  #ids: number[] = [];
  readonly #rowOf = new Map<number, number>();

  constructor(dimension: number) {
    this.dimension = dimension;
    this.#vectors = new Float32Array(dimension * 64);
  }

  get size(): number {
    return this.#ids.length;
  }

  add(ids: ArrayLike<number>, vectors: Float32Array): void {
    this.#reserve(this.#ids.length + ids.length);
    for (let i = 0; i < ids.length; i += 1) {
      const id = ids[i] ?? 0;
      let row = this.#rowOf.get(id);
      if (row === undefined) {
        row = this.#ids.push(id) - 1;
        this.#rowOf.set(id, row);
      }
      this.#vectors.set(vectors.subarray(i * this.dimension, (i + 1) * this.dimension), row * this.dimension);
    }
  }

  remove(ids: Iterable<number>): void {
    for (const id of ids) {
      const row = this.#rowOf.get(id);
      if (row === undefined) continue;
      this.#rowOf.delete(id);
      const lastRow = this.#ids.length - 1;
      const lastId = this.#ids.pop() ?? id;
      if (row === lastRow) continue;
      this.#ids[row] = lastId;
      this.#rowOf.set(lastId, row);
      const from = lastRow * this.dimension;
      this.#vectors.copyWithin(row * this.dimension, from, from + this.dimension);
    }
  }

  search(query: Float32Array, limit: number, accepts?: (id: number) => boolean): VectorMatch[] {
    const vectors = this.#vectors;
    const best = new BestMatches(limit);
    for (let row = 0; row < this.#ids.length; row += 1) {
      const id = this.#ids[row] ?? 0;
      if (accepts && !accepts(id)) continue;
      best.offer(id, dotProduct(vectors, row * this.dimension, query));
    }
    return best.sorted();
  }

  score(query: Float32Array, ids: Iterable<number>): VectorMatch[] {
    return Array.from(ids).flatMap((id) => {
      const row = this.#rowOf.get(id);
      return row === undefined ? [] : [{ id, score: dotProduct(this.#vectors, row * this.dimension, query) }];
    });
  }

  dispose(): void {
    this.#vectors = new Float32Array();
    this.#ids = [];
    this.#rowOf.clear();
  }

  #reserve(rows: number): void {
    const needed = rows * this.dimension;
    if (needed <= this.#vectors.length) return;
    const grown = new Float32Array(Math.max(needed, this.#vectors.length * 2));
    grown.set(this.#vectors);
    this.#vectors = grown;
  }
}
