import { describe, expect, it } from 'vitest';
import { createFormat } from '../../../src/i18n/format';
import { preferredLocale } from '../../../src/i18n/locale';

const en = createFormat('en');
const zh = createFormat('zh');

describe('formats', () => {
  it('give bytes the unit that suits their size', () => {
    expect([0, 999, 1200, 46_000, 11_800_000, 2_500_000_000].map(en.bytes)).toEqual([
      '0 B',
      '999 B',
      '1.2 kB',
      '46 kB',
      '12 MB',
      '2.5 GB',
    ]);
  });

  it('give a length of time in seconds or minutes', () => {
    expect([240, 8400, 42_000, 61_000].map(en.duration)).toEqual(['0.2 sec', '8.4 sec', '42 sec', '2 min']);
    expect(zh.duration(8400)).toBe('8.4 秒');
  });

  it('join a list as the language does', () => {
    expect(en.list(['English', 'Chinese'])).toBe('English and Chinese');
    expect(zh.list(['英文', '中文'])).toBe('英文和中文');
  });

  it('put sentences one after another as the language does', () => {
    expect(en.sentences(['Read.', '', 'Kept.'])).toBe('Read. Kept.');
    expect(zh.sentences(['已读取。', '', '已保留。'])).toBe('已读取。已保留。');
  });
});

describe('the language of the interface', () => {
  it('is the first of the browser that the app speaks', () => {
    expect(preferredLocale(['fr-FR', 'zh-TW', 'en'])).toBe('zh');
    expect(preferredLocale(['en-GB', 'zh'])).toBe('en');
    expect(preferredLocale(['fr'])).toBe('en');
  });
});
