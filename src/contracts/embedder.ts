import type { Chunk } from '../core/chunk';
import type { PartContext } from '../core/document-parts';
import type { EmbeddingModel, EmbeddingRole } from '../core/embedding-model';
import type { RichText } from '../core/rich-text';
import type { SplittingStrategy } from '../core/splitting';
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
  /**
   * Splits a document into chunks budgeted in a model's tokens: the one named, loaded if it is not, or else the one
   * that was loaded last. Throws `invalid-input` for a strategy that does not fit the model.
   */
  split: Call<
    {
      document: RichText;
      title?: string;
      modelPath?: string;
      splitting?: SplittingStrategy;
      /** Where the document is a part of a larger one. */
      above?: PartContext;
    },
    Chunk[]
  >;
  /** Unit vectors, row-major [texts.length, dimension], of a model named as for `split`. Empty text gives a zero vector. */
  embed: Call<
    { texts: readonly string[]; role: EmbeddingRole; modelPath?: string },
    Float32Array,
    { loaded: number; total: number }
  >;
  /**
   * How well each text answers the question, by a cross-encoder: one number a text, higher is better, comparable for
   * one question only. The model is loaded at first use, and stays beside the embedding model. Throws
   * `model-incompatible` when the folder holds no such model.
   */
  rerank: Call<{ modelPath: string; question: string; texts: readonly string[] }, Float32Array>;
};
