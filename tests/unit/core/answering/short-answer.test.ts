import { describe, expect, it } from 'vitest';
import { leastCertainty, shortAnswerIn } from '../../../../src/core/answering/short-answer';
import { meaningUnits } from '../../../../src/core/answering/meaning-units';
import { placesOfUnits } from '../../../../src/core/answering/unit-places';
import { createAnalyser } from '../../../../src/core/search/analyse';

const analyse = createAnalyser();

/** By the words themselves, as for a sentence that leads by much. */
function shortAnswer(question: string, sentence: string) {
  const units = meaningUnits(question, { analyse, idf: () => 1 });
  const places = placesOfUnits({ units, unitVectors: [] }, sentence, analyse, () => undefined);
  return shortAnswerIn(question, sentence, { places, weights: units.map(({ weight }) => weight) }, 0.5);
}

describe('a short answer', () => {
  it.each([
    ['When did the brush factory open?', 'The brush factory opened in 1929.', '1929'],
    ['How many steps does the recipe have?', 'The recipe has 108 steps and takes 2 years.', '108'],
    ['How tall is the tower?', 'The tower, finished in 1889, is 330 metres tall.', '330 metres'],
    ['Who carved the finest inkstones?', 'The finest inkstones were carved by Gu Erniang.', 'Gu Erniang'],
    ['Which river is the bridge across?', 'The bridge across the River Tyne is old.', 'River Tyne'],
    ['湖笔哪一年获得金奖？', '1929年，湖笔在西湖博览会上获得金奖。', '1929年'],
    ['书院里有多少名学生？', '书院里有85名学生，建于1702年。', '85名'],
    ['《茶经》是什么时候写成的？', '《茶经》在公元780年写成。', '公元780年'],
    ['誰認為希臘語與梵語同源？', '威廉·瓊斯認為希臘語與梵語同源。', '威廉·瓊斯'],
  ])('to “%s” is of the kind that is asked for', (question, sentence, expected) => {
    expect(shortAnswer(question, sentence)?.text).toBe(expected);
  });

  it('is never a number or name that the question holds itself', () => {
    const sentence = 'In 1929 the brush won gold in Hangzhou, and in 1956 the factory closed.';
    expect(shortAnswer('What year after 1929 did the factory close?', sentence)?.text).toBe('1956');
    expect(shortAnswer('When in 1929 did it open?', 'It opened in 1929.')).toBeUndefined();
    expect(shortAnswer('1929年湖笔得了什么奖？', '1929年湖笔得奖。')).toBeUndefined();
    expect(shortAnswer('Who was Gu Erniang?', 'Gu Erniang carved inkstones.')).toBeUndefined();
  });

  it('is of two numbers the one beside the words of the question', () => {
    const sentence = 'The museum holds 308 inkstones, 12 brushes and 40 seals.';
    expect(shortAnswer('How many brushes does the museum hold?', sentence)?.text).toBe('12');
    expect(shortAnswer('How many seals does the museum hold?', sentence)?.text).toBe('40');
  });

  it('is not given to a question for reasons, ways or explanations', () => {
    const sentence = 'In 1929 Gu Erniang ground 3 inks slowly.';
    for (const question of ['Why did Gu grind inks?', 'How is ink ground?', 'What is ink?']) {
      expect(shortAnswer(question, sentence), question).toBeUndefined();
    }
    expect(shortAnswer('为什么1929年关闭？', '因为1930年亏损，所以关闭。')).toBeUndefined();
    expect(shortAnswer('墨是怎么磨的？', '1929年，墨由3个人磨。')).toBeUndefined();
  });

  it('names the place in the sentence where it stands', () => {
    const sentence = 'The brush factory opened in 1929.';
    const short = shortAnswer('When did the brush factory open?', sentence);
    expect(sentence.slice(short?.start, short?.end)).toBe('1929');
  });

  it('is less certain where another would do as well', () => {
    const question = 'When did the factory open?';
    const one = shortAnswer(question, 'The factory opened in 1929.')?.certainty ?? 0;
    const two =
      shortAnswer(question, 'In 1929 and 1956, said a note, much happened to the factory.')?.certainty ?? 0;
    expect(one).toBeGreaterThan(leastCertainty);
    expect(two).toBeLessThan(one);
  });
});
