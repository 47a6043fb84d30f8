/** What computes a model. The browser tells nothing of what its own model runs on. */
export type ComputingDevice =
  /** The name as the graphics adapter gives it; may be empty. */
  | { readonly kind: 'gpu'; readonly name: string }
  | { readonly kind: 'threads'; readonly count: number }
  | { readonly kind: 'browser' };
