import { describe, expect, it } from 'vitest';
import { rerank } from '../../../../src/core/search/rerank';

const candidates = [
  { id: 'a', score: 3 },
  { id: 'b', score: 2 },
  { id: 'c', score: 1 },
  { id: 'd', score: 0.5 },
];

describe('reranking', () => {
  it('orders what was scored by its scores, and leaves the rest behind as it was', () => {
    expect(rerank(candidates, [-1, 5, 0]).map(({ id }) => id)).toEqual(['b', 'c', 'a', 'd']);
  });

  it('keeps the fused scores, falling along the list', () => {
    expect(rerank(candidates, [-1, 5, 0]).map(({ score }) => score)).toEqual([3, 2, 1, 0.5]);
  });

  it('keeps the order of equal ones', () => {
    expect(rerank(candidates, [1, 1, 1, 1])).toEqual(candidates);
  });
});
