/** How documents are cut into passages; lengths are in the embedding model's tokens. */
export type SplittingStrategy =
  /** Along headings, blocks and sentences, up to `tokens`. */
  | { readonly kind: 'structure'; readonly tokens: number }
  /** A question with its answer is one passage; what is neither is split by structure. */
  | { readonly kind: 'questions' }
  /** Every `tokens`, each passage beginning `overlap` before the end of the one before. */
  | { readonly kind: 'fixed'; readonly tokens: number; readonly overlap: number }
  /** A heading with all that stands below it, as far as the model sees. */
  | { readonly kind: 'sections' };
