import { describe, expect, it } from 'vitest';
import { isArchive, readArchive, type ArchiveEntry } from '../../../../workers/engines/extraction/archive';
import { zipFile, zipOfPacked, type ZippedEntry } from '../../../fixtures/zip-file';

const running = { signal: new AbortController().signal };

async function bytesOf(entries: readonly ZippedEntry[]): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await (await zipFile(entries)).arrayBuffer());
}

async function read(file: Blob): Promise<ArchiveEntry[]> {
  const entries: ArchiveEntry[] = [];
  for await (const entry of readArchive(file, running)) entries.push(entry);
  return entries;
}

async function lines(file: Blob): Promise<string[]> {
  const entries = await read(file);
  return Promise.all(
    entries.map(async (entry) =>
      'file' in entry ? `${entry.path}: ${await entry.file.text()}` : `${entry.path}! ${entry.error.code}`,
    ),
  );
}

describe('an archive', () => {
  it('is told from documents that are packed the same way', async () => {
    const plain = await bytesOf([{ name: 'a.txt', content: 'x' }]);
    const book = await bytesOf([{ name: 'mimetype', content: 'application/epub+zip' }]);
    const word = await bytesOf([{ name: '[Content_Types].xml', content: '<Types/>' }]);
    expect(isArchive(plain, 'all.ZIP')).toBe(true);
    expect(isArchive(plain, 'folder/all')).toBe(true);
    expect(isArchive(plain, 'program.jar')).toBe(false);
    expect(isArchive(word, 'letter.zip')).toBe(false);
    expect(isArchive(new TextEncoder().encode('PK is a name'), 'a.zip')).toBe(false);
    // Its only entry is packed, so the name alone tells.
    expect(isArchive(book, 'book.epub')).toBe(false);
  });

  it('gives its files in order, without what systems leave behind', async () => {
    const archive = await zipFile([
      { name: 'z/two.md', content: '# 二' },
      { name: '__MACOSX/z/._two.md', content: 'x' },
      { name: '.DS_Store', content: 'x' },
      { name: '.git/config', content: 'x' },
      { name: 'z/Thumbs.db', content: 'x' },
      { name: 'a/one.txt', content: 'one' },
    ]);
    expect(await lines(archive)).toEqual(['z/two.md: # 二', 'a/one.txt: one']);
    const [first] = await read(archive);
    expect(first && 'file' in first && first.file.name).toBe('two.md');
  });

  it('loses no file by a name that leads out of it', async () => {
    const archive = await zipFile([
      { name: '../../etc/one.txt', content: 'one' },
      { name: 'C:\\two.txt', content: 'two' },
      { name: '/three.txt', content: 'three' },
    ]);
    expect(await lines(archive)).toEqual(['etc/one.txt: one', 'two.txt: two', 'three.txt: three']);
  });

  it('tells how far it is unpacked', { timeout: 60_000 }, async () => {
    const archive = await zipFile([
      { name: 'a.txt', content: 'ink and stone '.repeat(400_000) },
      { name: 'b.txt', content: 'ink and paper '.repeat(400_000) },
    ]);
    const told: { loaded: number; total: number }[] = [];
    const sizes: number[] = [];
    const onProgress = (progress: { loaded: number; total: number }) => told.push(progress);
    for await (const entry of readArchive(archive, { ...running, onProgress })) {
      if ('file' in entry) sizes.push(entry.file.size);
    }
    const total = sizes.reduce((sum, size) => sum + size, 0);
    expect(told.length).toBeGreaterThan(1);
    for (const [index, progress] of told.entries()) {
      expect(progress.total).toBe(total);
      expect(progress.loaded).toBeGreaterThan(told[index - 1]?.loaded ?? 0);
    }
  });

  it('that says it is a bomb is refused before anything of it is unpacked', async () => {
    const told: unknown[] = [];
    const bomb = zipOfPacked('zeros.txt', new Uint8Array(1000), 24 * 1024 * 1024);
    const reading = readArchive(bomb, { ...running, onProgress: (progress) => told.push(progress) }).next();
    await expect(reading).rejects.toMatchObject({ code: 'too-large' });
    expect(told).toEqual([]);
  });

  it('opens archives in it to the second level and names those below', async () => {
    const fourth = await bytesOf([{ name: 'lost.txt', content: 'x' }]);
    const third = await bytesOf([
      { name: 'deep.txt', content: 'deep' },
      { name: 'fourth.zip', content: fourth },
    ]);
    const second = await bytesOf([{ name: 'third.zip', content: third }]);
    const archive = await zipFile([
      { name: 'in/second.zip', content: second },
      { name: 'after.txt', content: 'after' },
    ]);
    expect(await lines(archive)).toEqual([
      'in/second.zip/third.zip/deep.txt: deep',
      'in/second.zip/third.zip/fourth.zip! too-complex',
      'after.txt: after',
    ]);
  });

  it('goes on after an inner archive that is damaged', async () => {
    const inner = await bytesOf([{ name: 'a.txt', content: 'a'.repeat(100) }]);
    const archive = await zipFile([
      { name: 'cut.zip', content: inner.slice(0, 40) },
      { name: 'b.txt', content: 'b' },
    ]);
    expect(await lines(archive)).toEqual(['cut.zip! corrupt', 'b.txt: b']);
  });

  it('locked by a password is encrypted', async () => {
    const archive = await zipFile([{ name: 'a.txt', content: 'secret', isLocked: true }]);
    await expect(read(archive)).rejects.toMatchObject({ code: 'encrypted' });
  });

  it('that is a bomb is refused while it unpacks', { timeout: 30_000 }, async () => {
    const archive = await zipFile([{ name: 'zeros.txt', content: new Uint8Array(24 * 1024 * 1024) }]);
    await expect(read(archive)).rejects.toMatchObject({ code: 'too-large' });
  });

  it('stops with the reason of its signal', async () => {
    const archive = await zipFile([
      { name: 'a.txt', content: 'a' },
      { name: 'b.txt', content: 'b' },
    ]);
    const controller = new AbortController();
    const entries = readArchive(archive, { signal: controller.signal });
    await entries.next();
    controller.abort();
    await expect(entries.next()).rejects.toMatchObject({ name: 'AbortError' });
  });
});
