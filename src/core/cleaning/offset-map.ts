import type { TextRange } from '../text-range';

/** Where places of a text lie once stretches of it are replaced. */
export class OffsetMap {
  readonly #ends: readonly number[];
  /** How much the text has grown up to each end. */
  readonly #growths: readonly number[];

  /** The stretches in order, not overlapping. */
  constructor(replacements: readonly (TextRange & { readonly replacement: string })[]) {
    let growth = 0;
    this.#ends = replacements.map(({ end }) => end);
    this.#growths = replacements.map(({ start, end, replacement }) => {
      growth += replacement.length - (end - start);
      return growth;
    });
  }

  /** For a place that is not inside a replaced stretch. */
  offset(before: number): number {
    let low = 0;
    let high = this.#ends.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#ends[middle] ?? Infinity) <= before) low = middle + 1;
      else high = middle;
    }
    return before + (this.#growths[low - 1] ?? 0);
  }
}
