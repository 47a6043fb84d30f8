import { describe, expect, it } from 'vitest';
import { splitIntoChunks } from '../../../src/core/chunking';
import type { Block, RichText } from '../../../src/core/rich-text';

/** Words and Han characters: near enough to any tokenizer. */
const countTokens = (texts: readonly string[]): number[] =>
  texts.map((text) => text.match(/[\u3400-\u9fff]|[^\s\u3400-\u9fff]+/g)?.length ?? 0);

function documentOf(parts: readonly (readonly [kind: Block['kind'], text: string])[]): RichText {
  let text = '';
  const blocks = parts.map(([kind, content]): Block => {
    if (text !== '') text += '\n\n';
    const span = { start: text.length, end: text.length + content.length };
    text += content;
    if (kind === 'heading') return { kind, level: content.startsWith('##') ? 2 : 1, ...span };
    if (kind === 'list-item') return { kind, level: 1, ...span };
    if (kind === 'table') return { kind, cells: [], ...span };
    return { kind, ...span };
  });
  return { text, blocks, marks: [], pages: [] };
}

const sentence = 'The stone is cut and polished by hand. ';
const zhSentence = '石料由工匠手工切割并打磨。';

function expectWhole(document: RichText, targetTokens: number): void {
  const chunks = splitIntoChunks(document, { countTokens, targetTokens });
  let end = 0;
  for (const [i, chunk] of chunks.entries()) {
    expect(chunk.ordinal).toBe(i);
    expect(chunk.text).toBe(document.text.slice(chunk.start, chunk.end));
    expect(document.text.slice(end, chunk.start).trim()).toBe('');
    expect(chunk.start).toBeGreaterThanOrEqual(end);
    end = chunk.end;
  }
  expect(document.text.slice(end).trim()).toBe('');
}

describe('chunks', () => {
  it('hold every word of the document exactly once, whatever its shape', () => {
    let state = 7;
    const next = (limit: number): number => {
      state = (state * 1103515245 + 12345) % 2147483648;
      return Math.floor((state / 2147483648) * limit);
    };
    const kinds: Block['kind'][] = ['heading', 'paragraph', 'list-item', 'code', 'table', 'quote'];
    for (let round = 0; round < 60; round += 1) {
      const parts = Array.from({ length: 1 + next(25) }, () => {
        const kind = kinds[next(kinds.length)] ?? 'paragraph';
        if (kind === 'heading') return [kind, `${next(2) ? '## ' : ''}Heading ${next(100)}`] as const;
        const filler =
          [sentence, zhSentence, 'line of code();\n', 'a\tb\tc\n', '😀 ', 'nospace'][next(6)] ?? '';
        return [kind, filler.repeat(1 + next(80)).trim()] as const;
      });
      expectWhole(documentOf(parts), 20 + next(100));
    }
  });

  it('stay within the target when the text can be cut', () => {
    const document = documentOf([['paragraph', sentence.repeat(200)]]);
    const chunks = splitIntoChunks(document, { countTokens, targetTokens: 100 });
    expect(Math.max(...chunks.map((chunk) => chunk.tokens))).toBeLessThanOrEqual(100);
    expect(chunks.every((chunk) => chunk.text.endsWith('.'))).toBe(true);
  });

  it('end at sentence ends in Chinese too', () => {
    const document = documentOf([['paragraph', zhSentence.repeat(60)]]);
    const chunks = splitIntoChunks(document, { countTokens, targetTokens: 100 });
    expect(chunks.length).toBeGreaterThan(5);
    expect(chunks.every((chunk) => chunk.text.endsWith('。'))).toBe(true);
  });

  it('know the headings above them and keep a heading with its text', () => {
    const document = documentOf([
      ['heading', 'Stone'],
      ['paragraph', sentence.repeat(6)],
      ['heading', '## Duan'],
      ['paragraph', sentence.repeat(6)],
      ['heading', '## She'],
      ['paragraph', sentence.repeat(6)],
    ]);
    const chunks = splitIntoChunks(document, { countTokens, targetTokens: 60 });
    expect(chunks.map((chunk) => chunk.headingPath)).toEqual([
      ['Stone'],
      ['Stone', '## Duan'],
      ['Stone', '## She'],
    ]);
    expect(chunks[1]?.text.startsWith('## Duan')).toBe(true);
  });

  it('cut code at line ends and a line without any break between characters', () => {
    const code = documentOf([['code', 'const answer = compute(a, b);\n'.repeat(80)]]);
    for (const chunk of splitIntoChunks(code, { countTokens, targetTokens: 50 })) {
      expect(chunk.text).toMatch(/;$/);
    }
    const endless = documentOf([['paragraph', '😀砚'.repeat(3000)]]);
    const chunks = splitIntoChunks(endless, { countTokens, targetTokens: 100 });
    expect(chunks.length).toBeGreaterThan(20);
    expect(chunks.every((chunk) => !/^[\uDC00-\uDFFF]|[\uD800-\uDBFF]$/.test(chunk.text))).toBe(true);
  });

  it('carry the page that they begin on', () => {
    const document = documentOf([
      ['paragraph', sentence.repeat(5)],
      ['paragraph', sentence.repeat(5)],
    ]);
    const pages = [
      { number: 1, start: 0, end: 197 },
      { number: 2, start: 197, end: document.text.length },
    ];
    const chunks = splitIntoChunks({ ...document, pages }, { countTokens, targetTokens: 45 });
    expect(chunks.map((chunk) => chunk.page)).toEqual([1, 2]);
  });

  it('of a document of 100,000 blocks are made in linear time', () => {
    const document = documentOf(Array.from({ length: 100_000 }, () => ['list-item', 'one item'] as const));
    const start = performance.now();
    const chunks = splitIntoChunks(document, { countTokens });
    console.log(`100,000 blocks: ${chunks.length} chunks in ${Math.round(performance.now() - start)} ms`);
    expect(chunks.length).toBeGreaterThan(500);
  });

  it('of text without blocks are still made', () => {
    expectWhole({ text: sentence.repeat(50), blocks: [], marks: [], pages: [] }, 40);
    expect(splitIntoChunks({ text: '', blocks: [], marks: [], pages: [] }, { countTokens })).toEqual([]);
  });
});
