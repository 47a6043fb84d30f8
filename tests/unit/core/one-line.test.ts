import { describe, expect, it } from 'vitest';
import { lineJoint } from '../../../src/core/cjk';
import { oneLine, paragraphsOnOneLine } from '../../../src/core/one-line';

describe('on one line', () => {
  it('lines of Chinese go on without a space, others with one', () => {
    expect(oneLine(' 手推车通行。\n1987年，县文物\n 保护所测绘。\r\n“青溪桥”\n')).toBe(
      '手推车通行。1987年，县文物保护所测绘。“青溪桥”',
    );
    expect(oneLine('建于\n1589年（\n万历）')).toBe('建于 1589年（万历）');
    expect(oneLine('An inkstone\n  is a slab.\nIt is wet.')).toBe('An inkstone is a slab. It is wet.');
    expect(oneLine('龍\u{20000}\n砚')).toBe('龍\u{20000}砚');
    expect(oneLine('한국어\n문장')).toBe('한국어 문장');
  });

  it('a space that was written stays', () => {
    expect(oneLine('第一章。 Ink　stone')).toBe('第一章。 Ink stone');
  });

  it('a heading is told apart from what stands below it', () => {
    expect(paragraphsOnOneLine('参观须知\n\n古桥每天\n开放。\n \n\nEnd ')).toBe(
      '参观须知 · 古桥每天开放。 · End',
    );
  });
});

it('a line break beside full-width punctuation stands for nothing, whatever is on its other side', () => {
  expect(lineJoint('通行。', '1987年')).toBe('');
  expect(lineJoint('WebGPU', '（图形）')).toBe('');
  expect(lineJoint('建于', '1589年')).toBe(' ');
  expect(lineJoint('通行.', '1987年')).toBe(' ');
  expect(lineJoint('ＡＢ', 'ink')).toBe(' ');
});
