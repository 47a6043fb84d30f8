import { describe, expect, it } from 'vitest';
import { heldNumbers, statedNumbers } from '../../../../src/core/citations/numbers';

describe('stated numbers', () => {
  it('are values, however they are written', () => {
    expect([...statedNumbers('1,160,000')]).toEqual([1_160_000]);
    expect([...statedNumbers('1.16 million')]).toEqual([1_160_000]);
    expect([...statedNumbers('116万')]).toEqual([1_160_000]);
    expect([...statedNumbers('3.5 亿')]).toEqual([350_000_000]);
    expect([...statedNumbers('１９２９年')]).toEqual([1929]);
  });

  it('are taken from words that can be nothing else', () => {
    expect([...statedNumbers('four of them, 三百')]).toEqual([4, 300]);
    expect([...statedNumbers('第三代，七种，二〇一五年')]).toEqual([3, 7, 2015]);
    expect([...statedNumbers('1.16亿元')]).toEqual([116_000_000]);
    expect(statedNumbers('One may second that, 一些四川人十分高兴，统一了').size).toBe(0);
  });
});

describe('held numbers', () => {
  it('include words, months and Chinese numerals', () => {
    expect([...heldNumbers('On the third day four men')]).toEqual([3, 4]);
    expect([...heldNumbers('二〇一五年')]).toContain(2015);
    expect([...heldNumbers('三百二十人，两千零八年')]).toEqual(expect.arrayContaining([320, 2008]));
    expect([...heldNumbers('一百多道工序')]).toContain(100);
    expect([...heldNumbers('一亿二千万元')]).toContain(120_000_000);
    expect(heldNumbers('四川').size).toBe(0);
  });

  it('include a number with and without its scale', () => {
    expect([...heldNumbers('4 million kilograms')]).toEqual(expect.arrayContaining([4, 4_000_000]));
  });
});
