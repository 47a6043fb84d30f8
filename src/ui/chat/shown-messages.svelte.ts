import { flushSync } from 'svelte';

/** A question and its answer: so many are there at first, and are added at once. */
const atOnce = 2;
/** Adding them goes on so long in a frame. */
const turnMs = 16;

/**
 * How many of a conversation's newest messages are in the page: those in sight at once, the others bit by bit while
 * there is nothing else to do, so that in the end all can be searched, selected and printed.
 */
export class ShownMessages {
  #count = $state(atOnce);

  /** Of so many; all of them once this has caught up. */
  countOf(total: number): number {
    return Math.min(total, this.#count);
  }

  /** Whether whatever comes is shown too. */
  get isWhole(): boolean {
    return this.#count === Infinity;
  }

  /** Adds a few, and keeps what is being read where it is. */
  grow(scroller: HTMLElement, total: number): void {
    // Browsers that keep what is read in its place do it by themselves.
    const isAnchored = CSS.supports('overflow-anchor', 'auto');
    const heightBefore = isAnchored ? 0 : scroller.scrollHeight;
    const turnEnd = performance.now() + turnMs;
    while (this.#count < total && performance.now() < turnEnd) {
      this.#count += atOnce;
      flushSync();
    }
    if (this.#count >= total) this.keepAll();
    if (!isAnchored) scroller.scrollTop += scroller.scrollHeight - heightBefore;
  }

  /** Once all are there, what is asked next takes none of them away. */
  keepAll(): void {
    this.#count = Infinity;
  }

  /** All at once, where there is no time to wait. */
  growFully(): void {
    this.keepAll();
    flushSync();
  }
}
