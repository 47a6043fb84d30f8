import { expect, it } from 'vitest';
import { unifyHan } from '../../../src/core/unified-han';

it('radicals and compatibility forms become the characters they look like, one for one', () => {
  expect(unifyHan('⼆⼗四节⽓⻅⾯')).toBe('二十四节气见面');
  expect(unifyHan('⻆⻓⻑⻁⺠⻳⺟')).toBe('角长長虎民龟母');
  expect(unifyHan('\uf96e\uf9d1')).toBe('\u8449\u516d');
});

it('other text is left as it is', () => {
  const text = 'Ａ ﬁ 砚 ① ㎡ ½';
  expect(unifyHan(text)).toBe(text);
});
