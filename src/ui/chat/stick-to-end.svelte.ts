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
    let isOpening = false;
    let wasHidden = false;
    const isNear = () => scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < slackPx;
    const note = () => {
      // Behind another pane it has no height, and no end.
      if (scroller.clientHeight === 0) return;
      const { scrollTop } = scroller;
      // Our own scrolling is told of late, when the text has grown again: only a reader moves up.
      if (isNear()) this.#isAtEnd = true;
      else if (scrollTop < this.#top) this.#isAtEnd = false;
      this.#top = scrollTop;
    };
    const grow = new ResizeObserver(() => {
      if (scroller.clientHeight === 0) {
        wasHidden = true;
        return;
      }
      // What a reader opens or writes stays in its place, and moves what is below it.
      if (isOpening || scroller.querySelector('textarea:focus')) this.#isAtEnd = isNear();
      else if (this.#isAtEnd) this.toEnd();
      else note();
      if (isOpening || wasHidden) scroller.querySelector(':focus')?.scrollIntoView({ block: 'nearest' });
      isOpening = false;
      wasHidden = false;
    });
    /** The parts that open do so on a click, their text comes when they tell of it. */
    const open = ({ type, target }: Event) => {
      if (type === 'toggle' || (target instanceof Element && target.closest('summary'))) isOpening = true;
    };
    grow.observe(scroller);
    if (scroller.firstElementChild) grow.observe(scroller.firstElementChild);
    const heard = new AbortController();
    const { signal } = heard;
    scroller.addEventListener('scroll', note, { passive: true, signal });
    scroller.addEventListener('click', open, { signal });
    // It does not bubble.
    scroller.addEventListener('toggle', open, { capture: true, signal });
    this.toEnd();
    return () => {
      grow.disconnect();
      heard.abort();
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
