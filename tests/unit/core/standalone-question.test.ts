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
