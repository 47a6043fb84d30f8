import { describe, expect, it } from 'vitest';
import { shortScores } from '../../../src/lab/evaluate-answers';

describe('the scores of short answers', () => {
  it('count the share of questions that got one, and how right those are', () => {
    const accepted = [['1929'], ['Gu Erniang'], ['12'], ['40']];
    expect(shortScores(['1929', 'Gu', undefined, undefined], accepted)).toEqual({
      shortAnswered: 0.5,
      shortF1: 0.8333,
      shortContains: 0.5,
    });
  });

  it('are 0 where no question got one', () => {
    const none = { shortAnswered: 0, shortF1: 0, shortContains: 0 };
    expect(shortScores([undefined], [['1929']])).toEqual(none);
    expect(shortScores([], [])).toEqual(none);
  });
});
