import 'fake-indexeddb/auto';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createFolders } from '../../../src/services/folders-service';
import { InkstoneDatabase } from '../../../src/storage/database';
import { KeptFolderRepository, type StoredFolder } from '../../../src/storage/kept-folders';

let database: InkstoneDatabase;
/** Handles lose their methods in this store: what was put is handed back as it was. */
let stored: StoredFolder[];
let folders: ReturnType<typeof createFolders>;

beforeEach(() => {
  vi.stubGlobal('window', {});
  database = new InkstoneDatabase(`test-${crypto.randomUUID()}`);
  stored = [];
  const repository = new KeptFolderRepository(database);
  vi.spyOn(repository, 'list').mockImplementation(() => Promise.resolve(stored));
  vi.spyOn(repository, 'put').mockImplementation((folder) => Promise.resolve(void stored.push(folder)));
  folders = createFolders(repository);
});

afterEach(async () => {
  vi.unstubAllGlobals();
  await database.delete();
});

function handle(name: string, place: string, permission?: { now: string; asked: string }) {
  return {
    kind: 'directory',
    name,
    place,
    isSameEntry: (other: { place: string }) => Promise.resolve(other.place === place),
    ...(permission && {
      queryPermission: () => Promise.resolve(permission.now),
      requestPermission: () => Promise.resolve(permission.asked),
    }),
  } as unknown as FileSystemDirectoryHandle;
}

it('keeps a folder that is chosen again under the root it has', async () => {
  await folders.keep(await folders.place('library', handle('notes', '/home/notes')));
  expect((await folders.place('library', handle('notes', '/home/notes'))).root).toBe('notes');
});

it('numbers another folder of the same name, so that their documents stay apart', async () => {
  await folders.keep(await folders.place('library', handle('notes', '/home/notes')));
  expect((await folders.place('library', handle('notes', '/disk/notes'))).root).toBe('notes (2)');
});

it('asks for access only where the browser has not given it', async () => {
  const may = async (now: string, asked: string) =>
    folders.mayRead(await folders.place('library', handle('notes', '/', { now, asked })));
  expect(await may('granted', 'denied')).toBe(true);
  expect(await may('prompt', 'granted')).toBe(true);
  expect(await may('prompt', 'denied')).toBe(false);
});
