import { onDestroy } from 'svelte';
import type { Citation } from '../../core/citation';

/** What only passes under a pointer, as while one scrolls, is not shown. */
const restMs = 120;

/** What is pointed at among citations, and what is shown of it; made while a component is set up. */
export class CitationPreviews {
  /** Of the preview, which describes the chip that is pointed at. */
  readonly id: string;
  #shown = $state.raw<
    { readonly anchor: HTMLElement; readonly citation: Citation | undefined } | undefined
  >();
  #isGone = false;
  #resting: ReturnType<typeof setTimeout> | undefined;

  constructor(id: string) {
    this.id = id;
    onDestroy(() => {
      this.#isGone = true;
      clearTimeout(this.#resting);
    });
  }

  /** The chip, or the unsupported words, that are pointed at. */
  get anchor(): HTMLElement | undefined {
    return this.#shown?.anchor;
  }

  /** Undefined for words that nothing supports. */
  get citation(): Citation | undefined {
    return this.#shown?.citation;
  }

  /** Words that nothing supports have no citation, and a description of their own. */
  show(anchor: HTMLElement, citation?: Citation): void {
    this.hide();
    if (citation) anchor.setAttribute('aria-describedby', this.id);
    this.#shown = { anchor, citation };
  }

  /** Once the pointer has rested on it. */
  showAtRest(anchor: HTMLElement, citation?: Citation): void {
    clearTimeout(this.#resting);
    if (anchor === this.anchor) this.show(anchor, citation);
    else this.#resting = setTimeout(() => this.show(anchor, citation), restMs);
  }

  hide(): void {
    clearTimeout(this.#resting);
    if (this.#shown?.citation) this.#shown.anchor.removeAttribute('aria-describedby');
    this.#shown = undefined;
  }

  /** What loses the pointer or the focus by going away changes nothing any more; that it does is known only afterwards. */
  hideSoon(): void {
    clearTimeout(this.#resting);
    const left = this.#shown;
    queueMicrotask(() => {
      if (!this.#isGone && this.#shown === left) this.hide();
    });
  }
}
