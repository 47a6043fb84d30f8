export interface VectorMatch {
  readonly id: number;
  /** Cosine similarity, -1 to 1. */
  readonly score: number;
}

/** Nearest neighbours by cosine over unit vectors. Ids are the caller's, non-negative integers. */
export interface VectorIndex {
  readonly dimension: number;
  readonly size: number;
  /** `vectors` is row-major [ids.length, dimension]; an id already present is replaced. */
  add(ids: ArrayLike<number>, vectors: Float32Array): void;
  /** Unknown ids are ignored. */
  remove(ids: Iterable<number>): void;
  /** The best `limit` matches, best first, ties by id, of those that `accepts` lets through. */
  search(query: Float32Array, limit: number, accepts?: (id: number) => boolean): VectorMatch[];
  /** The scores of given ids, in their order; unknown ids are left out. */
  score(query: Float32Array, ids: Iterable<number>): VectorMatch[];
  dispose(): void;
}

export type VectorIndexKind = 'scan' | 'voy';
