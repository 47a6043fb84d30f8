import type { Voy } from 'voy-search';
import { AppError } from '../../../src/core/app-error';
import { BestMatches } from '../../../src/core/search/best-matches';
import { dequantizeRow, type QuantizedVectors } from '../../../src/core/quantized-vectors';
import type { IdRange, VectorIndex, VectorMatch } from '../../../src/core/vector-index';
import { dotProduct } from './dot-product';
import { loadVoy } from './load-voy';
import { refuseUnfit } from './refuse-unfit';

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

  /** At the least: the vectors here, and voy's own padded copies; its tree tells no size. */
  get residentBytes(): number {
    return this.size * 4 * (this.dimension + voyDimension);
  }

  add(firstId: number, vectors: QuantizedVectors): void {
    refuseUnfit(this, firstId, vectors, (ids) => this.#heldIn([ids]).length > 0);
    const rows = Array.from({ length: vectors.count }, (_, row) => dequantizeRow(vectors, row));
    this.#refuseTooManyCopies(rows);
    if (rows.length === 0) return;
    try {
      this.#voy.add({ embeddings: rows.map((row, i) => resource(firstId + i, row)) });
    } catch (error) {
      this.#hasPanicked = true;
      throw new AppError('index-unsupported', 'voy cannot tell these vectors apart', { cause: error });
    }
    rows.forEach((row, i) => {
      this.#vectors.set(firstId + i, row);
      this.#countCopies(row, 1);
    });
  }

  remove(ids: IdRange): void {
    const embeddings = [];
    for (const id of this.#heldIn([ids])) {
      const vector = this.#vectors.get(id);
      if (!vector) continue;
      this.#vectors.delete(id);
      this.#countCopies(vector, -1);
      embeddings.push(resource(id, vector));
    }
    if (embeddings.length > 0) this.#voy.remove({ embeddings });
  }

  search(query: Float32Array, limit: number, within?: readonly IdRange[]): VectorMatch[] {
    // voy cannot filter: with a filter every vector is a candidate.
    if (within) return this.#best(query, limit, this.#heldIn(within));
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
      return vector ? [{ id, score: dotProduct(vector, query) }] : [];
    });
  }

  vector(id: number): Float32Array | undefined {
    return this.#vectors.get(id)?.slice();
  }

  dispose(): void {
    this.#vectors.clear();
    this.#copies.clear();
    // One that panicked still counts as in use, and freeing it would throw.
    if (!this.#hasPanicked) this.#voy.free();
  }

  #heldIn(ranges: readonly IdRange[]): number[] {
    return Array.from(this.#vectors.keys()).filter((id) =>
      ranges.some(({ start, end }) => id >= start && id < end),
    );
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
  #refuseTooManyCopies(rows: readonly Float32Array[]): void {
    const counts = new Map<string, number>();
    for (const row of rows) {
      const key = keyOf(row);
      const count = (counts.get(key) ?? this.#copies.get(key) ?? 0) + 1;
      counts.set(key, count);
      if (count > mostCopies) {
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
