import { expect, it } from 'vitest';
import { chooseQuotes } from '../../../../src/core/answering/choose-quotes';
import { sentencesOf } from '../../../../src/core/answering/sentence-candidates';
import { writeQuote } from '../../../../src/core/answering/write-quote';
import type { Passage } from '../../../../src/core/passage';

it('a table that a note introduces is written to its last row, without the marks of footnotes', () => {
  const text = 'The farm keeps these animals:\n\nAnimal\tNumber\nGeese[1]\t12\nDucks\t30[2]';
  const passage: Passage = {
    documentId: 'document',
    libraryId: 'library',
    ordinal: 0,
    lanes: {},
    documentName: 'Farm.md',
    text,
    start: 0,
    end: text.length,
    headingPath: [],
    score: 1,
    isNote: true,
  };
  const sentences = sentencesOf([passage]).map((one, at) => ({
    ...one,
    score: at === 0 ? 1 : 0.1,
    isSupported: at === 0,
  }));
  const [quote] = chooseQuotes(sentences);
  const written = quote && writeQuote(quote, '[1]');
  expect(written?.split('\n').slice(-3)).toEqual([
    '| Animal | Number |',
    '| Geese | 12 |',
    '| Ducks | 30 [1] |',
  ]);
});
