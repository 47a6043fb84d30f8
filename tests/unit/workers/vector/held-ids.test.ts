import { describe, expect, it } from 'vitest';
import type { IdRange } from '../../../../src/core/vector-index';
import { HeldIds, type HeldRun } from '../../../../workers/engines/vector/held-ids';

function heldIds(...runs: readonly HeldRun[]): HeldIds {
  const held = new HeldIds();
  for (const run of runs) held.add(run);
  return held;
}

const runsOf = (held: HeldIds, ids: IdRange = { start: 0, end: 1000 }): HeldRun[] => [...held.within(ids)];

describe('the held ids', () => {
  it('join runs that go on in ids and rows, and only those', () => {
    const held = heldIds(
      { start: 0, end: 5, row: 10 },
      { start: 5, end: 8, row: 15 },
      { start: 8, end: 9, row: 30 },
    );
    expect(runsOf(held)).toEqual([
      { start: 0, end: 8, row: 10 },
      { start: 8, end: 9, row: 30 },
    ]);
    expect(held.count).toBe(9);
  });

  it('tell the row of an id', () => {
    const held = heldIds({ start: 20, end: 25, row: 0 }, { start: 5, end: 8, row: 15 });
    expect([4, 5, 7, 8, 19, 20, 24, 25].map((id) => held.rowOf(id))).toEqual([
      undefined,
      15,
      17,
      undefined,
      undefined,
      0,
      4,
      undefined,
    ]);
  });

  it('give the parts of a range, in order', () => {
    const held = heldIds({ start: 20, end: 25, row: 0 }, { start: 5, end: 8, row: 15 });
    expect(runsOf(held, { start: 6, end: 22 })).toEqual([
      { start: 6, end: 8, row: 16 },
      { start: 20, end: 22, row: 0 },
    ]);
    expect(runsOf(held, { start: 8, end: 20 })).toEqual([]);
    expect(runsOf(held, { start: 6, end: 6 })).toEqual([]);
  });

  it('give back the rows of what is removed, and keep what is left of a run', () => {
    const held = heldIds({ start: 0, end: 10, row: 100 }, { start: 20, end: 30, row: 0 });
    expect(held.remove({ start: 4, end: 6 })).toEqual([{ start: 104, end: 106 }]);
    expect(held.remove({ start: 8, end: 22 })).toEqual([
      { start: 108, end: 110 },
      { start: 0, end: 2 },
    ]);
    expect(held.remove({ start: 8, end: 22 })).toEqual([]);
    expect(held.count).toBe(14);
    expect(runsOf(held)).toEqual([
      { start: 0, end: 4, row: 100 },
      { start: 6, end: 8, row: 106 },
      { start: 22, end: 30, row: 2 },
    ]);
  });
});
