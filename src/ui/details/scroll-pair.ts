/** One of two views of a document, by what it can say of its own scrolling. */
export interface ScrollSide {
  /** The element that scrolls; undefined while it is not there. */
  readonly scroller: () => HTMLElement | undefined;
  /** How far into the document the top of the view is, in whatever unit both sides share. */
  readonly position: (scroller: HTMLElement) => number | undefined;
  readonly moveTo: (scroller: HTMLElement, position: number) => void;
}

/** Keeps two views of one document roughly at the same place: the one that a person touched last leads. */
export class ScrollPair {
  readonly #sides = new Map<HTMLElement, ScrollSide>();
  #leader: HTMLElement | undefined;
  #isFollowing = false;

  /** For the element around one side. */
  readonly side = (side: ScrollSide) => (element: HTMLElement) => {
    this.#sides.set(element, side);
    const lead = (): void => {
      this.#leader = element;
    };
    const follow = (): void => {
      if (this.#leader !== element || this.#isFollowing) return;
      this.#isFollowing = true;
      requestAnimationFrame(this.#bringOthers);
    };
    const gone = new AbortController();
    const { signal } = gone;
    for (const kind of ['wheel', 'pointerdown', 'touchstart', 'keydown', 'focusin']) {
      element.addEventListener(kind, lead, { signal, passive: true, capture: true });
    }
    // Scrolling is told to the scroller alone, but on the way down others hear of it.
    element.addEventListener('scroll', follow, { signal, passive: true, capture: true });
    return () => {
      gone.abort();
      this.#sides.delete(element);
      if (this.#leader === element) this.#leader = undefined;
    };
  };

  readonly #bringOthers = (): void => {
    this.#isFollowing = false;
    const leader = this.#leader && this.#sides.get(this.#leader);
    const scroller = leader?.scroller();
    const position = scroller && leader?.position(scroller);
    if (position === undefined) return;
    for (const [element, side] of this.#sides) {
      const other = side.scroller();
      if (element !== this.#leader && other) side.moveTo(other, position);
    }
  };
}

/** A stretch of the document and the element that shows it. */
export interface Stretch {
  readonly element: Element;
  readonly start: number;
  readonly end: number;
}

/** The position at the top of the view, among stretches in order. */
export function positionAmong(scroller: HTMLElement, stretches: Iterable<Stretch>): number | undefined {
  const top = scroller.getBoundingClientRect().top;
  for (const { element, start, end } of stretches) {
    const box = element.getBoundingClientRect();
    if (box.bottom <= top) continue;
    const share = box.height === 0 ? 0 : Math.max(0, top - box.top) / box.height;
    return start + share * (end - start);
  }
  return undefined;
}

/** Brings a position to the top of the view. */
export function moveAmong(scroller: HTMLElement, stretches: Iterable<Stretch>, position: number): void {
  let last: Stretch | undefined;
  for (const stretch of stretches) {
    if (stretch.start > position) break;
    last = stretch;
  }
  if (!last) return;
  const box = last.element.getBoundingClientRect();
  const length = Math.max(1, last.end - last.start);
  const share = Math.min(1, Math.max(0, (position - last.start) / length));
  scroller.scrollTop += box.top - scroller.getBoundingClientRect().top + share * box.height;
}
