import { describe, expect, it } from 'vitest';
import { mergeRanges, piecesOf } from '../../../src/core/text-range';

describe('ranges', () => {
  it('that overlap or touch become one, in order', () => {
    const ranges = [
      { start: 8, end: 9 },
      { start: 0, end: 5 },
      { start: 1, end: 2 },
      { start: 5, end: 6 },
    ];
    expect(mergeRanges(ranges)).toEqual([
      { start: 0, end: 6 },
      { start: 8, end: 9 },
    ]);
  });

  it('cut a text into pieces that join to the whole', () => {
    const marks = [
      { start: 0, end: 3 },
      { start: 4, end: 6 },
      { start: 8, end: 20 },
    ];
    expect(piecesOf({ start: 2, end: 10 }, marks)).toEqual([
      { start: 2, end: 3, isMarked: true },
      { start: 3, end: 4, isMarked: false },
      { start: 4, end: 6, isMarked: true },
      { start: 6, end: 8, isMarked: false },
      { start: 8, end: 10, isMarked: true },
    ]);
    expect(piecesOf({ start: 2, end: 10 }, [])).toEqual([{ start: 2, end: 10, isMarked: false }]);
  });
});
