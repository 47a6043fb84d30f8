import type { Voy } from 'voy-search';
import { AppError } from '../../../src/core/app-error';
import { BestMatches } from '../../../src/core/search/best-matches';
import type { VectorIndex, VectorMatch } from '../../../src/core/vector-index';
import { loadVoy } from './load-voy';

/** voy stores every vector at this length; shorter ones are padded with zeros, which changes no distance order. */
const voyDimension = 768;
/** voy's tree panics on one more copy of the same vector. */
const mostCopies = 32;
/** voy orders by Euclidean distance and tells no score: a few more are asked for and scored here. */
const spareCandidates = 8;

/**
 * voy-search behind the same interface. What voy cannot do is refused with `index-unsupported` before it is tried,
 * because a panic in WebAssembly leaves the module unusable.
 */
export class VoyIndex implements VectorIndex {
  readonly dimension: number;
  readonly #voy: Voy;
  readonly #vectors = new Map<number, Float32Array>();
  readonly #copies = new Map<string, number>();

  private constructor(voy: Voy, dimension: number) {
    this.#voy = voy;
    this.dimension = dimension;
  }

  static async create(dimension: number): Promise<VoyIndex> {
    if (dimension > voyDimension) {
      throw new AppError('index-unsupported', `voy holds at most ${voyDimension} dimensions`);
    }
    const VoyClass = await loadVoy();
    return new VoyIndex(new VoyClass(), dimension);
  }

  get size(): number {
    return this.#vectors.size;
  }

  add(ids: ArrayLike<number>, vectors: Float32Array): void {
    const rows = Array.from({ length: ids.length }, (_, i) =>
      vectors.slice(i * this.dimension, (i + 1) * this.dimension),
    );
    this.remove(Array.from(ids));
    this.#refuseTooManyCopies(rows);
    const embeddings = rows.map((row, i) => {
      const id = ids[i] ?? 0;
      this.#vectors.set(id, row);
      const key = keyOf(row);
      this.#copies.set(key, (this.#copies.get(key) ?? 0) + 1);
      return { id: String(id), title: String(id), url: '', embeddings: padded(row) };
    });
    if (embeddings.length > 0) this.#voy.add({ embeddings });
  }

  remove(ids: Iterable<number>): void {
    const embeddings = [];
    for (const id of ids) {
      const vector = this.#vectors.get(id);
      if (!vector) continue;
      this.#vectors.delete(id);
      const key = keyOf(vector);
      this.#copies.set(key, (this.#copies.get(key) ?? 1) - 1);
      embeddings.push({ id: String(id), title: String(id), url: '', embeddings: padded(vector) });
    }
    if (embeddings.length > 0) this.#voy.remove({ embeddings });
  }

  search(query: Float32Array, limit: number, accepts?: (id: number) => boolean): VectorMatch[] {
    if (this.size === 0) return [];
    // voy cannot filter: with a filter every vector is a candidate.
    const asked = accepts ? this.size : Math.min(this.size, limit + spareCandidates);
    const { neighbors } = this.#voy.search(new Float32Array(padded(query)), asked);
    const best = new BestMatches(limit);
    for (const neighbor of neighbors) {
      const id = Number(neighbor.id);
      const vector = this.#vectors.get(id);
      if (vector && (accepts?.(id) ?? true)) best.offer(id, dot(vector, query));
    }
    return best.sorted();
  }

  dispose(): void {
    this.#vectors.clear();
    this.#copies.clear();
    this.#voy.free();
  }

  #refuseTooManyCopies(rows: readonly Float32Array[]): void {
    const added = new Map<string, number>();
    for (const row of rows) {
      const key = keyOf(row);
      const count = (added.get(key) ?? this.#copies.get(key) ?? 0) + 1;
      added.set(key, count);
      if (count > mostCopies) {
        throw new AppError('index-unsupported', `voy holds at most ${mostCopies} copies of one vector`);
      }
    }
  }
}

function padded(vector: Float32Array): number[] {
  return [...vector, ...new Array<number>(voyDimension - vector.length).fill(0)];
}

function keyOf(vector: Float32Array): string {
  return String.fromCharCode(...new Uint16Array(vector.slice().buffer));
}

function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let d = 0; d < a.length; d += 1) sum += (a[d] ?? 0) * (b[d] ?? 0);
  return sum;
}
