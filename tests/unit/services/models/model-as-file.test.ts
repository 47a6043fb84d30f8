import { BlobReader, Reader, TextWriter, ZipReader } from '@zip.js/zip.js';
import { describe, expect, it } from 'vitest';
import { crc32 } from '../../../../src/core/crc32';
import { readPackageDescription } from '../../../../src/core/models/package-description';
import type { StoredModel } from '../../../../src/core/models/stored-model';
import { storedZip } from '../../../../src/core/stored-zip';
import { modelAsFile } from '../../../../src/services/models/model-as-file';

const contents: Readonly<Record<string, string>> = {
  'mlc-chat-config.json': '{}',
  'shards/params 0.bin': 'weights '.repeat(4000),
};

function stored(paths: readonly string[], change: Partial<StoredModel> = {}): StoredModel {
  return {
    id: 'Qwen3-1.7B-q4f16_1-MLC',
    format: 'mlc',
    task: 'answer',
    name: 'Qwen3 1.7B 砚',
    origin: { kind: 'files' },
    state: 'installed',
    files: paths.map((path) => ({
      path,
      bytes: contents[path]?.length ?? 4,
      sha256: 'ab'.repeat(32),
    })),
    addedAt: 1,
    ...change,
  };
}

function filesOf(paths: readonly string[]): Map<string, File> {
  return new Map(paths.map((path) => [path, new File([contents[path] ?? 'GGUF'], path)]));
}

function options(signal = new AbortController().signal) {
  const reports: number[] = [];
  return { reports, options: { signal, onProgress: (bytes: number) => void reports.push(bytes) } };
}

describe('a model as one file', () => {
  it('is its .gguf file, as it lies there', async () => {
    const model = stored(['own.gguf'], { format: 'gguf' });
    const { name, blob } = await modelAsFile(model, filesOf(['own.gguf']), options().options);
    expect(name).toBe('own.gguf');
    expect(await blob.text()).toBe('GGUF');
  });

  it('is a ZIP that other programs read, with the description that adds it again', async () => {
    const paths = Object.keys(contents);
    const told = options();
    const { name, blob } = await modelAsFile(stored(paths), filesOf(paths), told.options);
    expect(name).toBe('Qwen3 1.7B 砚.zip');
    const reader = new ZipReader(new BlobReader(blob), { checkSignature: true, useWebWorkers: false });
    const read = new Map<string, string>();
    for (const entry of await reader.getEntries()) {
      if (!entry.directory) read.set(entry.filename, await entry.getData(new TextWriter()));
    }
    for (const path of paths) expect(read.get(`Qwen3 1.7B 砚/${path}`)).toBe(contents[path]);
    const description = read.get('Qwen3 1.7B 砚/inkstone-model.json') ?? '';
    expect(readPackageDescription(JSON.parse(description)).files.map(({ path }) => path)).toEqual(paths);
    expect(told.reports.at(-1)).toBeGreaterThan(32_000);
  });

  it('is not made of files that are not there', async () => {
    const made = modelAsFile(stored(['gone.bin']), new Map(), options().options);
    await expect(made).rejects.toMatchObject({ code: 'model-damaged' });
  });

  it('is given up when nobody wants it any more', async () => {
    const paths = Object.keys(contents);
    const made = modelAsFile(stored(paths), filesOf(paths), options(AbortSignal.abort()).options);
    await expect(made).rejects.toThrow();
  });
});

it('the checksum is that of the standard, in one piece or in several', () => {
  const bytes = new TextEncoder().encode('123456789');
  expect(crc32(bytes)).toBe(0xcbf43926);
  expect(crc32(bytes.slice(4), crc32(bytes.slice(0, 4)))).toBe(0xcbf43926);
});

it('a file beyond 4 GB is written with its true size and place', async () => {
  const large = { path: 'large.bin', bytes: 5 * 2 ** 30, crc32: 1 };
  const small = { path: 'small.bin', bytes: 3, crc32: crc32(new TextEncoder().encode('abc')) };
  const { headers, end } = storedZip([large, small], new Date(2026, 0, 2, 3, 4, 6));
  const [first = new Uint8Array(), second = new Uint8Array()] = headers;
  // The bytes of the large file are never asked for: reading the list needs the places alone.
  const pieces = [
    { at: 0, bytes: first },
    { at: first.length + large.bytes, bytes: second },
    { at: first.length + large.bytes + second.length, bytes: new TextEncoder().encode('abc') },
    { at: first.length + large.bytes + second.length + 3, bytes: end },
  ];
  const size = first.length + large.bytes + second.length + 3 + end.length;
  const reader = new ZipReader(new SparseReader(size, pieces), { useWebWorkers: false });
  const entries = await reader.getEntries();
  expect(entries.map(({ filename, uncompressedSize }) => [filename, uncompressedSize])).toEqual([
    ['large.bin', large.bytes],
    ['small.bin', 3],
  ]);
  const [, last] = entries;
  if (!last || last.directory) throw new Error('the second entry is no file');
  expect(await last.getData(new TextWriter())).toBe('abc');
});

interface Piece {
  readonly at: number;
  readonly bytes: Uint8Array;
}

/** A file that is zero but for some pieces. */
class SparseReader extends Reader<readonly Piece[]> {
  readonly #pieces: readonly Piece[];

  constructor(size: number, pieces: readonly Piece[]) {
    super(pieces);
    this.size = size;
    this.#pieces = pieces;
  }

  override readUint8Array(offset: number, length: number): Promise<Uint8Array> {
    const read = new Uint8Array(Math.min(length, this.size - offset));
    for (const { at, bytes } of this.#pieces) {
      for (const [index, byte] of bytes.entries()) {
        const place = at + index - offset;
        if (place >= 0 && place < read.length) read[place] = byte;
      }
    }
    return Promise.resolve(read);
  }
}
