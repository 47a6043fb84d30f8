import { describe, expect, it } from 'vitest';
import type { AnswerSpan } from '../../../../src/core/answering/answer-span';
import { hanNameSpans } from '../../../../src/core/answering/han-names';
import { canNamePerson, joinListed, nameSpans, titleSpans } from '../../../../src/core/answering/name-spans';
import { numberSpans } from '../../../../src/core/answering/number-spans';
import { numbersAskedFor } from '../../../../src/core/answering/numbers-asked-for';
import { timesAskedFor, timeSpans } from '../../../../src/core/answering/time-spans';

const textsOf = (spans: readonly AnswerSpan[]): string[] => spans.map(({ text }) => text);

describe('times', () => {
  it.each([
    ['It opened on 3 March 1929.', ['3 March 1929']],
    ['It opened on March 3, 1929, and closed in 1956.', ['March 3, 1929', '1956']],
    ['It was common in the late 19th century and the 1920s.', ['late 19th century', '1920s']],
    ['It began in 209 BC.', ['209 BC']],
    ['2009年10月1日，展览开幕。', ['2009年10月1日']],
    ['貞觀三年，他離開長安。', ['貞觀三年']],
    ['它始于公元前3世纪。', ['公元前3世纪']],
  ])('are found as long as they are written in “%s”', (sentence, expected) => {
    expect(textsOf(timeSpans(sentence))).toEqual(expected);
  });

  it('are no amounts of money and no lengths of time', () => {
    expect(timeSpans('It cost $1929 and took two years.')).toEqual([]);
    expect(timeSpans('制作历时两年，共1500人。')).toEqual([]);
  });

  it('are cut to the year where a year is asked for', () => {
    expect(textsOf(timesAskedFor('In what year did it open?', 'It opened on March 3, 1929.'))).toEqual([
      '1929',
    ]);
    expect(textsOf(timesAskedFor('它哪一年开幕？', '2009年10月1日，展览开幕。'))).toEqual(['2009年']);
  });
});

describe('numbers', () => {
  it.each([
    ['The farm harvested 4 million kilograms, 25% more.', ['4 million kilograms', '25%']],
    ['It cost $1.2 billion.', ['$1.2 billion']],
    ['Twenty-five of the 1,300 were sold.', ['Twenty-five', '1,300']],
    ['制作宣纸需要一百多道工序。', ['一百多道']],
    ['这里有300多个砚台，重4.5公斤。', ['300多个', '4.5公斤']],
    ['约占百分之二十。', ['百分之二十']],
  ])('have the unit behind them in “%s”', (sentence, expected) => {
    expect(textsOf(numberSpans(sentence))).toEqual(expected);
  });

  it('are no parts of dates', () => {
    expect(textsOf(numberSpans('In March 1929 it sold 40 brushes.'))).toEqual(['40']);
    expect(textsOf(numberSpans('1929年售出40支。'))).toEqual(['40支']);
  });

  it('are of the unit that the question measures in', () => {
    const sentence = 'It is 12 metres high, weighs 3 tons and is 80 years old.';
    expect(textsOf(numbersAskedFor('How high is it?', sentence))).toEqual(['12 metres']);
    expect(textsOf(numbersAskedFor('How heavy is it?', sentence))).toEqual(['3 tons']);
    expect(textsOf(numbersAskedFor('有几个人？', '3个人住了20年。'))).toEqual(['3个']);
  });
});

describe('names', () => {
  it('are runs of capitals without the word that begins the sentence', () => {
    expect(textsOf(nameSpans('The finest were carved by Gu Erniang in Suzhou.'))).toEqual([
      'Gu Erniang',
      'Suzhou',
    ]);
    expect(textsOf(nameSpans('In March the Duke of Wellington came.'))).toEqual(['Duke of Wellington']);
  });

  it('of several are one where only "and" stands between them', () => {
    const sentence = 'Robert Lane and Benjamin Vail met Edison.';
    expect(textsOf(joinListed(sentence, nameSpans(sentence)))).toEqual([
      'Robert Lane and Benjamin Vail',
      'Edison',
    ]);
  });

  it('of peoples, places and abbreviations name no person', () => {
    const names = nameSpans('The Huguenotians, NATO, Oxford University and Ada Lovelace came.');
    expect(textsOf(names.filter(canNamePerson))).toEqual(['Ada Lovelace']);
  });

  it('in Chinese are known by their characters', () => {
    expect(textsOf(hanNameSpans('这座桥由威廉·琼斯设计。'))).toContain('威廉·琼斯');
  });

  it('of works keep their brackets and quoted words lose their marks', () => {
    expect(textsOf(titleSpans('他写了《茶经》，人称“茶圣”。'))).toEqual(['《茶经》', '茶圣']);
  });
});
