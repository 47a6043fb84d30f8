import { describe, expect, it } from 'vitest';
import { en } from '../../../src/i18n/en';
import { zh } from '../../../src/i18n/zh';

/** The words of every message that takes no values, by path. */
function words(messages: object, path = ''): [path: string, text: string][] {
  return Object.entries(messages).flatMap(([key, value]: [string, unknown]) => {
    if (typeof value === 'string') return [[`${path}${key}`, value] as [string, string]];
    return typeof value === 'object' && value !== null ? words(value, `${path}${key}.`) : [];
  });
}

describe('messages', () => {
  it('count in the singular and the plural', () => {
    expect(en.documents.pages(1, 'page')).toBe('1 page');
    expect(en.documents.pages(1200, 'slide')).toBe('1,200 slides');
    expect(zh.documents.pages(1, 'page')).toBe('1 页');
  });

  it('are never empty, never shout and never say sorry for nothing', () => {
    for (const [path, text] of [...words(en), ...words(zh)]) {
      expect(text.trim(), path).not.toBe('');
      expect(text, path).not.toMatch(/[!！]|oops|哎呀/i);
    }
  });

  it('use full-width punctuation in Chinese', () => {
    for (const [path, text] of words(zh)) {
      expect(text, path).not.toMatch(/[\u4e00-\u9fff][,;:?]/);
    }
  });

  it('differ between the languages, but for names', () => {
    const chinese = new Map(words(zh));
    const same = words(en).filter(([path, text]) => chinese.get(path) === text);
    expect(same.map(([path]) => path).sort()).toEqual([
      'app.mark',
      'chat.trace.engines.webllm',
      'chat.trace.engines.wllama',
      'documents.formats.json',
      'documents.formats.markdown',
      'documents.formats.pdf',
      'settings.locales.en',
      'settings.locales.zh',
    ]);
  });
});
