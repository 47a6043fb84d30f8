import type { Voy } from 'voy-search';
import { AppError } from '../../../src/core/app-error';
import { BestMatches } from '../../../src/core/search/best-matches';
import type { VectorIndex, VectorMatch } from '../../../src/core/vector-index';
import { dotProduct } from './dot-product';
import { loadVoy } from './load-voy';

/** voy stores every vector at this length; shorter ones are padded with zeros, which changes no distance order. */
const voyDimension = 768;
/** voy's tree panics on one more copy of the same vector. */
const mostCopies = 32;
/** voy orders by Euclidean distance and tells no score: a few more are asked for and scored here. */
const spareCandidates = 8;

/**
 * voy-search behind the same interface. Vectors that voy cannot hold are refused with `index-unsupported`: too long
 * ones and too many copies before they are tried. Its tree also panics when more than 32 vectors share one number
 * on the axis it splits by, which cannot be foreseen; that is told by the same code, and the index is not usable
 * after it.
 */
export class VoyIndex implements VectorIndex {
  readonly dimension: number;
  readonly #voy: Voy;
  readonly #vectors = new Map<number, Float32Array>();
  readonly #copies = new Map<string, number>();
  #hasPanicked = false;

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
    const rows = new Map<number, Float32Array>();
    for (let i = 0; i < ids.length; i += 1) {
      rows.set(ids[i] ?? 0, vectors.slice(i * this.dimension, (i + 1) * this.dimension));
    }
    this.#refuseTooManyCopies(rows);
    this.remove(rows.keys());
    if (rows.size === 0) return;
    try {
      this.#voy.add({ embeddings: Array.from(rows, ([id, row]) => resource(id, row)) });
    } catch (error) {
      this.#hasPanicked = true;
      throw new AppError('index-unsupported', 'voy cannot tell these vectors apart', { cause: error });
    }
    for (const [id, row] of rows) {
      this.#vectors.set(id, row);
      this.#countCopies(row, 1);
    }
  }

  remove(ids: Iterable<number>): void {
    const embeddings = [];
    for (const id of ids) {
      const vector = this.#vectors.get(id);
      if (!vector) continue;
      this.#vectors.delete(id);
      this.#countCopies(vector, -1);
      embeddings.push(resource(id, vector));
    }
    if (embeddings.length > 0) this.#voy.remove({ embeddings });
  }

  search(query: Float32Array, limit: number, accepts?: (id: number) => boolean): VectorMatch[] {
    // voy cannot filter: with a filter every vector is a candidate.
    if (accepts) {
      return this.#best(
        query,
        limit,
        Array.from(this.#vectors.keys()).filter((id) => accepts(id)),
      );
    }
    // voy panics when asked for none.
    if (this.size === 0 || limit <= 0) return [];
    const asked = Math.min(this.size, limit + spareCandidates);
    const { neighbors } = this.#voy.search(new Float32Array(padded(query)), asked);
    return this.#best(
      query,
      limit,
      neighbors.map((neighbor) => Number(neighbor.id)),
    );
  }

  score(query: Float32Array, ids: Iterable<number>): VectorMatch[] {
    return Array.from(ids).flatMap((id) => {
      const vector = this.#vectors.get(id);
      return vector ? [{ id, score: dotProduct(vector, 0, query) }] : [];
    });
  }

  dispose(): void {
    this.#vectors.clear();
    this.#copies.clear();
    // One that panicked still counts as in use, and freeing it would throw.
    if (!this.#hasPanicked) this.#voy.free();
  }

  #best(query: Float32Array, limit: number, ids: readonly number[]): VectorMatch[] {
    const best = new BestMatches(limit);
    for (const { id, score } of this.score(query, ids)) best.offer(id, score);
    return best.sorted();
  }

  #countCopies(vector: Float32Array, change: number): void {
    const key = keyOf(vector);
    const count = (this.#copies.get(key) ?? 0) + change;
    if (count > 0) this.#copies.set(key, count);
    else this.#copies.delete(key);
  }

  /** Before anything is changed, so that a refusal leaves the index as it was. */
  #refuseTooManyCopies(rows: ReadonlyMap<number, Float32Array>): void {
    const counts = new Map<string, number>();
    const countOf = (key: string): number => counts.get(key) ?? this.#copies.get(key) ?? 0;
    for (const id of rows.keys()) {
      const replaced = this.#vectors.get(id);
      if (replaced) counts.set(keyOf(replaced), countOf(keyOf(replaced)) - 1);
    }
    for (const row of rows.values()) {
      const key = keyOf(row);
      counts.set(key, countOf(key) + 1);
      if (countOf(key) > mostCopies) {
        throw new AppError('index-unsupported', `voy holds at most ${mostCopies} copies of one vector`);
      }
    }
  }
}

function resource(id: number, vector: Float32Array) {
  return { id: String(id), title: '', url: '', embeddings: padded(vector) };
}

function padded(vector: Float32Array): number[] {
  return [...vector, ...new Array<number>(voyDimension - vector.length).fill(0)];
}

function keyOf(vector: Float32Array): string {
  return String.fromCharCode(...new Uint16Array(vector.slice().buffer));
}
