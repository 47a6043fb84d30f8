/**
 * Where each term of a growing set of segments stands: (segment, position) pairs, chained per term through flat
 * arrays. A hundred thousand chunks have millions of such pairs, and an array object per term would cost more than
 * the pairs themselves.
 */
export class TermPlaces {
  /** Term to the index of its newest place. */
  readonly #heads = new Map<string, number>();
  #segments = new Int32Array(1024);
  #positions = new Int32Array(1024);
  /** The place of the same term added before, or -1. */
  #previous = new Int32Array(1024);
  #count = 0;

  /** Places held, dropped segments included until they are swept. */
  get count(): number {
    return this.#count;
  }

  add(term: string, segment: number, position: number): void {
    if (this.#count === this.#segments.length) this.#grow();
    this.#segments[this.#count] = segment;
    this.#positions[this.#count] = position;
    this.#previous[this.#count] = this.#heads.get(term) ?? -1;
    this.#heads.set(term, this.#count);
    this.#count += 1;
  }

  forEach(term: string, visit: (segment: number, position: number) => void): void {
    let place = this.#heads.get(term) ?? -1;
    while (place >= 0) {
      visit(this.#segments[place] ?? -1, this.#positions[place] ?? 0);
      place = this.#previous[place] ?? -1;
    }
  }

  /** The places of the segments that are kept, in arrays of their own size. */
  swept(isKept: (segment: number) => boolean): TermPlaces {
    const kept = new TermPlaces();
    for (const term of this.#heads.keys()) {
      this.forEach(term, (segment, position) => {
        if (isKept(segment)) kept.add(term, segment, position);
      });
    }
    return kept;
  }

  #grow(): void {
    this.#segments = doubled(this.#segments);
    this.#positions = doubled(this.#positions);
    this.#previous = doubled(this.#previous);
  }
}

function doubled(values: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const grown = new Int32Array(values.length * 2);
  grown.set(values);
  return grown;
}
