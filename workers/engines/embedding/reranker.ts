/** Scores texts against a question by reading both together. */
export interface Reranker {
  /** One number a text, higher is better. `pause` is awaited between batches; what it throws ends the call. */
  readonly score: (
    question: string,
    texts: readonly string[],
    pause?: () => Promise<void>,
  ) => Promise<Float32Array>;
  readonly dispose?: () => Promise<void>;
}
