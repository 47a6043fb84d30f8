import { describe, expect, it } from 'vitest';
import { splitIntoChunks } from '../../../src/core/chunking';
import { chunksInDocument, cutDocument } from '../../../src/core/document-parts';
import { RichTextBuilder } from '../../../src/core/rich-text-builder';

const countTokens = (texts: readonly string[]): number[] => texts.map((text) => Math.ceil(text.length / 4));

function documentOf(sections: number) {
  const builder = new RichTextBuilder();
  builder.addBlock({ kind: 'heading', level: 1 }, { text: 'Top', marks: [] });
  for (let i = 0; i < sections; i += 1) {
    builder.beginPage(i + 1);
    builder.addBlock({ kind: 'heading', level: 2 }, { text: `Section ${i}`, marks: [] });
    for (let k = 0; k < 6; k += 1) {
      builder.addBlock(
        { kind: 'paragraph' },
        { text: `${i}.${k} ${'ink and stone '.repeat(30)}`, marks: [] },
      );
    }
    builder.addTable([
      { cells: [{ isHeader: true, content: { text: `cell ${i}`, marks: [] } }] },
      { cells: [{ isHeader: false, content: { text: 'ink', marks: [] } }] },
    ]);
  }
  return builder.build();
}

describe('a document cut into parts', () => {
  it('is whole again when they are joined, and each part begins with a heading', () => {
    const document = documentOf(20);
    const parts = [...cutDocument(document, 0, 8000)];
    expect(parts.length).toBeGreaterThan(4);
    expect(parts.map((part) => part.document.text).join('')).toBe(document.text);
    for (const { document: part, above } of parts.slice(1)) {
      expect(part.text).toMatch(/^Section/);
      expect(above.headings.map(({ level }) => level)).toEqual([1, 2]);
      for (const block of part.blocks) {
        expect(part.text.slice(block.start, block.end).trim()).toBe(part.text.slice(block.start, block.end));
      }
    }
  });

  it('gives the chunks that the whole document has, but for where it was cut', () => {
    const document = documentOf(20);
    const whole = splitIntoChunks(document, { countTokens });
    let count = 0;
    const chunks = [...cutDocument(document, 0, 8000)].flatMap((part) => {
      const { document: ofDocument, above } = part;
      const ofPart = chunksInDocument(splitIntoChunks(ofDocument, { countTokens, above }), part, count);
      count += ofPart.length;
      return ofPart;
    });
    expect(chunks.map(({ ordinal }) => ordinal)).toEqual(chunks.map((_, i) => i));
    for (const { start, end, text } of chunks) expect(document.text.slice(start, end)).toBe(text);
    const places = (all: typeof whole): string[] =>
      all.map(({ start, page, headingPath }) => `${start} ${String(page)} ${headingPath.join('/')}`);
    const missing = places(whole).filter((place) => !places(chunks).includes(place));
    expect(missing.length).toBeLessThan(whole.length / 10);
  });

  it('goes on from where it was cut before', () => {
    const document = documentOf(20);
    const [first, ...rest] = cutDocument(document, 0, 8000);
    expect([...cutDocument(document, first?.document.text.length, 8000)]).toEqual(rest);
  });

  it('repeats the header of a table that it is cut in', () => {
    const builder = new RichTextBuilder();
    const row = (isHeader: boolean, ...texts: string[]) => ({
      cells: texts.map((text) => ({ isHeader, content: { text, marks: [] } })),
    });
    const rows = Array.from({ length: 800 }, (_, i) => row(false, `ink ${i}`, `${i} g of soot`));
    builder.addTable([row(true, 'kind', 'weight'), ...rows]);
    const document = builder.build();
    const parts = [...cutDocument(document, 0, 8000)];
    expect(parts.length).toBeGreaterThan(1);
    const chunks = parts.flatMap((part) => {
      const ofPart = splitIntoChunks(part.document, { countTokens, above: part.above });
      return chunksInDocument(ofPart, part, 0);
    });
    for (const { start, end, text, tableHeader } of chunks) {
      expect(document.text.slice(start, end)).toBe(text);
      expect(tableHeader).toBe(start === 0 ? undefined : 'kind\tweight');
    }
  });

  it('is cut inside a block that is longer than a part, at the end of a line', () => {
    const builder = new RichTextBuilder();
    builder.addBlock({ kind: 'code' }, { text: 'let ink = stone;\n'.repeat(2000), marks: [] });
    const document = builder.build();
    const parts = [...cutDocument(document, 0, 8000)];
    expect(parts.length).toBeGreaterThan(3);
    expect(parts.map((part) => part.document.text).join('')).toBe(document.text);
    expect(parts.slice(0, -1).every((part) => part.document.text.endsWith('\n'))).toBe(true);
  });
});
