import { describe, expect, it } from 'vitest';
import { FreeRows } from '../../../../workers/engines/vector/free-rows';

function freeRows(...ranges: readonly [number, number][]): FreeRows {
  const free = new FreeRows();
  for (const [start, end] of ranges) free.release({ start, end });
  return free;
}

describe('the free rows', () => {
  it('are given out in one piece, the first that is long enough', () => {
    const free = freeRows([0, 3], [10, 20], [30, 50]);
    expect(free.take(5)).toEqual([{ start: 10, end: 15 }]);
    expect(free.take(3)).toEqual([{ start: 0, end: 3 }]);
    expect(free.take(5)).toEqual([{ start: 15, end: 20 }]);
    expect(free.count).toBe(20);
  });

  it('are given out in several pieces when none is long enough', () => {
    const free = freeRows([0, 3], [10, 14], [20, 24]);
    expect(free.take(9)).toEqual([
      { start: 0, end: 3 },
      { start: 10, end: 14 },
      { start: 20, end: 22 },
    ]);
    expect(free.take(2)).toEqual([{ start: 22, end: 24 }]);
    expect(free.count).toBe(0);
  });

  it('are whole again once all came back, in whatever order', () => {
    const free = freeRows([4, 6], [0, 2], [8, 10], [6, 8], [2, 4]);
    expect(free.count).toBe(10);
    expect(free.take(10)).toEqual([{ start: 0, end: 10 }]);
  });

  it('are none for a take or a release of none', () => {
    const free = freeRows([3, 3]);
    expect(free.count).toBe(0);
    expect(free.take(0)).toEqual([]);
  });
});
