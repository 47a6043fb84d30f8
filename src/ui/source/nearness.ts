import { indexAtOrAbove } from './reading-place';

/**
 * Tells the children of a scroller, which stand one below the other, when they come near what is in sight and when
 * they are left behind. Where thousands are watched, an observer of intersections looks at each of them in every
 * frame; this looks for the first and the last. It has to be told to look when anything moved.
 */
export class Nearness {
  readonly #listeners = new Map<Element, (isNear: boolean) => void>();
  readonly #marginPx: number;
  #near = new Set<Element>();
  #frame = 0;

  constructor(marginPx: number) {
    this.#marginPx = marginPx;
  }

  watch(element: Element, onChange: (isNear: boolean) => void): () => void {
    this.#listeners.set(element, onChange);
    this.look();
    return () => {
      this.#listeners.delete(element);
      this.#near.delete(element);
    };
  }

  /** In the next frame, once for however many calls. */
  look(): void {
    if (this.#frame !== 0) return;
    this.#frame = requestAnimationFrame(() => {
      this.#frame = 0;
      this.#lookNow();
    });
  }

  #lookNow(): void {
    const [some] = this.#listeners.keys();
    const scroller = some?.parentElement;
    if (!scroller) return;
    const { children, scrollTop, clientHeight } = scroller;
    const first = indexAtOrAbove(children, scrollTop - this.#marginPx);
    const last = indexAtOrAbove(children, scrollTop + clientHeight + this.#marginPx);
    const near = new Set<Element>();
    for (let i = first; i <= last; i += 1) {
      const child = children[i];
      if (child) near.add(child);
    }
    const before = this.#near;
    this.#near = near;
    for (const element of before) if (!near.has(element)) this.#listeners.get(element)?.(false);
    for (const element of near) if (!before.has(element)) this.#listeners.get(element)?.(true);
  }
}
