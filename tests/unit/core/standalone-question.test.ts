import { describe, expect, it } from 'vitest';
import { leansOnHistory, standaloneQuestion } from '../../../src/core/standalone-question';
import { chineseDialogues } from './follow-up/chinese-dialogues';
import type { Dialogue } from './follow-up/dialogue';
import { englishDialogues } from './follow-up/english-dialogues';

function turns(questions: readonly string[]) {
  return questions.map((question) => ({ question, answer: 'Yes.' }));
}

function lastQuestion({ said, asks }: Dialogue): string {
  return `${said.join(' | ')} → ${asks}`;
}

const dialogues = [...englishDialogues, ...chineseDialogues];
const standing = dialogues.filter((dialogue) => 'stays' in dialogue);
const leaning = dialogues.filter((dialogue) => 'has' in dialogue);

describe('a question that leans on what was asked before', () => {
  it.each(leaning.map((dialogue) => [lastQuestion(dialogue), dialogue] as const))(
    'is completed with its topic: %s',
    (_, { said, asks, has, lacks }) => {
      const query = standaloneQuestion(asks, turns(said));
      expect({
        query,
        missing: has.filter((part) => !query.toLowerCase().includes(part.toLowerCase())),
      }).toEqual({ query, missing: [] });
      expect({ query, foreign: lacks.filter((part) => query.includes(part)) }).toEqual({
        query,
        foreign: [],
      });
      expect(leansOnHistory(asks, turns(said))).toBe(true);
    },
  );
});

it('a place that only says where is not what “it” stands for', () => {
  const history = [{ question: 'How many chests of tea were thrown into Boston harbour?' }];
  const searched = standaloneQuestion('And when did it happen?', history);
  expect(searched).not.toContain('did Boston happen');
  expect(searched).toContain('tea');
  expect(searched).toContain('thrown');
});

describe('a pronoun of a person', () => {
  it('does not stand for a place or a property', () => {
    const capital = [{ question: 'What is the capital of Mongolia?' }];
    expect(standaloneQuestion('How much was he paid?', capital)).toBe('How much was he paid?');
    const fee = [{ question: '停车费的价格是多少？' }, { question: '蒙古国的首都是哪里？' }];
    expect(standaloneQuestion('他领了多少钱？', fee)).toBe('他领了多少钱？');
  });

  it('stands for the person that was asked about before', () => {
    const history = [
      { question: 'When was the lighthouse keeper hired?' },
      { question: 'What is the capital of Mongolia?' },
    ];
    expect(standaloneQuestion('How much was he paid?', history)).toBe(
      'How much was the lighthouse keeper paid?',
    );
    const chinese = [{ question: '李晓梅是哪里人？' }, { question: '蒙古国的首都是哪里？' }];
    expect(standaloneQuestion('她领了多少钱？', chinese)).toBe('李晓梅领了多少钱？');
    expect(standaloneQuestion('它有多少人口？', chinese)).toContain('首都');
  });
});

describe('a pronoun', () => {
  it.each([
    ['华为公司是什么时候成立的？', '他们有多少员工？', '华为公司有多少员工？'],
    ['When did Rosa Parks die?', 'Where was she born?', 'Where was Rosa Parks born?'],
    ['Who was Shirley Temple?', 'When was she born?', 'When was Shirley Temple born?'],
  ])(
    'of several, or of a person called like a place, stands for them: after “%s”',
    (earlier, asks, searched) => {
      expect(standaloneQuestion(asks, [{ question: earlier }])).toBe(searched);
    },
  );

  it.each([
    ['Who designed the Eiffel Tower?', 'When was he born?', 'Eiffel Tower'],
    ['谁设计了埃菲尔铁塔？', '他是哪里人？', '埃菲尔铁塔'],
  ])('of a person stands for who was asked for: after “%s”', (earlier, asks, topic) => {
    expect(standaloneQuestion(asks, [{ question: earlier }])).toContain(topic);
  });
});

describe('a question of signs alone', () => {
  it.each(['😀', '!!! ??? ...', '？？'])('is searched as it is: %s', (question) => {
    const history = [{ question: 'How long is the Great Wall?' }];
    expect(standaloneQuestion(question, history)).toBe(question);
    expect(leansOnHistory(question, history)).toBe(false);
  });
});

describe('a question that stands alone', () => {
  it.each(standing.map((dialogue) => [lastQuestion(dialogue), dialogue] as const))(
    'is searched as it is: %s',
    (_, { said, asks }) => {
      expect(standaloneQuestion(asks, turns(said))).toBe(asks);
      expect(leansOnHistory(asks, turns(said))).toBe(false);
    },
  );
});

it('who somebody is by a name of his own leans on nothing, but on whose he is it does', () => {
  const history = [{ question: '水电费由谁承担？' }];
  for (const question of ['谁是承租人？', '谁是出租人？']) {
    expect(standaloneQuestion(question, history)).toBe(question);
    expect(leansOnHistory(question, history)).toBe(false);
  }
  expect(standaloneQuestion('谁是作者？', [{ question: '《茶经》写于哪一年？' }])).toContain('《茶经》');
});

describe('a greeting, thanks or agreement', () => {
  it.each([
    'thanks',
    'Thank you very much!',
    'ok',
    'hello',
    'Good morning',
    '谢谢',
    '好的，谢谢！',
    '你好',
    '明白了',
  ])('is no follow-up: %s', (courtesy) => {
    const history = [{ question: 'What is the guest wifi password?' }, { question: 'hello' }];
    expect(standaloneQuestion(courtesy, history)).toBe(courtesy);
    expect(leansOnHistory(courtesy, history)).toBe(false);
  });

  it.each([
    `${'嗯'.repeat(60)}，为什么`,
    `${'好啊'.repeat(39)}x`,
    'What about modern C++?',
    'And option b)?',
  ])('or whatever else is typed is read before the test runs out of time: %s', (typed) => {
    const history = [{ question: 'What about the modern language?' }];
    expect(standaloneQuestion(typed, history)).not.toBe('');
  });

  it('is nothing to lean on, and does not end what was talked about', () => {
    expect(standaloneQuestion('And the price?', [{ question: 'hello' }])).toBe('And the price?');
    const history = [{ question: 'How much is the monthly rent?' }, { question: 'thanks' }];
    expect(standaloneQuestion('When is it due?', history)).toBe('When is the monthly rent due?');
  });

  it('with a question in it is one', () => {
    const history = [{ question: 'How much is the monthly rent?' }];
    expect(standaloneQuestion('Thanks, when is it due?', history)).toContain('the monthly rent');
  });
});

describe('the question that is searched reads like one', () => {
  const leave = 'How many days of paid leave do full-time employees get?';
  it.each([
    [leave, 'And part-time?', 'How many days of paid leave do part-time employees get?'],
    [leave, 'What about interns?', 'How many days of paid leave do interns get?'],
    [leave, 'And when does it expire?', `When does it expire? – ${leave}`],
    ['What is the guest wifi password?', 'who pays for this?', 'Who pays for the guest wifi password?'],
    ['Who is the landlord?', 'And what does he pay for?', 'What does the landlord pay for?'],
    ['全职员工有多少天带薪年假？', '那兼职员工呢？', '兼职员工有多少天带薪年假？'],
    ['全职员工有多少天带薪年假？', '为什么？', '为什么？——全职员工有多少天带薪年假？'],
  ])('after “%s”: %s', (earlier, asks, searched) => {
    expect(standaloneQuestion(asks, [{ question: earlier }])).toBe(searched);
  });
});
