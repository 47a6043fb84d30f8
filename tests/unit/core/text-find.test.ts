import { describe, expect, it } from 'vitest';
import { findInText } from '../../../src/core/text-find';

function found(text: string, query: string): string[] {
  return [...findInText(text, query)].flat().map(({ start, end }) => text.slice(start, end));
}

describe('what is typed is found', () => {
  it('in any case, width and accent', () => {
    expect(found('Ink, INK and ｉｎｋ; inky.', 'ink')).toEqual(['Ink', 'INK', 'ｉｎｋ', 'ink']);
    expect(found('编号ＡＢ１２与ab12', 'AB12')).toEqual(['ＡＢ１２', 'ab12']);
    expect(found('Le café des rêves', 'CAFE')).toEqual(['café']);
    expect(found('a “quoted” word, well–known', '"quoted" word')).toEqual(['“quoted” word']);
    expect(found('well–known', 'well-known')).toEqual(['well–known']);
  });

  it('in Chinese, over the end of a line', () => {
    expect(found('端砚产于广\n东肇庆。广东', '广东')).toEqual(['广\n东', '广东']);
    expect(found('好笔有四德：尖、齐、圆、健。', '四德:尖')).toEqual(['四德：尖']);
  });

  it('over any white space, where there is some', () => {
    expect(found('slow\n  circles, slow circles, slowcircles', 'slow circles')).toEqual([
      'slow\n  circles',
      'slow circles',
    ]);
  });

  it('as it is written, whatever signs it holds', () => {
    expect(found('f(x) = [a|b]* and f(y)', 'f(x) = [a|b]*')).toEqual(['f(x) = [a|b]*']);
    expect(found('abc', '.')).toEqual([]);
    expect(found('C:\\ink', '\\')).toEqual(['\\']);
  });

  it('at its own place beside characters that grow in lower case', () => {
    const text = 'İİİ ink İ ink';
    const ranges = [...findInText(text, 'ink')].flat();
    expect(ranges.map(({ start, end }) => text.slice(start, end))).toEqual(['ink', 'ink']);
  });

  it('once each, where slices meet', () => {
    const words = 'aa '.repeat(60_000);
    const ranges = [...findInText(words, 'aa aa')].flat();
    expect(ranges).toHaveLength(30_000);
    expect(ranges.every(({ start }, i) => start === i * 6)).toBe(true);
  });

  it('and nothing by an empty query', () => {
    expect(found('text', '')).toEqual([]);
    expect(found('te xt', '  ')).toEqual([]);
  });
});
