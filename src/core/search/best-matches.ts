import type { VectorMatch } from '../vector-index';

/** Keeps the `limit` best of many offers: a heap with the worst kept on top. Equal scores prefer the lower id. */
export class BestMatches {
  readonly #limit: number;
  readonly #heap: { id: number; score: number }[] = [];

  constructor(limit: number) {
    this.#limit = limit;
  }

  offer(id: number, score: number): void {
    const worst = this.#heap[0];
    if (this.#heap.length < this.#limit) {
      this.#heap.push({ id, score });
      this.#siftUp(this.#heap.length - 1);
    } else if (worst && isWorse(worst, { id, score })) {
      this.#heap[0] = { id, score };
      this.#siftDown();
    }
  }

  /** Best first. */
  sorted(): VectorMatch[] {
    return [...this.#heap].sort((a, b) => (isWorse(a, b) ? 1 : -1));
  }

  #siftUp(from: number): void {
    for (let i = from; i > 0;) {
      const parent = (i - 1) >> 1;
      if (!this.#swapIfWorse(i, parent)) return;
      i = parent;
    }
  }

  #siftDown(): void {
    for (let i = 0; ;) {
      const left = 2 * i + 1;
      const right = left + 1;
      let worst = i;
      for (const child of [left, right]) {
        const candidate = this.#heap[child];
        const current = this.#heap[worst];
        if (candidate && current && isWorse(candidate, current)) worst = child;
      }
      if (worst === i) return;
      this.#swap(i, worst);
      i = worst;
    }
  }

  #swapIfWorse(child: number, parent: number): boolean {
    const a = this.#heap[child];
    const b = this.#heap[parent];
    if (!a || !b || !isWorse(a, b)) return false;
    this.#swap(child, parent);
    return true;
  }

  #swap(i: number, j: number): void {
    const a = this.#heap[i];
    const b = this.#heap[j];
    if (!a || !b) return;
    this.#heap[i] = b;
    this.#heap[j] = a;
  }
}

function isWorse(a: VectorMatch, b: VectorMatch): boolean {
  return a.score < b.score || (a.score === b.score && a.id > b.id);
}
