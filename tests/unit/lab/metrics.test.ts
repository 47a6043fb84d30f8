import { describe, expect, it } from 'vitest';
import {
  mean,
  ndcgAt,
  percentile,
  rankDocuments,
  recallAt,
  reciprocalRankAt,
} from '../../../src/lab/metrics';

describe('rankDocuments', () => {
  it('ranks a document where its best chunk ranks', () => {
    expect(rankDocuments(['b', 'a', 'b', 'c', 'a'])).toEqual(['b', 'a', 'c']);
  });
});

describe('ndcgAt', () => {
  it('is 1 for the ideal order and less for any other', () => {
    const grades = new Map([
      ['a', 2],
      ['b', 1],
    ]);
    expect(ndcgAt(10, ['a', 'b', 'c'], grades)).toBe(1);
    expect(ndcgAt(10, ['b', 'a', 'c'], grades)).toBeCloseTo(
      (1 + 2 / Math.log2(3)) / (2 + 1 / Math.log2(3)),
      12,
    );
  });

  it('discounts by the logarithm of the rank', () => {
    const grades = new Map([['a', 1]]);
    expect(ndcgAt(10, ['x', 'a'], grades)).toBeCloseTo(0.6309297535714574, 12);
    expect(ndcgAt(10, ['x', 'y', 'a'], grades)).toBe(0.5);
  });

  it('sees nothing beyond k, in the ranking and in the ideal alike', () => {
    expect(ndcgAt(1, ['x', 'a'], new Map([['a', 1]]))).toBe(0);
    const three = new Map(['a', 'b', 'c'].map((id) => [id, 1]));
    expect(ndcgAt(2, ['a', 'b'], three)).toBe(1);
  });

  it('is 0 when nothing is relevant', () => {
    expect(ndcgAt(10, ['a'], new Map([['a', 0]]))).toBe(0);
  });
});

describe('recallAt', () => {
  it('counts the relevant documents among the first k', () => {
    const grades = new Map([
      ['a', 1],
      ['b', 1],
      ['c', 0],
    ]);
    expect(recallAt(1, ['a', 'b'], grades)).toBe(0.5);
    expect(recallAt(5, ['a', 'c', 'b'], grades)).toBe(1);
  });
});

describe('reciprocalRankAt', () => {
  it('is one over the rank of the first relevant document, within k', () => {
    const grades = new Map([['a', 1]]);
    expect(reciprocalRankAt(10, ['x', 'y', 'z', 'a'], grades)).toBe(0.25);
    expect(reciprocalRankAt(3, ['x', 'y', 'z', 'a'], grades)).toBe(0);
  });
});

describe('percentile', () => {
  it('interpolates between neighbours whatever the order', () => {
    expect(percentile(0.5, [4, 1, 3, 2])).toBe(2.5);
    expect(percentile(0.95, [10, 0])).toBe(9.5);
    expect(percentile(0.5, [])).toBe(0);
  });
});

describe('mean', () => {
  it('is 0 of nothing', () => {
    expect(mean([])).toBe(0);
    expect(mean([1, 2])).toBe(1.5);
  });
});
