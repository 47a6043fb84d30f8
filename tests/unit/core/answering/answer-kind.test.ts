import { describe, expect, it } from 'vitest';
import { answerKindOf, offersKind } from '../../../../src/core/answering/answer-kind';

describe('what a question asks for', () => {
  it.each([
    ['When was the museum opened?', 'time'],
    ['In what year did he die?', 'time'],
    ['宣纸哪一年列入名录？', 'time'],
    ['他什麼時候出生？', 'time'],
    ['How many steps are there?', 'number'],
    ['需要多少道工序？', 'number'],
    ['Who carved it?', 'person'],
    ['是谁改良了毛笔？', 'person'],
    ['Where is it made?', 'place'],
    ['宣纸产于哪个省？', 'place'],
    ['What is an inkstone?', 'other'],
    ['宣纸有什么特点？', 'other'],
  ])('shows in the words of “%s”', (question, kind) => {
    expect(answerKindOf(question)).toBe(kind);
  });
});

describe('a sentence', () => {
  it('offers a time or number only when the question does not hold it already', () => {
    expect(offersKind('It opened in 1929.', 'time', 'When did it open?')).toBe(true);
    expect(offersKind('It won in 1929.', 'time', 'When after 1929 did it close?')).toBe(false);
    expect(offersKind('共有三个人。', 'number', '共有多少人？')).toBe(true);
    expect(offersKind('There were several brushes.', 'number', 'How many?')).toBe(true);
    expect(offersKind('There were brushes.', 'number', 'How many?')).toBe(false);
  });

  it('offers a person or place by a capital letter inside it, where the script has capitals', () => {
    expect(offersKind('It was carved by Gu Erniang.', 'person', 'Who carved it?')).toBe(true);
    expect(offersKind('It was carved by hand.', 'person', 'Who carved it?')).toBe(false);
    expect(offersKind('It comes from Zhaoqing.', 'place', 'Where?')).toBe(true);
    expect(offersKind('It comes from the east.', 'place', 'Where?')).toBe(false);
    expect(offersKind('蒙恬改良了毛笔。', 'person', '谁？')).toBe(true);
  });
});
