import type { Chunk } from '../core/chunk';
import type { EmbeddingModel, EmbeddingRole } from '../core/embedding-model';
import type { RichText } from '../core/rich-text';
import type { Call } from '../rpc/protocol';

export interface LoadProgress {
  readonly loadedBytes: number;
  readonly totalBytes: number;
}

export type EmbedderContract = {
  /** Loads a model once; later calls with the same path return at once. `modelPath` is a pathname on this origin. */
  load: Call<
    { modelPath: string; backend?: 'auto' | 'transformers' | 'static' },
    EmbeddingModel,
    LoadProgress
  >;
  /** Splits a document into chunks budgeted in the loaded model's tokens. */
  split: Call<{ document: RichText; title?: string }, Chunk[]>;
  /** Unit vectors, row-major [texts.length, dimension]. Empty text gives a zero vector. */
  embed: Call<
    { texts: readonly string[]; role: EmbeddingRole; modelPath?: string },
    Float32Array,
    { loaded: number; total: number }
  >;
};
