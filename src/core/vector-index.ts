import type { QuantizedVectors } from './quantized-vectors';

export interface VectorMatch {
  readonly id: number;
  /** Cosine similarity, -1 to 1. */
  readonly score: number;
}

/** Consecutive ids, the end exclusive. */
export interface IdRange {
  readonly start: number;
  readonly end: number;
}

/** Nearest neighbours by cosine over unit vectors. Ids are the caller's, non-negative integers, given in runs. */
export interface VectorIndex {
  readonly dimension: number;
  /** Vectors held; removed ones do not count. */
  readonly size: number;
  /** Bytes kept in memory for the vectors, with what is reserved or not yet reused. */
  readonly residentBytes: number;
  /** Takes vectors for the ids from `firstId` on, none of which is held. The vectors are copied. */
  add(firstId: number, vectors: QuantizedVectors): void;
  /** Ids that are not held are ignored. */
  remove(ids: IdRange): void;
  /** The best `limit` matches, best first, ties by id; only of the given ranges (in order, apart) when there are any. */
  search(query: Float32Array, limit: number, within?: readonly IdRange[]): VectorMatch[];
  /** The scores of given ids, in their order; ids that are not held are left out. */
  score(query: Float32Array, ids: Iterable<number>): VectorMatch[];
  /** The vector of an id, undefined when it is not held. */
  vector(id: number): Float32Array | undefined;
  dispose(): void;
}

export type VectorIndexKind = 'scan' | 'voy';
