import { findInText } from '../core/text-find';
import type { TextRange } from '../core/text-range';

/** More than anyone steps through. */
const mostHits = 5000;
/** How long is searched before the screen has its turn. */
const turnMs = 8;
/** What is found is drawn in the document. */
const tellEveryMs = 100;

interface Searched {
  /** Undefined while it is not read. */
  readonly text: () => string | undefined;
  /** What is being read: the first hit is looked for from there on. */
  readonly position: () => number;
  readonly show: (hit: TextRange) => void;
}

/** The search within one document. Looks through its stored text, in turns with whatever else is to be done. */
export class SourceSearch {
  readonly #searched: Searched;
  #isOpen = $state.raw(false);
  #query = $state.raw('');
  #hits = $state.raw<readonly TextRange[]>([]);
  #isCut = $state.raw(false);
  #isSearching = $state.raw(false);
  #index = $state.raw(-1);
  #stop = new AbortController();

  constructor(searched: Searched) {
    this.#searched = searched;
  }

  get isOpen(): boolean {
    return this.#isOpen;
  }

  get query(): string {
    return this.#query;
  }

  /** In order. */
  get hits(): readonly TextRange[] {
    return this.#isOpen ? this.#hits : [];
  }

  /** There are more than are counted. */
  get isCut(): boolean {
    return this.#isCut;
  }

  get isSearching(): boolean {
    return this.#isSearching;
  }

  /** The place of the current one, from 0; -1 without any. */
  get index(): number {
    return this.#index;
  }

  get current(): TextRange | undefined {
    return this.hits[this.#index];
  }

  open(): void {
    this.#isOpen = true;
  }

  close(): void {
    this.#isOpen = false;
    this.#stop.abort();
    this.#isSearching = false;
  }

  /** Goes round at the ends. */
  step(steps: 1 | -1): void {
    const count = this.#hits.length;
    if (count === 0) return;
    this.#goTo((this.#index + steps + count) % count);
  }

  search(query: string): Promise<void> {
    return this.#search(query, true);
  }

  /** Looks through a text that has changed, without leading anywhere. */
  async renew(): Promise<void> {
    if (this.#isOpen && this.#query !== '') await this.#search(this.#query, false);
  }

  async #search(query: string, leads: boolean): Promise<void> {
    this.#stop.abort();
    this.#query = query;
    this.#hits = [];
    this.#index = -1;
    this.#isCut = false;
    const stop = new AbortController();
    this.#stop = stop;
    this.#isSearching = true;
    await this.#look(query, leads, stop.signal);
    if (!stop.signal.aborted) this.#isSearching = false;
  }

  async #look(query: string, leads: boolean, signal: AbortSignal): Promise<void> {
    const position = this.#searched.position();
    const found: TextRange[] = [];
    const take = (): void => {
      if (found.length > this.#hits.length) this.#hits = [...found];
      const next = this.#index < 0 ? found.findIndex(({ start }) => start >= position) : -1;
      if (next >= 0) this.#goTo(next, leads);
    };
    let turnEnd = performance.now() + turnMs;
    let tellAt = turnEnd;
    for (const hits of findInText(this.#searched.text() ?? '', query)) {
      for (const hit of hits) found.push(hit);
      if (found.length >= mostHits) {
        found.length = mostHits;
        this.#isCut = true;
        break;
      }
      if (performance.now() < turnEnd) continue;
      if (performance.now() >= tellAt) {
        take();
        tellAt = performance.now() + tellEveryMs;
      }
      await new Promise((resolve) => setTimeout(resolve));
      if (signal.aborted) return;
      turnEnd = performance.now() + turnMs;
    }
    take();
    if (this.#index < 0 && found.length > 0) this.#goTo(0, leads);
  }

  #goTo(index: number, leads = true): void {
    this.#index = index;
    const hit = this.#hits[index];
    if (hit && leads) this.#searched.show(hit);
  }
}

/** Those of `ranges`, which are in order and do not overlap, that touch a stretch; found by halving. */
export function rangesWithin(ranges: readonly TextRange[], { start, end }: TextRange): readonly TextRange[] {
  let low = 0;
  let high = ranges.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ranges[middle]?.end ?? 0) <= start) low = middle + 1;
    else high = middle;
  }
  let last = low;
  while (last < ranges.length && (ranges[last]?.start ?? end) < end) last += 1;
  // The same value each time, so that what is drawn already is left alone.
  return low === last ? none : ranges.slice(low, last);
}

const none: readonly TextRange[] = [];
