import { describe, expect, it } from 'vitest';
import { createAnalyser, isCharacterTerm } from '../../../../src/core/search/analyse';
import { stemEnglish } from '../../../../src/core/search/english-stem';

const analyse = createAnalyser({ 臺: '台', 灣: '湾', 硯: '砚' });

describe('the analyser', () => {
  it.each([
    ['STM32F103C8', ['stm32f103c8', 'stm', '32', 'f', '103', 'c', '8']],
    ['foo_bar.ts', ['foo_bar.ts', 'foo', 'bar', 'ts']],
    ['2.0.10', ['2.0.10', '2', '0', '10']],
    ['camelCase', ['camelcas', 'camel', 'cas']],
    ['iPhone14', ['iphone14', 'iphon', 'i', 'phon', '14']],
  ])('keeps %s whole and gives its parts', (text, terms) => {
    expect(analyse(text)).toEqual(terms);
  });

  it('tells C, C++ and C# apart', () => {
    expect(analyse('C, C++ and C#')).toEqual(['c', 'c++', 'and', 'c#']);
  });

  it('reads initials, and numbers in groups, as one', () => {
    expect(analyse('U.S.')).toContain('us');
    expect(analyse('1,000,000 of 1,2')).toEqual(['1000000', 'of', '1', '2']);
  });

  it('folds case, diacritics, full-width forms and possessives', () => {
    expect(analyse('Café ＡＢＣ１２ Rome’s')).toEqual(['caf', 'abc12', 'abc', '12', 'rom']);
    expect(analyse('CAFÉ')).toEqual(analyse('cafe'));
  });

  it('gives Han runs as characters and pairs, folded by the table', () => {
    expect(analyse('臺灣硯')).toEqual(['台', '湾', '台湾', '砚', '湾砚']);
    expect(analyse('台湾砚')).toEqual(analyse('臺灣硯'));
  });

  it('parts scripts that are written together', () => {
    expect(analyse('用Python写')).toEqual(['用', 'python', '写']);
  });

  it('finds a Korean noun under its particle', () => {
    expect(analyse('대한민국은')).toEqual(expect.arrayContaining(analyse('민국')));
  });

  it('gives kana in pairs', () => {
    expect(analyse('データ')).toEqual(['デ', 'ー', 'デー', 'タ', 'ータ']);
  });

  it('gives nothing for punctuation and no characters outside the basic plane in halves', () => {
    expect(analyse('？！ — …')).toEqual([]);
    expect(analyse('𠮷野')).toEqual(['𠮷', '野', '𠮷野']);
  });

  it('tells terms of unspaced scripts from words', () => {
    expect(['台湾', 'タ', '𠮷'].every(isCharacterTerm)).toBe(true);
    expect(['word', '대한', '2024'].some(isCharacterTerm)).toBe(false);
  });
});

describe('the English stem', () => {
  it.each([
    ['study', 'studies', 'studied'],
    ['plan', 'plans', 'planned', 'planning'],
    ['box', 'boxes'],
    ['quick', 'quickly'],
    ['cite', 'cites', 'cited', 'citing'],
    ['pass', 'passes', 'passed', 'passing'],
  ])('is the same for the forms of %s', (...forms) => {
    expect(new Set(forms.map(stemEnglish)).size).toBe(1);
  });

  it.each(['this', 'virus', 'sing', 'red', 'bus'])('leaves %s alone', (word) => {
    expect(stemEnglish(word)).toBe(word);
  });
});
