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
    expect([...statedNumbers('two million, thirty-five, a five-year plan')]).toEqual([2_000_000, 35, 5]);
    expect([...statedNumbers('a million of several million and half a million')]).toEqual([1_000_000]);
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

  it('include a number with its scale only', () => {
    expect([...heldNumbers('4 million kilograms')]).toEqual([4_000_000]);
    expect([...heldNumbers('5万人')]).toEqual([50_000]);
    expect([...heldNumbers('3.5 亿元')]).toEqual([350_000_000]);
    expect([...heldNumbers('5百万')]).toEqual([5_000_000]);
    expect([...heldNumbers('3亿5千万')]).toEqual([350_000_000]);
  });

  it('are one value where words stand together', () => {
    expect([...heldNumbers('two hundred and thirty-five thousand')]).toEqual([235_000]);
    expect([...heldNumbers('one million two hundred thousand and six')]).toEqual([1_200_006]);
    expect([...heldNumbers('the twenty-first of nineteen hundred')]).toEqual([21, 1900]);
    expect([...heldNumbers('between one hundred and two thousand')]).toEqual([100, 2000]);
    expect([...heldNumbers('one hundred and two hundred, two and three')]).toEqual([100, 200, 2, 3]);
  });

  it('know how large Chinese numerals are', () => {
    expect([...heldNumbers('二十万和二十亿')]).toEqual([200_000, 2_000_000_000]);
    expect([...heldNumbers('三百五，两万五，二十多万，一百零五')]).toEqual([350, 25_000, 200_000, 105]);
  });
});
