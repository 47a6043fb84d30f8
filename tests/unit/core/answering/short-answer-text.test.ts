import { describe, expect, it } from 'vitest';
import { readShortAnswer, writeShortAnswer } from '../../../../src/core/answering/short-answer-text';

describe('a short answer in an answer', () => {
  it('is read as it was written', () => {
    for (const text of ['1592', '2009年', '[draft] 1.5 <b>', 'x_y and z']) {
      expect(readShortAnswer(`${writeShortAnswer(text, 2)}\n\nFrom “Tea”:\n\nIt is. [2]`), text).toBe(text);
    }
  });

  it('is not read where an answer begins with its quotes, or with bold type of its own', () => {
    expect(readShortAnswer('From “Tea”:\n\nIt is **1592** [1]')).toBeUndefined();
    expect(readShortAnswer('**Tea** is a drink [1].')).toBeUndefined();
    expect(readShortAnswer('**Tea** [1] is a drink.')).toBeUndefined();
    expect(readShortAnswer('')).toBeUndefined();
  });
});
