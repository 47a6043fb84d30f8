import type { IdRange } from '../../../src/core/vector-index';
import type { RowRange } from './free-rows';

/** Ids from `start` to `end` (exclusive) that lie in consecutive rows from `row` on. */
export interface HeldRun extends IdRange {
  readonly row: number;
}

/** Which ids an index holds, and in which rows. Runs that continue each other are joined: a scan likes them long. */
export class HeldIds {
  /** In order, apart. */
  readonly #runs: HeldRun[] = [];
  #count = 0;

  get count(): number {
    return this.#count;
  }

  /** Takes in ids, none of which is held. */
  add(run: HeldRun): void {
    this.#count += run.end - run.start;
    const place = this.#firstEndingAfter(run.start);
    const before = this.#runs[place - 1];
    if (before?.end === run.start && before.row + before.end - before.start === run.row) {
      this.#runs[place - 1] = { start: before.start, end: run.end, row: before.row };
    } else {
      this.#runs.splice(place, 0, run);
    }
  }

  /** Drops the ids of a range, and gives the rows they had. */
  remove(ids: IdRange): RowRange[] {
    const removed = Array.from(this.within(ids));
    const first = this.#firstEndingAfter(ids.start);
    const touched = this.#runs.slice(first, first + removed.length);
    const left = touched.flatMap((run) => [clip(run, run.start, ids.start), clip(run, ids.end, run.end)]);
    this.#runs.splice(first, removed.length, ...left.filter((run) => run.start < run.end));
    for (const run of removed) this.#count -= run.end - run.start;
    return removed.map(({ start, end, row }) => ({ start: row, end: row + end - start }));
  }

  /** The held ids of a range, in order. */
  *within(ids: IdRange): Generator<HeldRun> {
    if (ids.start >= ids.end) return;
    for (let place = this.#firstEndingAfter(ids.start); ; place += 1) {
      const run = this.#runs[place];
      if (!run || run.start >= ids.end) return;
      yield clip(run, ids.start, ids.end);
    }
  }

  rowOf(id: number): number | undefined {
    const run = this.#runs[this.#firstEndingAfter(id)];
    return run && run.start <= id ? run.row + id - run.start : undefined;
  }

  /** The place of the first run with an id that is not below `id`. */
  #firstEndingAfter(id: number): number {
    let low = 0;
    let high = this.#runs.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#runs[middle]?.end ?? 0) <= id) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** The part of a run between two ids; its end is not after its start when there is none. */
function clip(run: HeldRun, start: number, end: number): HeldRun {
  const from = Math.max(run.start, start);
  return { start: from, end: Math.min(run.end, end), row: run.row + from - run.start };
}
