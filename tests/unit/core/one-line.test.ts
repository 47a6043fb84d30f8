import { describe, expect, it } from 'vitest';
import { lineJoint } from '../../../src/core/cjk';
import { oneLine, paragraphsOnOneLine } from '../../../src/core/one-line';

describe('on one line', () => {
  it('lines of Chinese go on without a space, others with one', () => {
    expect(
      oneLine(
        ' 桥面可以并行两辆手推车，至今仍在通行。\n1987年，由省里派来的三位专家和县文物\n 保护所的工作人员一起做了第一次测绘。\r\n“青溪桥”\n',
      ),
    ).toBe(
      '桥面可以并行两辆手推车，至今仍在通行。1987年，由省里派来的三位专家和县文物保护所的工作人员一起做了第一次测绘。“青溪桥”',
    );
    expect(
      oneLine('这座桥由当地的石匠和村民一起修建于\n1589年（也就是明朝万历年间，距今很久）（\n万历）'),
    ).toBe('这座桥由当地的石匠和村民一起修建于 1589年（也就是明朝万历年间，距今很久）（万历）');
    expect(oneLine('An inkstone\n  is a slab.\nIt is wet.')).toBe('An inkstone is a slab. It is wet.');
    expect(oneLine(`${'墨'.repeat(16)}\u{20000}\n砚`)).toBe(`${'墨'.repeat(16)}\u{20000}砚`);
    expect(oneLine('한국어\n문장')).toBe('한국어 문장');
  });

  it('a space that was written stays', () => {
    expect(oneLine('第一章。 Ink　stone')).toBe('第一章。 Ink stone');
  });

  it('items of a list, shorter than a line that is wrapped, stay apart', () => {
    expect(oneLine('毛笔\n墨条\n宣纸')).toBe('毛笔 墨条 宣纸');
  });

  it('a heading is told apart from what stands below it', () => {
    expect(paragraphsOnOneLine('参观须知\n\n古桥每天上午九点到下午五点半对游人\n开放。\n \n\nEnd ')).toBe(
      '参观须知 · 古桥每天上午九点到下午五点半对游人开放。 · End',
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
