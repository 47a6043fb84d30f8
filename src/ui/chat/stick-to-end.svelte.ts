/** Nearer to the end than this counts as being there. */
const slackPx = 48;

/** Keeps a scroller at its end while text grows, but only for a reader who is there already. */
export class StickToEnd {
  #scroller: HTMLElement | undefined;
  #isAtEnd = $state(true);
  #top = 0;

  get isAtEnd(): boolean {
    return this.#isAtEnd;
  }

  /** For the scroller, whose only child grows. */
  readonly follow = (scroller: HTMLElement): (() => void) => {
    this.#scroller = scroller;
    const note = () => {
      const { scrollHeight, scrollTop, clientHeight } = scroller;
      const isNear = scrollHeight - scrollTop - clientHeight < slackPx;
      // Our own scrolling is told of late, when the text has grown again: only a reader moves up.
      if (isNear) this.#isAtEnd = true;
      else if (scrollTop < this.#top) this.#isAtEnd = false;
      this.#top = scrollTop;
    };
    const grow = new ResizeObserver(() => {
      if (this.#isAtEnd) this.toEnd();
      else note();
    });
    grow.observe(scroller);
    if (scroller.firstElementChild) grow.observe(scroller.firstElementChild);
    scroller.addEventListener('scroll', note, { passive: true });
    this.toEnd();
    return () => {
      grow.disconnect();
      scroller.removeEventListener('scroll', note);
      this.#scroller = undefined;
    };
  };

  toEnd(): void {
    const scroller = this.#scroller;
    if (!scroller) return;
    this.#isAtEnd = true;
    scroller.scrollTop = scroller.scrollHeight;
    this.#top = scroller.scrollTop;
  }
}
