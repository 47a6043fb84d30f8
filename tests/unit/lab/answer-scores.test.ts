import { describe, expect, it } from 'vitest';
import { meanScores, scoreAnswer, scoresByLanguage, shortScores } from '../../../src/lab/answer-scores';

const citation = (quote: string, n: number) => ({
  n,
  documentId: 'd',
  documentName: 'd.md',
  start: 0,
  end: quote.length,
  quote,
});

function given(quotes: readonly string[], passages: readonly string[], accepted: string) {
  const citations = quotes.map((quote, i) => citation(quote, i + 1));
  const message = { abstained: false, text: quotes.join(' [1]\n\n'), citations };
  return scoreAnswer({ message, accepted: [accepted], language: 'en', passages });
}

const refused = scoreAnswer({
  message: { abstained: true, text: 'No answer.', citations: [] },
  accepted: ['1929'],
  language: 'zh',
  passages: ['It opened in 1929.'],
});

describe('the scores of answers', () => {
  it('tell what was retrieved apart from what was cited of it', () => {
    const answers = [
      given(['It opened in 1929.'], ['It opened in 1929. It closed.'], '1929'),
      given(['It closed.', 'It opened in 1929.'], ['It closed.', 'It opened in 1929.'], '1929'),
      given(['It closed.'], ['It opened in 1929. It closed.'], '1929'),
      given(['It closed.'], ['It closed.'], '1929'),
      refused,
    ];
    expect(meanScores(answers)).toMatchObject({
      answered: 4,
      abstained: 0.2,
      retrieved: 0.8,
      containment: 0.4,
      citedContains: 0.4,
      firstCitedContains: 0.2,
      citedWhenRetrieved: 0.6667,
      firstCitedWhenRetrieved: 0.3333,
    });
  });

  it('are told for each language that was asked in', () => {
    const scores = scoresByLanguage([given(['In 1929.'], ['In 1929.'], '1929'), refused]);
    expect(Object.keys(scores)).toEqual(['en', 'zh']);
    expect(scores.en).toMatchObject({ answered: 1, citedContains: 1 });
    expect(scores.zh).toMatchObject({ answered: 0, abstained: 1, citedWhenRetrieved: 0 });
  });

  it('give a refusal nothing, whatever its words say', () => {
    const words = { abstained: true, text: 'Not 1929.', citations: [] };
    const score = scoreAnswer({ message: words, accepted: ['1929'], language: 'en', passages: [] });
    expect(score).toMatchObject({ f1: 0, contains: false, citedContains: false });
  });
});

describe('the scores of short answers', () => {
  it('count the share of questions that got one, and how right those are', () => {
    const answers = [
      { short: '1929', accepted: ['1929'] },
      { short: 'Gu', accepted: ['Gu Erniang'] },
      { short: undefined, accepted: ['12'] },
      { short: undefined, accepted: ['40'] },
    ];
    expect(shortScores(answers)).toEqual({ shortAnswered: 0.5, shortF1: 0.8333, shortContains: 0.5 });
  });

  it('are 0 where no question got one', () => {
    const none = { shortAnswered: 0, shortF1: 0, shortContains: 0 };
    expect(shortScores([{ short: undefined, accepted: ['1929'] }])).toEqual(none);
    expect(shortScores([])).toEqual(none);
  });
});
