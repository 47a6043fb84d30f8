import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { importedVersion, type StoredDocument } from '../../src/core/library';
import { createApp, type App } from '../../src/services/create-app-services';
import { checkConsistency } from '../../src/storage/check-consistency';
import { ContentRepository } from '../../src/storage/contents';
import { largeFileNames, removeLargeFiles } from '../../src/storage/large-files';

let app: App;
let libraryId = '';

beforeEach(async () => {
  app = await createApp({ baseUrl: '/' });
  ({ id: libraryId } = await app.services.libraries.create('Study'));
});

afterEach(async () => {
  app.workers.stopAll();
  await app.database.delete();
  // A worker that was ended may hold its file for a moment yet.
  await expect
    .poll(async () => {
      await removeLargeFiles(await largeFileNames());
      return largeFileNames();
    })
    .toEqual([]);
});

const rows = (): Promise<StoredDocument[]> => app.database.documents.where({ libraryId }).toArray();

/** The workers end at once, as with a killed tab, and another tab finds what they left. */
async function killAndRestart(): Promise<void> {
  app.workers.stopAll();
  await app.database.documents.toCollection().modify({ importer: 'a tab that is gone' });
  app = await createApp({ baseUrl: '/' });
}

async function expectAllReady(count: number): Promise<void> {
  await expect
    .poll(async () => (await rows()).filter(({ status }) => status === 'ready').length, { timeout: 100_000 })
    .toBe(count);
}

const long = Array.from(
  { length: 60_000 },
  (_, i) => `Line ${i}: ${'the ink is ground on the stone '.repeat(3)}${i % 12 === 0 ? '\n' : ''}`,
).join('\n');

describe('importing with real workers', () => {
  it('survives a kill in the midst of many documents', { timeout: 200_000 }, async () => {
    const files = Array.from({ length: 120 }, (_, i) => ({
      path: `${i}.md`,
      file: new File([`# Stone ${i}\n\n${`Stone ${i} lies in box ${i * 7}. `.repeat(60)}`], `${i}.md`),
    }));
    expect(await app.services.imports.add(libraryId, files)).toEqual({
      added: 120,
      unchanged: 0,
      updated: 0,
    });
    await expect
      .poll(async () => (await rows()).some(({ status }) => status === 'ready'), { timeout: 100_000 })
      .toBe(true);
    const shown = (await rows()).filter(({ status }) => status === 'ready').map(({ id }) => id);
    await killAndRestart();
    expect(await checkConsistency(app.database)).toEqual([]);
    const after = new Map((await rows()).map(({ id, status }) => [id, status]));
    expect(shown.filter((id) => after.get(id) !== 'ready')).toEqual([]);
    // What was not copied yet is given by the person once more.
    await app.services.imports.add(libraryId, files);
    await expectAllReady(120);
    await app.workers.searchIndex.client.call('settle', undefined);
    expect(await checkConsistency(app.database)).toEqual([]);
  });

  it(
    'goes on in a long text where it was killed, and keeps its bytes as a file',
    { timeout: 300_000 },
    async () => {
      const file = new File([long], 'long.txt');
      await app.services.imports.add(libraryId, [{ path: 'long.txt', file }]);
      const checkpoint = async () => (await app.database.checkpoints.toArray())[0];
      await expect
        .poll(async () => (await checkpoint())?.chunkCount ?? 0, { timeout: 100_000 })
        .toBeGreaterThan(0);
      await killAndRestart();
      const left = await checkpoint();
      const staged = await app.database.segments.toCollection().primaryKeys();
      expect(left?.characters).toBeGreaterThan(100_000);
      expect(await checkConsistency(app.database)).toEqual([]);
      const [document] = await rows();
      expect(await largeFileNames()).toEqual([document ? importedVersion(document).fileId : '']);
      await expect
        .poll(async () => (await checkpoint())?.chunkCount ?? Infinity, { timeout: 100_000 })
        .toBeGreaterThan(left?.chunkCount ?? 0);
      const kept = new Set(await app.database.segments.toCollection().primaryKeys());
      if (await checkpoint()) expect(staged.filter((id) => !kept.has(id))).toEqual([]);
      await expectAllReady(1);
      await app.workers.searchIndex.client.call('settle', undefined);
      expect(await checkConsistency(app.database)).toEqual([]);
      const { text } = await new ContentRepository(app.database).text(document?.id ?? '');
      expect(text.replace(/\s+/g, ' ')).toBe(long.trim().replace(/\s+/g, ' '));
      await app.services.documents.remove([document?.id ?? '']);
      await app.services.documents.purge();
      expect(await largeFileNames()).toEqual([]);
    },
  );

  it('answers from a new version once it is read', { timeout: 100_000 }, async () => {
    const add = (content: string, lastModified: number) =>
      app.services.imports.add(libraryId, [
        { path: 'ink.md', file: new File([content], 'ink.md', { lastModified }) },
      ]);
    await add('# Ink\n\nThe ink stick must dry for forty days.', 1);
    await expectAllReady(1);
    const [before] = await rows();
    expect(await add('# Ink\n\nThe ink stick must dry for ninety weeks.', 2)).toMatchObject({ updated: 1 });
    await expect.poll(async () => (await rows())[0]?.pending, { timeout: 50_000 }).toBeUndefined();
    const find = (query: string) =>
      app.services.search.find(query, { libraryIds: [libraryId] }, { signal: new AbortController().signal });
    const { hits } = await find('"ninety weeks"');
    expect(hits[0]).toMatchObject({ documentId: before?.id });
    const old = await find('"forty days"');
    expect(old.hits.every(({ text }) => !text.includes('forty'))).toBe(true);
    expect(await checkConsistency(app.database)).toEqual([]);
  });
});
