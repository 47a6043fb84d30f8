/** Consecutive rows, the end exclusive. */
export interface RowRange {
  readonly start: number;
  readonly end: number;
}

/** The rows of an index that hold no vector. Neighbours are joined, so that what comes back is whole again. */
export class FreeRows {
  /** In order, apart. */
  #ranges: RowRange[] = [];
  #count = 0;

  get count(): number {
    return this.#count;
  }

  /** Takes rows in, none of which is here. */
  release(rows: RowRange): void {
    if (rows.start >= rows.end) return;
    this.#count += rows.end - rows.start;
    const found = this.#ranges.findIndex((range) => range.start > rows.start);
    const place = found < 0 ? this.#ranges.length : found;
    const before = this.#ranges[place - 1];
    const after = this.#ranges[place];
    const joinsBefore = before?.end === rows.start;
    const joinsAfter = after?.start === rows.end;
    const joined = {
      start: joinsBefore ? before.start : rows.start,
      end: joinsAfter ? after.end : rows.end,
    };
    this.#ranges.splice(
      joinsBefore ? place - 1 : place,
      (joinsBefore ? 1 : 0) + (joinsAfter ? 1 : 0),
      joined,
    );
  }

  /**
   * Gives out `count` rows, which must be here: in one range where one is long enough (the first such), else in
   * several, the first ones.
   */
  take(count: number): RowRange[] {
    if (count <= 0) return [];
    const fitting = this.#ranges.findIndex((range) => range.end - range.start >= count);
    const taken: RowRange[] = [];
    let place = Math.max(fitting, 0);
    for (let missing = count; missing > 0;) {
      const range = this.#ranges[place];
      if (!range) break;
      const end = Math.min(range.end, range.start + missing);
      taken.push({ start: range.start, end });
      missing -= end - range.start;
      this.#count -= end - range.start;
      if (end === range.end) this.#ranges.splice(place, 1);
      else this.#ranges[place] = { start: end, end: range.end };
      place = 0;
    }
    return taken;
  }
}
