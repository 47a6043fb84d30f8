import { afterEach, beforeEach, expect, it } from 'vitest';
import { gatherFiles } from '../../src/services/added-files';
import type { KeptFolder } from '../../src/services/app-services';
import { createFolders } from '../../src/services/folders-service';
import { InkstoneDatabase } from '../../src/storage/database';
import { KeptFolderRepository } from '../../src/storage/kept-folders';

/** Folders of the browser's own file system have the handles that a person's folders have. */
let disk: FileSystemDirectoryHandle;
let database: InkstoneDatabase;

beforeEach(async () => {
  const root = await navigator.storage.getDirectory();
  disk = await root.getDirectoryHandle(`disk-${crypto.randomUUID()}`, { create: true });
  database = new InkstoneDatabase(`test-${crypto.randomUUID()}`);
  await database.libraries.add({ id: 'library', name: 'Library', createdAt: 0 });
});

afterEach(async () => {
  await database.delete();
  const root = await navigator.storage.getDirectory();
  await root.removeEntry(disk.name, { recursive: true });
});

async function write(path: readonly string[], name: string): Promise<FileSystemDirectoryHandle> {
  let folder = disk;
  for (const part of path) folder = await folder.getDirectoryHandle(part, { create: true });
  const file = await (await folder.getFileHandle(name, { create: true })).createWritable();
  await file.write(name);
  await file.close();
  return folder;
}

async function pathsIn({ handle, root }: KeptFolder): Promise<string[]> {
  const paths: string[] = [];
  const { signal } = new AbortController();
  for await (const batch of gatherFiles([{ handle, root }], { signal })) {
    paths.push(...batch.map(({ path }) => path));
  }
  return paths.sort();
}

/** As the app finds them at its next start. */
async function reopened(): Promise<readonly KeptFolder[]> {
  const folders = createFolders(new KeptFolderRepository(database));
  return new Promise((resolve) => {
    const stop = folders.observe('library', (kept) => {
      resolve(kept);
      queueMicrotask(() => stop());
    });
  });
}

it('a kept folder is found again at the next start, with what is in it by then', async () => {
  const folders = createFolders(new KeptFolderRepository(database));
  const notes = await write(['notes'], 'a.md');
  await folders.keep(await folders.place('library', notes));
  await write(['notes', 'deep'], 'b.md');
  await notes.removeEntry('a.md');
  const [kept] = await reopened();
  expect(kept?.root).toBe('notes');
  expect(kept && (await folders.mayRead(kept))).toBe(true);
  expect(kept && (await pathsIn(kept))).toEqual(['notes/deep/b.md']);
});

it('two folders of one name are told apart by what they are', async () => {
  const folders = createFolders(new KeptFolderRepository(database));
  const first = await write(['one', 'notes'], 'a.md');
  const second = await write(['two', 'notes'], 'b.md');
  await folders.keep(await folders.place('library', first));
  await folders.keep(await folders.place('library', second));
  await folders.keep(await folders.place('library', first));
  const kept = await reopened();
  expect(await Promise.all(kept.map(pathsIn))).toEqual([['notes/a.md'], ['notes (2)/b.md']]);
});
