import { describe, expect, it } from 'vitest';
import { streamText, type StreamedPart } from '../../../../workers/importing/text-stream';
import { violationsOf } from '../../../fixtures/rich-text-violations';

const { signal } = new AbortController();
const partBytes = 256;

async function read(file: Blob, encoding = 'utf-8', from = 0, hasText = false): Promise<StreamedPart[]> {
  const parts: StreamedPart[] = [];
  for await (const part of streamText(file, { encoding, from, hasText, partBytes, signal })) parts.push(part);
  return parts;
}

const textOf = (parts: readonly StreamedPart[]) => parts.map(({ document }) => document.text).join('');

function utf16(text: string, isBigEndian = false): Blob {
  const view = new DataView(new ArrayBuffer(text.length * 2));
  for (let i = 0; i < text.length; i += 1) view.setUint16(2 * i, text.charCodeAt(i), !isBigEndian);
  return new Blob([view]);
}

const words = Array.from({ length: 600 }, (_, i) => `word${i}${i % 9 === 0 ? ' ' : ''}`).join(' ');
const lines = Array.from({ length: 120 }, (_, i) => `line ${i} of a text`);
const han = Array.from({ length: 1200 }, (_, i) => String.fromCodePoint(0x4e00 + ((i * 7) % 900))).join('');
/** The same number of two characters of EUC-KR over and over, one byte out of step with the parts. */
const korean = new Uint8Array([0x61, ...Array.from({ length: 1500 }, () => [0xb0, 0xa1, 0xb3, 0xaa]).flat()]);

describe('a text in a single line', () => {
  it.each([
    ['of words', words, 'utf-8', new Blob([words])],
    ['of words, in UTF-16', words, 'utf-16le', utf16(words)],
    ['of words, in UTF-16, high bytes first', words, 'utf-16be', utf16(words, true)],
    ['of characters without spaces', han, 'utf-8', new Blob([han])],
    ['of characters without spaces, in UTF-16', han, 'utf-16le', utf16(han)],
    ['of characters of two bytes', `a${'가나'.repeat(1500)}`, 'euc-kr', new Blob([korean])],
  ])('%s is read as it stands', async (_, text, encoding, file) => {
    const parts = await read(file, encoding);
    expect(parts.length).toBeGreaterThan(2);
    expect(textOf(parts)).toBe(text);
    expect(parts.every(({ undecodable }) => undecodable === 0)).toBe(true);
  });

  it('is parted between its words', async () => {
    const all = new Set(words.split(/\s+/));
    for (const { document } of await read(new Blob([words]))) {
      const own = document.text.trim().split(/\s+/);
      expect(own.filter((word) => !all.has(word))).toEqual([]);
    }
  });

  it('goes on as if it had not been cut off', async () => {
    const parts = await read(new Blob([words]));
    for (const [i, { bytesRead }] of parts.entries()) {
      const rest = await read(new Blob([words]), 'utf-8', bytesRead, true);
      expect(textOf(rest)).toBe(textOf(parts.slice(i + 1)));
    }
  });

  it('keeps its blocks where they stand', async () => {
    for (const { document } of await read(new Blob([words]))) {
      const [block, ...others] = document.blocks;
      expect(others).toEqual([]);
      expect(document.text.slice(block?.start, block?.end)).toBe(document.text.trim());
    }
  });
});

it.each([
  ['line feeds', '\n'],
  ['carriage returns', '\r'],
  ['both', '\r\n'],
])('lines that end in %s are never parted inside', async (_, lineEnd) => {
  for (const [file, encoding] of [
    [new Blob([lines.join(lineEnd)]), 'utf-8'],
    [utf16(lines.join(lineEnd)), 'utf-16le'],
  ] as const) {
    const parts = await read(file, encoding);
    expect(parts.length).toBeGreaterThan(2);
    expect(textOf(parts).split(/\n+/)).toEqual(lines);
    for (const { document } of parts) expect(violationsOf(document)).toEqual([]);
  }
});

it.each([['\n\n'], ['\r\r'], ['\r\n\r\n']])('parts end between paragraphs: %j', async (gap) => {
  const paragraphs = lines.map((line, i) =>
    i % 3 === 2 ? line + gap : `${line}${gap.slice(gap.length / 2)}`,
  );
  const parts = await read(new Blob([paragraphs.join('')]));
  expect(parts.length).toBeGreaterThan(2);
  expect(textOf(parts)).toBe(paragraphs.join('').replace(/\r\n?/g, '\n').trim());
});

it('a stretch of white space longer than a part keeps apart what stands around it', async () => {
  const inLine = `one${' '.repeat(3000)}two`;
  expect(textOf(await read(new Blob([inLine])))).toBe(inLine);
  const between = await read(new Blob([`one\n${' '.repeat(3000)}two`]));
  expect(textOf(between).split(/\s+/)).toEqual(['one', 'two']);
});
