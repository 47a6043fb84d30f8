import { describe, expect, it } from 'vitest';
import { BestMatches } from '../../../../src/core/search/best-matches';

describe('the best matches', () => {
  it('are those a full sort would give, ties by id', () => {
    let state = 7;
    const offers = Array.from({ length: 500 }, (_, id) => {
      state = (state * 48271) % 2147483647;
      return { id, score: state % 40 };
    });
    const sorted = [...offers].sort((a, b) => b.score - a.score || a.id - b.id);
    for (const limit of [1, 2, 10, 499, 600]) {
      const best = new BestMatches(limit);
      for (const { id, score } of offers) best.offer(id, score);
      expect(best.sorted()).toEqual(sorted.slice(0, limit));
    }
  });

  it('are none for a limit of none', () => {
    const best = new BestMatches(0);
    best.offer(1, 1);
    expect(best.sorted()).toEqual([]);
  });
});
