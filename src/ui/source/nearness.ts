/** Tells many elements of one scroller when they come near its edges and when they leave them behind. */
export class Nearness {
  readonly #listeners = new Map<Element, (isNear: boolean) => void>();
  readonly #margin: string;
  #observer: IntersectionObserver | undefined;

  constructor(margin: string) {
    this.#margin = margin;
  }

  watch(element: Element, onChange: (isNear: boolean) => void): () => void {
    // The root is only known once there is something in it.
    this.#observer ??= new IntersectionObserver((entries) => this.#tell(entries), {
      root: element.closest('.pages'),
      rootMargin: this.#margin,
    });
    this.#listeners.set(element, onChange);
    this.#observer.observe(element);
    return () => {
      this.#listeners.delete(element);
      this.#observer?.unobserve(element);
      if (this.#listeners.size > 0) return;
      this.#observer?.disconnect();
      this.#observer = undefined;
    };
  }

  #tell(entries: readonly IntersectionObserverEntry[]): void {
    for (const { target, isIntersecting } of entries) this.#listeners.get(target)?.(isIntersecting);
  }
}
