import { SvelteSet } from 'svelte/reactivity';

/** Drawn before they come into sight. */
const ahead = '900px 0px';

/**
 * Decides which sections of a long document are drawn: those near the reader, one a frame, so that neither
 * opening nor leaping through it holds up the page. What was drawn stays.
 */
export class LazySections {
  readonly #drawn = new SvelteSet<number>();
  readonly #elements = new Map<Element, number>();
  #near = new Set<number>();
  #observer: IntersectionObserver | undefined;
  #frame: number | undefined;

  isDrawn(start: number): boolean {
    return this.#drawn.has(start);
  }

  /** For the scroller that holds the places. */
  readonly scroll = (scroller: HTMLElement): (() => void) => {
    this.#observer = new IntersectionObserver((entries) => this.#note(entries), {
      root: scroller,
      rootMargin: ahead,
    });
    for (const element of this.#elements.keys()) this.#observer.observe(element);
    return () => {
      this.#observer?.disconnect();
      this.#observer = undefined;
      if (this.#frame !== undefined) cancelAnimationFrame(this.#frame);
      this.#frame = undefined;
    };
  };

  /** For the place of the section that begins at `start`, until it is drawn. */
  readonly place = (start: number) => (element: HTMLElement) => {
    this.#elements.set(element, start);
    this.#observer?.observe(element);
    return () => {
      this.#elements.delete(element);
      this.#observer?.unobserve(element);
      this.#near.delete(start);
    };
  };

  #note(entries: readonly IntersectionObserverEntry[]): void {
    for (const { target, isIntersecting } of entries) {
      const start = this.#elements.get(target);
      if (start === undefined) continue;
      if (isIntersecting) this.#near.add(start);
      // Passed by before it was its turn.
      else this.#near.delete(start);
    }
    this.#frame ??= requestAnimationFrame(this.#drawNext);
  }

  readonly #drawNext = (): void => {
    this.#frame = undefined;
    const [next] = this.#near;
    if (next === undefined) return;
    this.#near.delete(next);
    this.#drawn.add(next);
    if (this.#near.size > 0) this.#frame = requestAnimationFrame(this.#drawNext);
  };
}
