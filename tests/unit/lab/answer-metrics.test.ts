import { describe, expect, it } from 'vitest';
import {
  answerF1,
  answerTokens,
  containsAnswer,
  withoutCitationMarks,
} from '../../../src/lab/answer-metrics';

describe('answerTokens', () => {
  it('ignores case, punctuation and English articles', () => {
    expect(answerTokens('The Panthers, a team!')).toEqual(['panthers', 'team']);
  });

  it('takes Chinese by the character and what stands between by the word', () => {
    expect(answerTokens('共136次 sacks')).toEqual(['共', '136', '次', 'sacks']);
  });
});

describe('answerF1', () => {
  it('is 1 for the same words and 0 for no common word', () => {
    expect(answerF1('the Denver Broncos', ['Denver Broncos'])).toBe(1);
    expect(answerF1('Carolina', ['Denver Broncos'])).toBe(0);
    expect(answerF1('', ['Denver Broncos'])).toBe(0);
  });

  it('counts a repeated word once for each time that it is wanted', () => {
    expect(answerF1('tea tea', ['tea'])).toBeCloseTo(2 / 3, 12);
  });

  it('takes the best of the accepted answers', () => {
    expect(answerF1('308', ['300 points', '308'])).toBe(1);
  });

  it('balances precision and recall in Chinese', () => {
    // 4 of 8 characters given, all 4 wanted found: precision 1/2, recall 1.
    expect(answerF1('浙江湖州出好毛笔', ['浙江湖州'])).toBeCloseTo(2 / 3, 12);
  });
});

describe('containsAnswer', () => {
  it('finds whole words only', () => {
    expect(containsAnswer('They allowed 308 points.', ['308'])).toBe(true);
    expect(containsAnswer('They allowed 1308 points.', ['308'])).toBe(false);
  });

  it('does not mind spaces between digits and Chinese', () => {
    expect(containsAnswer('他有136次擒杀', ['136 次'])).toBe(true);
  });

  it('finds nothing where nothing is accepted', () => {
    expect(containsAnswer('text', [])).toBe(false);
    expect(containsAnswer('text', ['…'])).toBe(false);
  });
});

describe('withoutCitationMarks', () => {
  it('leaves the words alone', () => {
    expect(withoutCitationMarks('Ink is ground with water [1]. Wash it [2][3].')).toBe(
      'Ink is ground with water. Wash it.',
    );
  });
});
