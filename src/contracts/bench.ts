import type { Call } from '../rpc/protocol';

export interface Percentiles {
  /** Milliseconds. */
  readonly p50: number;
  readonly p95: number;
}

export interface VectorBench {
  readonly app: Percentiles & { readonly recall: number; readonly residentBytes: number };
  readonly plain: Percentiles;
  /** Both at the size that voy was given. */
  readonly voy: Percentiles & { readonly chunks: number; readonly app: Percentiles };
}

export interface OpenBench {
  /** Until the first question is answered by all lanes. */
  readonly milliseconds: number;
  /** Until the first is answered by the vectors alone, of a start of its own. */
  readonly vectorsMs: number;
  readonly residentBytes: number;
  readonly lexicalBytes: number;
}

/** What the lab alone asks: parts of the app by themselves, and beside them the plain way to do the same. */
export type BenchContract = {
  vectors: Call<
    { chunks: number; dimension: number; voyChunks: number; queries: number },
    VectorBench,
    string
  >;
  /** Opens a stored library twice: its vectors alone, then with everything. */
  open: Call<{ libraryId: string; space: string; dimension: number; terms: readonly string[] }, OpenBench>;
  /** voy's own way to keep an index: a JSON text, stored once and read back. */
  openVoy: Call<{ chunks: number; dimension: number }, { milliseconds: number; storedBytes: number }, string>;
};
