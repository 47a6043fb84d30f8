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
    ['How many steps does the recipe have?', 'The recipe has 108 steps and takes 2 years.', '108 steps'],
    ['How tall is the tower?', 'The tower, finished in 1889, is 330 metres tall.', '330 metres'],
    ['Who carved the finest inkstones?', 'The finest inkstones were carved by Gu Erniang.', 'Gu Erniang'],
    ['Which river is the bridge across?', 'The bridge across the River Tyne is old.', 'River Tyne'],
    ['How many days does it take?', 'It takes 27 days and 3 helpers.', '27 days'],
    ['How much is a box of cups?', 'Each box holds 1,000 cups and costs 38.90 euros.', '38.90 euros'],
    ['What is the price of the lamp?', 'The lamp weighs 3 kg; its price is EUR 20.50.', 'EUR 20.50'],
    [
      'At what pressure does the valve open?',
      'Working pressure is 9 bar; the valve opens at 12 bar.',
      '12 bar',
    ],
    ['When does the class end?', 'Classes start at 8:30 and end at 15:45.', '15:45'],
    [
      'What is the serial number of the lamp?',
      'The lamp is an L20 with serial number LX-7-1904.',
      'LX-7-1904',
    ],
    ['What is the phone number of the desk?', 'Since 2019 call the desk at 030 5550 187.', '030 5550 187'],
    ['展览的负责人是谁？', '展览在2025年1月开幕。负责人是周明远。', '周明远'],
    ['展览几点开门？', '展览上午9点半开门，下午5点关门。', '上午9点半'],
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
    expect(shortAnswer('How many brushes does the museum hold?', sentence)?.text).toBe('12 brushes');
    expect(shortAnswer('How many seals does the museum hold?', sentence)?.text).toBe('40 seals');
  });

  it('never cuts a word, a number, a code or a name', () => {
    for (const [question, sentence] of [
      ['How much time was left?', 'They led 24-10 with 3:08 left on the clock.'],
      ['How many sacks did he make?', 'He made 5½ sacks.'],
      ['How many people flew on AS-206?', 'After AS-206 a crew would fly on AS-207/208.'],
      ['谁担任总经理？', '记录由约翰·埃尔维保持。'],
    ] as const) {
      const text = shortAnswer(question, sentence)?.text;
      expect(['08', '5', '207', '208', '约翰·埃尔维保', '埃尔维保'], question).not.toContain(text);
    }
    expect(shortAnswer('谁保持记录？', '记录由约翰·埃尔维保持。')?.text).toBe('约翰·埃尔维');
  });

  it('counts what is asked for, and measures in the unit that is asked for', () => {
    expect(shortAnswer('How many employees are there?', 'Employees get 27 days of leave.')).toBeUndefined();
    expect(shortAnswer('公司有多少员工？', '每位员工每年免费体检一次，上限1200元。')).toBeUndefined();
    expect(shortAnswer('How much is a cup?', 'A crate holds 40 cups.')).toBeUndefined();
    const sentence = 'It covers 7,000 square kilometres (2,700 square miles).';
    expect(shortAnswer('How many square miles does it cover?', sentence)?.text).toBe('2,700 square miles');
  });

  it('is of the clause that is asked about, and no number of a name', () => {
    const sentence = 'The hall was found by chance in 1993, and it was opened to visitors in 1994.';
    expect(shortAnswer('When was the hall opened to visitors?', sentence)?.text).toBe('1994');
    expect(shortAnswer('When was the hall found?', sentence)?.text).toBe('1993');
    expect(
      shortAnswer('How many channels does it carry?', 'All channels moved to Eurobird 1.'),
    ).toBeUndefined();
  });

  it('is not given to a question for reasons, ways or explanations', () => {
    const sentence = 'In 1929 Gu Erniang ground 3 inks slowly.';
    for (const question of ['Why did Gu grind inks?', 'How is ink ground?', 'What is ink?']) {
      expect(shortAnswer(question, sentence), question).toBeUndefined();
    }
    expect(shortAnswer('为什么1929年关闭？', '因为1930年亏损，所以关闭。')).toBeUndefined();
    expect(shortAnswer('墨是怎么磨的？', '1929年，墨由3个人磨。')).toBeUndefined();
  });

  const keeper = (number: number, crowns: number, year: number): string =>
    `The keeper of lighthouse number ${number} was paid ${crowns} silver crowns in the year ${year}.`;

  it('is a year where a year is asked for, and nothing that is counted', () => {
    const question = 'In which year was the keeper of lighthouse number 302 paid?';
    expect(shortAnswer(question, keeper(302, 1132, 1730))?.text).toBe('1730');
    expect(
      shortAnswer('When was the hall built?', 'The hall was built with 1841 oak beams.'),
    ).toBeUndefined();
    const act = 'The Schools Act of 1996 recognises two categories of schools.';
    expect(shortAnswer('In what year was the Schools Act passed?', act)?.text).toBe('1996');
    expect(shortAnswer('守塔人哪一年领钱？', '守塔人领了1132枚银币。')).toBeUndefined();
  });

  it('is the end of a stretch of time that is asked for', () => {
    const lease = '租期自2024年3月1日起至2026年2月28日止。';
    expect(shortAnswer('租期到哪一年结束？', lease)?.text).toBe('2026年');
    expect(shortAnswer('租期从哪一年开始？', lease)?.text).toBe('2024年');
    expect(shortAnswer('帝国从什么时候开始衰落？', '到12世纪后期，帝国开始衰落。')?.text).toBe('12世纪后期');
    const english = 'The lease runs from 2024 to 2026.';
    expect(shortAnswer('In which year does the lease end?', english)?.text).toBe('2026');
    expect(shortAnswer('In which year does the lease start?', english)?.text).toBe('2024');
  });

  it('is no number that says which one something is', () => {
    const question = 'How many silver crowns was the keeper of lighthouse number 603 paid?';
    expect(shortAnswer(question, keeper(161, 603, 1730))).toBeUndefined();
    expect(shortAnswer(question, keeper(603, 161, 1730))?.text).toBe('161 silver crowns');
    const asked = '第603号灯塔的守塔人领了多少枚银币？';
    expect(shortAnswer(asked, '第161号灯塔的守塔人领了603枚银币。')).toBeUndefined();
    expect(shortAnswer(asked, '第603号灯塔的守塔人领了161枚银币。')?.text).toBe('161枚');
    expect(shortAnswer('How many chairs are there?', 'Room 214 has chairs.')).toBeUndefined();
  });

  it('is only of what the question is limited to', () => {
    const parking = 'The car park has 112 spaces, of which 15 are kept for visitors.';
    expect(shortAnswer('How many parking spaces are for visitors?', parking)).toBeUndefined();
    expect(shortAnswer('How many spaces does the car park have?', parking)?.text).toBe('112 spaces');
    const asked = '停车场有多少个车位留给访客？';
    expect(shortAnswer(asked, '停车场有112个车位，其中15个留给访客。')?.text).not.toBe('112个');
    const fee = 'In 2019 the fee rose from 2 to 3 euros a day.';
    expect(shortAnswer('What was the parking fee before 2019?', fee)).toBeUndefined();
    expect(shortAnswer('What was the fee in 2018?', 'In 2019 the fee was 3 euros.')).toBeUndefined();
    expect(shortAnswer('2019年之前的停车费是多少？', '2019年停车费涨到3欧元。')).toBeUndefined();
    expect(shortAnswer('2018年的停车费是多少？', '2019年停车费为3欧元。')).toBeUndefined();
    expect(shortAnswer('When was the Elm Clinic opened?', 'The Oak School opened in 1962.')).toBeUndefined();
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
