/** What WebLLM's own list says of a model. */
export interface MlcRecord {
  readonly id: string;
  readonly modelUrl: string;
  /** Absolute address of the compiled library. */
  readonly library: string;
  readonly vramBytes: number;
  readonly contextTokens?: number;
  readonly features: readonly string[];
  readonly isLowResource: boolean;
  readonly bindingBytes?: number;
}
