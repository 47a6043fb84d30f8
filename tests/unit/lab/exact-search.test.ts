import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../../src/core/seeded-random';
import { randomSubstrings } from '../../../src/lab/exact-search';

describe('randomSubstrings', () => {
  const texts = ['磨墨的平面叫墨堂，蓄墨的凹处叫墨池。', 'first line\nsecond line of text', 'short'];

  it('takes pieces that stand in a text, within one line', () => {
    const pieces = randomSubstrings(texts, { count: 50, length: 12, random: seededRandom(7) });
    expect(pieces).toHaveLength(50);
    for (const piece of pieces) {
      expect(piece).toHaveLength(12);
      expect(texts.some((text) => text.includes(piece))).toBe(true);
      expect(piece).not.toContain('\n');
      expect(piece.trim()).toBe(piece);
    }
  });

  it('never cuts a surrogate pair', () => {
    const pieces = randomSubstrings(['𠮷𠮷𠮷𠮷𠮷𠮷'], { count: 20, length: 3, random: seededRandom(1) });
    expect(pieces).toEqual([]);
  });

  it('gives up when no text is long enough', () => {
    expect(randomSubstrings(['short'], { count: 3, length: 12, random: seededRandom(1) })).toEqual([]);
  });
});

describe('seededRandom', () => {
  it('repeats itself for the same seed and spreads over 0 to 1', () => {
    const once = Array.from({ length: 1000 }, seededRandom(3));
    expect(Array.from({ length: 1000 }, seededRandom(3))).toEqual(once);
    expect(once.every((value) => value >= 0 && value < 1)).toBe(true);
    expect(once.reduce((sum, value) => sum + value, 0) / 1000).toBeCloseTo(0.5, 1);
  });
});
