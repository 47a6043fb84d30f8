/** A model of WebLLM's own list, in plain words; only those that chat. */
export interface MlcRecord {
  readonly id: string;
  /** The address of its repository on the hub. */
  readonly modelUrl: string;
  /** The address of its compiled library. */
  readonly library: string;
  /** GPU memory that the model takes with its whole window in use. */
  readonly vramBytes: number;
  /** Absent where the list names none. */
  readonly contextTokens?: number;
  /** WebGPU features that its maker names. */
  readonly features: readonly string[];
  /** False where the model is meant for full-size devices only. */
  readonly isLowResource: boolean;
  /** The largest single buffer that it binds, where known. */
  readonly bindingBytes?: number;
}
