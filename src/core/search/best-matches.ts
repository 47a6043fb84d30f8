import type { VectorMatch } from '../vector-index';

/** Keeps the `limit` best of many offers: a heap with the worst kept on top. Equal scores prefer the lower id. */
export class BestMatches {
  readonly #limit: number;
  readonly #heap: VectorMatch[] = [];

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Whether such an offer would be kept now. */
  accepts(id: number, score: number): boolean {
    if (this.#heap.length < this.#limit) return true;
    const worst = this.#heap[0];
    return worst !== undefined && isWorse(worst, { id, score });
  }

  offer(id: number, score: number): void {
    if (!this.accepts(id, score)) return;
    if (this.#heap.length < this.#limit) this.#siftUp({ id, score });
    else this.#siftDown({ id, score });
  }

  /** Best first. */
  sorted(): VectorMatch[] {
    return [...this.#heap].sort((a, b) => (isWorse(a, b) ? 1 : -1));
  }

  /** Puts a match in a new last place and moves it up to where it belongs. */
  #siftUp(match: VectorMatch): void {
    let place = this.#heap.push(match) - 1;
    while (place > 0) {
      const above = (place - 1) >> 1;
      const parent = this.#heap[above];
      if (!parent || !isWorse(match, parent)) break;
      this.#heap[place] = parent;
      place = above;
    }
    this.#heap[place] = match;
  }

  /** Puts a match in the place of the worst and moves it down to where it belongs. */
  #siftDown(match: VectorMatch): void {
    let place = 0;
    for (;;) {
      const left = this.#heap[2 * place + 1];
      const right = this.#heap[2 * place + 2];
      const isRightWorse = left !== undefined && right !== undefined && isWorse(right, left);
      const child = isRightWorse ? right : left;
      if (!child || !isWorse(child, match)) break;
      this.#heap[place] = child;
      place = 2 * place + (isRightWorse ? 2 : 1);
    }
    this.#heap[place] = match;
  }
}

function isWorse(a: VectorMatch, b: VectorMatch): boolean {
  return a.score < b.score || (a.score === b.score && a.id > b.id);
}
