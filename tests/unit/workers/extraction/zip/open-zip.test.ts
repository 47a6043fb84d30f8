import { constants, deflateRawSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { openZip, type ZipOptions } from '../../../../../workers/engines/extraction/zip/open-zip';
import { ZipBudget } from '../../../../../workers/engines/extraction/zip/zip-bounds';
import { zipFile, zipOfOverlaps, zipOfPacked } from '../../../../fixtures/zip-file';

const mebibyte = 1024 * 1024;
const signal = new AbortController().signal;

function open(file: Blob, options: Partial<ZipOptions> = {}) {
  return openZip(file, { signal, ...options });
}

describe('an archive', () => {
  it('lists its files and gives their text, bytes and blobs', async () => {
    const zip = await open(
      await zipFile([
        { name: 'word/', content: '' },
        { name: 'word/a.xml', content: '砚台' },
      ]),
    );
    expect(zip.entries).toEqual([{ name: 'word/a.xml', sizeBytes: 6, isEncrypted: false }]);
    await expect(zip.text('word/a.xml')).resolves.toBe('砚台');
    await expect(zip.text('WORD/A.XML')).resolves.toBe('砚台');
    expect((await zip.bytes('word/a.xml')).length).toBe(6);
    expect((await zip.blob('word/a.xml')).size).toBe(6);
    expect([zip.has('word/a.xml'), zip.has('b.xml')]).toEqual([true, false]);
  });

  it('gives UTF-16 text by its byte order mark', async () => {
    const content = Uint8Array.of(0xff, 0xfe, 0x41, 0, 0x42, 0);
    const zip = await open(await zipFile([{ name: 'a', content }]));
    await expect(zip.text('a')).resolves.toBe('AB');
  });

  it('reads names that an old Chinese program wrote', async () => {
    const rawName = Uint8Array.of(0xd1, 0xe2, 0xcc, 0xa8, 0x2e, 0x74, 0x78, 0x74);
    const zip = await open(await zipFile([{ name: '', rawName, content: 'x' }]));
    expect(zip.entries.map(({ name }) => name)).toEqual(['砚台.txt']);
  });

  it('names files without what would lead outside, and mends slashes', async () => {
    const names = ['../up.txt', 'a/../../b.txt', 'C:\\c.txt', 'nul\0.txt', '/word/d.xml', 'word\\e.xml'];
    const zip = await open(await zipFile(names.map((name) => ({ name, content: 'x' }))));
    expect(zip.entries.map(({ name }) => name)).toEqual([
      'up.txt',
      'a/b.txt',
      'c.txt',
      'nul.txt',
      'word/d.xml',
      'word/e.xml',
    ]);
  });

  it('without the asked entry is corrupt', async () => {
    const zip = await open(await zipFile([{ name: 'a', content: 'x' }]));
    await expect(zip.text('b')).rejects.toMatchObject({ code: 'corrupt' });
  });

  it('locked by a password is encrypted', async () => {
    const zip = await open(await zipFile([{ name: 'a', content: 'x'.repeat(40), isLocked: true }]));
    expect(zip.entries[0]?.isEncrypted).toBe(true);
    await expect(zip.text('a')).rejects.toMatchObject({ code: 'encrypted' });
  });

  it('cut short, or with other bytes than it says, is corrupt', async () => {
    const whole = await zipFile([{ name: 'a', content: 'Text that goes on for a while. '.repeat(20) }]);
    await expect(open(whole.slice(0, 50))).rejects.toMatchObject({ code: 'corrupt' });
    const bytes = new Uint8Array(await whole.arrayBuffer());
    bytes.fill(0x55, 36, 44);
    const damaged = await open(new Blob([bytes]));
    await expect(damaged.text('a')).rejects.toMatchObject({ code: 'corrupt' });
  });

  it('stops with the reason of its signal', async () => {
    const controller = new AbortController();
    const zip = await openZip(await zipFile([{ name: 'a', content: 'x' }]), { signal: controller.signal });
    controller.abort();
    await expect(zip.text('a')).rejects.toMatchObject({ name: 'AbortError' });
  });

  it('lets a reader leave in the middle', async () => {
    const zip = await open(await zipFile([{ name: 'a', content: 'abc'.repeat(mebibyte) }]));
    for await (const piece of zip.stream('a')) {
      expect(piece.length).toBeGreaterThan(0);
      break;
    }
    await expect(zip.text('a')).resolves.toHaveLength(3 * mebibyte);
  });
});

describe('an archive made to fill memory', { timeout: 60_000 }, () => {
  it.each([
    ['and says so', 4 * 1024 * mebibyte - 2, 'too-large'],
    ['and says it is small', 1000, 'corrupt'],
  ])(
    'with ten gigabytes of zeros in one entry %s is refused before its end',
    async (_, claimedBytes, code) => {
      const bomb = zipOfPacked('a', packedZeros(160), claimedBytes);
      const zip = await open(bomb);
      await expect(zip.text('a')).rejects.toMatchObject({ code });
    },
  );

  it('with entries that share their bytes is refused', async () => {
    const overlapping = open(await zipOfOverlaps('0'.repeat(100_000), 500));
    await expect(overlapping).rejects.toMatchObject({ code: 'corrupt' });
  });

  it('with more files than its bounds allow is refused', async () => {
    const many = await zipFile(Array.from({ length: 11 }, (_, index) => ({ name: `${index}`, content: '' })));
    const bounds = { totalBytes: mebibyte, entryBytes: mebibyte, entries: 10 };
    await expect(open(many, { bounds })).rejects.toMatchObject({ code: 'too-large' });
  });

  it('counts all entries together, and all archives of one budget', async () => {
    const text = Array.from({ length: 80_000 }, (_, index) => index).join(' ');
    const file = await zipFile([{ name: 'a', content: text }]);
    const budget = new ZipBudget({ totalBytes: mebibyte, entryBytes: mebibyte, entries: 10 });
    await expect((await open(file, { budget })).text('a')).resolves.toBe(text);
    await expect((await open(file, { budget })).text('a').then((again) => again.length)).resolves.toBe(
      text.length,
    );
    await expect((await open(file, { budget })).text('a')).rejects.toMatchObject({ code: 'too-large' });
  });
});

/** Deflated zeros, 64 MiB a block; blocks of nothing but zeros can follow one another. */
function packedZeros(blocks: number): Uint8Array<ArrayBuffer> {
  const block = deflateRawSync(new Uint8Array(64 * mebibyte), { finishFlush: constants.Z_SYNC_FLUSH });
  const lastBlock = Uint8Array.of(1, 0, 0, 0xff, 0xff);
  return new Uint8Array(Buffer.concat([...Array.from({ length: blocks }, () => block), lastBlock]));
}
