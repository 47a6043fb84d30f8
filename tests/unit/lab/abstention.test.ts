import { expect, it } from 'vitest';
import { abstentionCurve } from '../../../src/lab/abstention';

it('refuses nothing at threshold 0 and whatever is below each higher one', () => {
  const curve = abstentionCurve([0.1, 0.3], [0.5, 0.9, 1, 1]);
  expect(curve[0]).toEqual({ threshold: 0, refusedUnanswerable: 0, refusedAnswerable: 0 });
  expect(curve.find(({ threshold }) => threshold === 0.3)).toEqual({
    threshold: 0.3,
    refusedUnanswerable: 0.5,
    refusedAnswerable: 0,
  });
  expect(curve.at(-1)).toEqual({ threshold: 1, refusedUnanswerable: 1, refusedAnswerable: 0.5 });
});
