import { flushSync } from 'svelte';

/** Little enough to be there at once. */
const firstShown = 4;
/** A question and its answer. */
const atOnce = 2;
/** Adding them goes on so long in a frame. */
const turnMs = 16;

/**
 * How many of a conversation's newest messages are in the page: those in sight at once, the others bit by bit while
 * there is nothing else to do, so that in the end all can be searched, selected and printed.
 */
export class ShownMessages {
  #count = $state(firstShown);

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

/** Calls back when the browser has nothing to do; returns how to call that off. */
export function whenIdle(act: () => void): () => void {
  // Safari has no such callback.
  if (!('requestIdleCallback' in window)) {
    const timer = setTimeout(act, 30);
    return () => clearTimeout(timer);
  }
  const request = requestIdleCallback(act, { timeout: 50 });
  return () => cancelIdleCallback(request);
}
