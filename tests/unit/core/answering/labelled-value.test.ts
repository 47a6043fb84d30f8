import { describe, expect, it } from 'vitest';
import { isLabelledFor } from '../../../../src/core/answering/labelled-value';

describe('a labelled value', () => {
  it.each([
    ['place', '地点：上海市静安区。', '会议在哪里开？'],
    ['place', '地点:上海市静安区。', 'Where was the meeting held?'],
    ['place', 'Location: Room 4, first floor', 'Where is the workshop?'],
    ['time', '会议时间：2024年9月12日。', '会议是什么时候开的？'],
    ['time', 'Date: 12 September', 'When was the workshop?'],
  ] as const)('answers for a %s in “%s”', (kind, sentence, question) => {
    expect(isLabelledFor(kind, sentence, question)).toBe(true);
  });

  it('of another kind, or of something else, does not', () => {
    expect(isLabelledFor('time', '地点：上海市。', '会议是什么时候开的？')).toBe(false);
    expect(isLabelledFor('time', '会议时间：2024年9月12日。', '旗舰店什么时候开业？')).toBe(false);
    expect(isLabelledFor('place', 'They meet at a place: the hall.', 'Where do they meet?')).toBe(false);
  });
});
