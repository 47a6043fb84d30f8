import { describe, expect, it } from 'vitest';
import { phraseMatch, phrasesOf } from '../../../../src/core/search/phrase-match';

const texts = (question: string): string[] => phrasesOf(question).map(({ text }) => text);

describe('the phrases of a question', () => {
  it('are what stands in quotation marks of any kind, else all of it', () => {
    expect(texts('Who wrote "the inkstone song"?')).toEqual(['the inkstone song']);
    expect(texts('“墨分五色”和「文房四宝」是什么')).toEqual(['墨分五色', '文房四宝']);
    expect(texts('  part AB-1234 ')).toEqual(['part AB-1234']);
  });

  it('end before the mark that only makes a question of them', () => {
    expect(texts('What is machine learning?')).toEqual(['What is machine learning']);
    expect(texts('什么是端砚？')).toEqual(['什么是端砚']);
  });

  it('are none when they are too short to tell, or too long to stand anywhere', () => {
    expect(texts('ab')).toEqual([]);
    expect(texts('砚 台')).toEqual([]);
    expect(texts('long '.repeat(200))).toEqual([]);
  });

  it('count by their share of the question', () => {
    expect(phrasesOf('part AB-1234')[0]?.share).toBe(1);
    expect(phrasesOf('"exact words"')[0]?.share).toBe(1);
    const share = phrasesOf('what is a "seal" good for')[0]?.share ?? 0;
    expect(share).toBeGreaterThan(0.1);
    expect(share).toBeLessThan(0.5);
  });
});

describe('a phrase in a text', () => {
  it('is held best as words of its own, whatever the case, width and spacing', () => {
    expect(phraseMatch('A stick of Dry\n ink.', 'dry ink')).toBe(1);
    expect(phraseMatch('型号ＡＢ－１２３４适用', 'ab-1234')).toBe(1);
    expect(phraseMatch('端溪砚石出于广东', '砚石出')).toBe(1);
  });

  it('is held less well inside words or across spaces', () => {
    expect(phraseMatch('our database system', 'our data base system')).toBe(0);
    const inside = phraseMatch('understand the question', 'rstand the q');
    const apart = phraseMatch('端溪 砚石\n出于', '砚石出');
    expect(inside).toBeGreaterThan(0.5);
    expect(inside).toBeLessThan(1);
    expect(apart).toBeGreaterThan(0.5);
    expect(apart).toBeLessThan(1);
  });

  it('is not there as a short piece of another word, or in another order', () => {
    expect(phraseMatch('I think so', 'ink')).toBe(0);
    expect(phraseMatch('Ink is dry', 'dry ink')).toBe(0);
    expect(phraseMatch('I think of ink', 'ink')).toBe(1);
  });
});
