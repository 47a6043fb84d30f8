import { describe, expect, it } from 'vitest';
import { indexedText, type Chunk } from '../../../src/core/chunk';
import { chunkingSteps, splitIntoChunks, type ChunkingOptions } from '../../../src/core/chunking';
import type { Block, RichText } from '../../../src/core/rich-text';
import type { SplittingStrategy } from '../../../src/core/splitting';

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

const structure = (tokens: number): SplittingStrategy => ({ kind: 'structure', tokens });

const sentence = 'The stone is cut and polished by hand. ';
const zhSentence = '石料由工匠手工切割并打磨。';

const random = (() => {
  let state = 7;
  return (limit: number): number => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return Math.floor((state / 2147483648) * limit);
  };
})();

function randomDocument(): RichText {
  const kinds: Block['kind'][] = ['heading', 'paragraph', 'list-item', 'code', 'table', 'quote'];
  const fillers = [sentence, zhSentence, 'line of code();\n', 'a\tb\tc\n', '😀 ', 'nospace', '砚台'];
  return documentOf(
    Array.from({ length: 1 + random(25) }, () => {
      const kind = kinds[random(kinds.length)] ?? 'paragraph';
      if (kind === 'heading') return [kind, `${random(2) ? '## ' : ''}Heading ${random(100)}`] as const;
      return [kind, (fillers[random(fillers.length)] ?? '').repeat(1 + random(80)).trim()] as const;
    }),
  );
}

/** Every word of the document is in a chunk, and in two only where a sentence leads over. */
function expectWhole(document: RichText, options: Partial<ChunkingOptions>): Chunk[] {
  const chunks = splitIntoChunks(document, { countTokens, ...options });
  let end = 0;
  for (const [i, chunk] of chunks.entries()) {
    expect(chunk.ordinal).toBe(i);
    expect(chunk.text).toBe(document.text.slice(chunk.start, chunk.end));
    expect(document.text.slice(end, chunk.start).trim()).toBe('');
    expect(chunk.start).toBeGreaterThanOrEqual(chunks[i - 1]?.start ?? 0);
    expect(chunk.end).toBeGreaterThan(end);
    end = chunk.end;
  }
  expect(document.text.slice(end).trim()).toBe('');
  return chunks;
}

describe('chunks', () => {
  it('hold every word of the document, whatever its shape', () => {
    for (let round = 0; round < 80; round += 1) {
      expectWhole(randomDocument(), { splitting: structure(20 + random(100)) });
    }
  });

  it('are never longer than the model sees, title and headings included', () => {
    for (let round = 0; round < 80; round += 1) {
      const title = 'A title of several words '.repeat(1 + random(4)).trim();
      const maxTokens = 80 + random(100);
      const chunks = expectWhole(randomDocument(), { splitting: structure(256), maxTokens, title });
      for (const chunk of chunks) {
        expect(chunk.tokens).toBeLessThanOrEqual(maxTokens);
        expect([chunk.tokens]).toEqual(countTokens([indexedText(title, chunk)]));
      }
    }
  });

  it('stay near the target when the text can be cut, and end with a sentence', () => {
    const document = documentOf([['paragraph', sentence.repeat(200)]]);
    const chunks = splitIntoChunks(document, { countTokens, splitting: structure(100) });
    expect(Math.max(...chunks.map((chunk) => chunk.tokens))).toBeLessThanOrEqual(125);
    expect(chunks.every((chunk) => chunk.text.endsWith('.'))).toBe(true);
  });

  it('repeat the last sentence only where a paragraph goes on', () => {
    const numbered = (from: number, count: number): string =>
      Array.from({ length: count }, (_, i) => `Sentence number ${from + i} is here.`).join(' ');
    const document = documentOf([
      ['paragraph', numbered(1, 30)],
      ['paragraph', numbered(31, 15)],
      ['paragraph', numbered(46, 15)],
    ]);
    const chunks = expectWhole(document, { splitting: structure(80) });
    const [first, second] = chunks;
    expect(first?.text.endsWith(second?.text.slice(0, second.text.indexOf('.') + 1) ?? '?')).toBe(true);
    const blockStarts = document.blocks.map((block) => block.start);
    const cleanCuts = chunks.filter((chunk, i) => chunk.start >= (chunks[i - 1]?.end ?? 0));
    expect(cleanCuts.every((chunk) => blockStarts.includes(chunk.start))).toBe(true);
  });

  it('put tiny sections together, but none with what stands above it', () => {
    const tiny = 'A short remark.';
    const document = documentOf([
      ['heading', 'First'],
      ['paragraph', sentence.repeat(8)],
      ['heading', '## Term one'],
      ['paragraph', tiny],
      ['heading', '## Term two'],
      ['paragraph', tiny],
      ['heading', 'Second'],
      ['paragraph', sentence.repeat(8)],
    ]);
    const chunks = expectWhole(document, { splitting: structure(80) });
    expect(chunks.map((chunk) => chunk.headingPath)).toEqual([['First'], ['Second']]);
    expect(chunks[0]?.text.endsWith(tiny)).toBe(true);
    expect(chunks[1]?.text.startsWith('Second')).toBe(true);
  });

  it('of an outline without text hold its headings', () => {
    const outline = documentOf(Array.from({ length: 400 }, (_, i) => ['heading', `## Point ${i}`] as const));
    const chunks = expectWhole(outline, { splitting: structure(60) });
    expect(Math.max(...chunks.map((chunk) => chunk.tokens))).toBeLessThanOrEqual(75);
  });

  it('end at sentence ends in Chinese too', () => {
    const document = documentOf([['paragraph', zhSentence.repeat(60)]]);
    const chunks = splitIntoChunks(document, { countTokens, splitting: structure(100) });
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
    const chunks = splitIntoChunks(document, { countTokens, splitting: structure(60) });
    expect(chunks.map((chunk) => chunk.headingPath)).toEqual([
      ['Stone'],
      ['Stone', '## Duan'],
      ['Stone', '## She'],
    ]);
    expect(chunks[1]?.text.startsWith('## Duan')).toBe(true);
  });

  it('cut code at line ends and a line without any break between characters', () => {
    const code = documentOf([['code', 'const answer = compute(a, b);\n'.repeat(80)]]);
    for (const chunk of splitIntoChunks(code, { countTokens, splitting: structure(50) })) {
      expect(chunk.text).toMatch(/;$/);
    }
    const endless = documentOf([['paragraph', '😀砚'.repeat(3000)]]);
    const chunks = splitIntoChunks(endless, { countTokens, splitting: structure(100) });
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
    const chunks = splitIntoChunks({ ...document, pages }, { countTokens, splitting: structure(45) });
    expect(chunks.map((chunk) => chunk.page)).toEqual([1, 2]);
  });

  it('of a document of 100,000 blocks are made in linear time', () => {
    const document = documentOf(Array.from({ length: 100_000 }, () => ['list-item', 'one item'] as const));
    const start = performance.now();
    const chunks = splitIntoChunks(document, { countTokens });
    console.log(`100,000 blocks: ${chunks.length} chunks in ${Math.round(performance.now() - start)} ms`);
    expect(chunks.length).toBeGreaterThan(500);
  });

  it('are made in steps that count a little at a time', () => {
    const document = documentOf(
      Array.from({ length: 500 }, () => ['paragraph', sentence.repeat(20)] as const),
    );
    let counted = 0;
    const steps = chunkingSteps(document, {
      countTokens: (texts) => {
        counted += texts.join('').length;
        return countTokens(texts);
      },
    });
    let most = 0;
    for (;;) {
      const before = counted;
      const step = steps.next();
      most = Math.max(most, counted - before);
      if (!step.done) continue;
      expect(step.value).toEqual(splitIntoChunks(document, { countTokens }));
      break;
    }
    expect(most).toBeLessThan(document.text.length / 4);
  });

  it('of text without blocks are still made', () => {
    expectWhole(
      { text: sentence.repeat(50), blocks: [], marks: [], pages: [] },
      { splitting: structure(40) },
    );
    expect(splitIntoChunks({ text: '', blocks: [], marks: [], pages: [] }, { countTokens })).toEqual([]);
  });
});
