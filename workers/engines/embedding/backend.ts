import type { EmbeddingModel } from '../../../src/core/embedding-model';

/** One way to turn text into vectors. */
export interface EmbeddingBackend {
  readonly model: EmbeddingModel;
  /** Lengths in the model's own tokens. */
  countTokens(texts: readonly string[]): number[];
  /** Unit vectors, row-major [texts.length, dimension]; empty text gives a zero vector. */
  embed(texts: readonly string[]): Promise<Float32Array>;
}

/** What config.json says of a model, as far as it is used here. */
export interface ModelConfig {
  readonly hidden_size?: number;
  readonly max_position_embeddings?: number;
  readonly static_embedding?: { readonly pooling: string; readonly normalize: boolean };
}
