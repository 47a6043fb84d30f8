import { describe, expect, it } from 'vitest';
import type { Passage, PassageLanes } from '../../../../src/core/passage';
import { createAnalyser } from '../../../../src/core/search/analyse';
import { abstainThreshold, judgeAnswerability } from '../../../../src/core/search/answerability';

const duan =
  'Duan inkstones are carved from the purple stone of Zhaoqing. The Laokeng quarry was opened in 1083 by order of the court. Its tunnels are flooded in summer.';

describe('the confidence that the passages hold the answer', () => {
  it('is 0 without passages and low for a question without words', () => {
    expect(confidence('When was the Laokeng quarry opened?', [])).toBe(0);
    expect(confidence('？？', [passage(duan)])).toBeLessThan(abstainThreshold);
  });

  it('passes what one sentence says and refuses what is about something else', () => {
    const lanes = { dense: 0.5, coverage: 1 };
    expect(confidence('When was the Laokeng quarry opened?', [passage(duan, lanes)])).toBeGreaterThan(0.5);
    const elsewhere = passage(duan, { dense: 0.1, coverage: 0 });
    expect(confidence('Who won the football final in Madrid?', [elsewhere])).toBeLessThan(abstainThreshold);
  });

  it('is lower when the words of the question stand in different sentences', () => {
    const lanes = { dense: 0.4, coverage: 0.8 };
    const together = 'The Laokeng quarry was opened by the court. Rain fell. Rice grew. Boats left.';
    const apart = 'The Laokeng is old. Rain fell. A quarry grew. Boats left. The court opened a road.';
    const question = 'Was the Laokeng quarry opened by the court?';
    expect(confidence(question, [passage(apart, lanes)])).toBeLessThan(
      confidence(question, [passage(together, lanes)]),
    );
  });

  it('is lower when the sentence offers no time although one is asked for', () => {
    const timeless = duan.replace('in 1083', 'long ago');
    const question = 'When was the Laokeng quarry opened?';
    expect(confidence(question, [passage(timeless)])).toBeLessThan(confidence(question, [passage(duan)]));
  });

  it('is lower when a year of the question is not in the text', () => {
    const right = 'Which quarry was opened by order of the court in 1083?';
    const wrong = 'Which quarry was opened by order of the court in 1683?';
    expect(confidence(wrong, [passage(duan)])).toBeLessThan(confidence(right, [passage(duan)]));
  });

  it('takes what the title says for said by every sentence', () => {
    const text = 'It was opened in 1083. Its tunnels are flooded in summer.';
    const question = 'When was the Laokeng quarry opened?';
    const titled = { ...passage(text), documentTitle: 'Laokeng quarry' };
    expect(confidence(question, [titled])).toBeGreaterThan(confidence(question, [passage(text)]));
  });

  it('lets a near passage in another language pass without shared words', () => {
    const foreign = passage('老坑于1083年奉旨开采。', { dense: 0.4 });
    expect(confidence('When was the old pit opened?', [foreign])).toBeGreaterThan(abstainThreshold);
    const same = passage('The river is wide and slow.', { dense: 0.4 });
    expect(confidence('When was the old pit opened?', [same])).toBeLessThan(abstainThreshold);
  });

  it('asks for more across languages where there is text in the language of the question', () => {
    const foreign = passage('老坑于1083年奉旨开采。', { dense: 0.25 });
    const own = passage('The river is wide and slow.', { dense: 0.1 });
    const question = 'When was the old pit opened?';
    expect(confidence(question, [foreign, own])).toBeLessThan(confidence(question, [foreign]));
  });

  it('looks beyond the first passage', () => {
    const question = 'When was the Laokeng quarry opened?';
    const other = passage('The river is wide and slow.', { dense: 0.2, coverage: 0 });
    expect(confidence(question, [other, passage(duan)])).toBe(confidence(question, [passage(duan), other]));
  });
});

function confidence(question: string, passages: readonly Passage[]): number {
  return judgeAnswerability({ question, passages, analyse: createAnalyser(), idf: () => 4 });
}

function passage(text: string, lanes: PassageLanes = { dense: 0.4, coverage: 0.8 }): Passage {
  return {
    documentId: text,
    libraryId: 'library',
    documentName: 'stones.txt',
    ordinal: 0,
    start: 0,
    end: text.length,
    text,
    headingPath: [],
    score: 1,
    lanes,
  };
}
