/** What computes a model. The browser tells nothing of what its own model runs on. */
export type ComputingDevice =
  /** The name as the graphics adapter gives it; may be empty. */
  | { readonly kind: 'gpu'; readonly name: string }
  /** Of the processor; `hasGpuFailed` where the graphics processor was tried first. */
  | { readonly kind: 'threads'; readonly count: number; readonly hasGpuFailed?: boolean }
  | { readonly kind: 'browser' };

/** How a model is open. */
export interface OpenedAs {
  /** The window. */
  readonly contextTokens: number;
  readonly device: ComputingDevice;
}
