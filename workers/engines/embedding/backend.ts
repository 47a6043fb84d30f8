import type { EmbeddingModel } from '../../../src/core/embedding-model';

/** One way to turn text into vectors. */
export interface EmbeddingBackend {
  readonly model: EmbeddingModel;
  /** Lengths in the model's own tokens. */
  readonly countTokens: (texts: readonly string[]) => number[];
  /**
   * Unit vectors, row-major [texts.length, dimension]; empty text gives a zero vector. `pause` is awaited now and
   * then with the number of texts done; what it throws ends the call.
   */
  readonly embed: (
    texts: readonly string[],
    pause?: (embedded: number) => Promise<void>,
  ) => Promise<Float32Array>;
  /** Frees what it holds outside the garbage collector's sight. */
  readonly dispose?: () => Promise<void>;
}
