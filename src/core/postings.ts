/** Postings of a run of chunks; term i owns entries offsets[i] to offsets[i + 1] of ordinals and frequencies. */
export interface Postings {
  readonly terms: readonly string[];
  /** Length terms.length + 1. */
  readonly offsets: Uint32Array;
  readonly ordinals: Uint32Array;
  readonly frequencies: Uint16Array;
  /** Terms in each chunk, by ordinal. */
  readonly lengths: Uint32Array;
}
