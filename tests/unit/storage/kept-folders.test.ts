import 'fake-indexeddb/auto';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { InkstoneDatabase } from '../../../src/storage/database';
import { KeptFolderRepository, type StoredFolder } from '../../../src/storage/kept-folders';

let database: InkstoneDatabase;
let folders: KeptFolderRepository;

beforeEach(async () => {
  database = new InkstoneDatabase(`test-${crypto.randomUUID()}`);
  folders = new KeptFolderRepository(database);
  await database.libraries.bulkAdd([
    { id: 'one', name: 'One', createdAt: 0 },
    { id: 'two', name: 'Two', createdAt: 0 },
  ]);
});

afterEach(() => database.delete());

function folder(libraryId: string, root: string): StoredFolder {
  // What a handle is made of, only the browser knows; the store keeps it as it is.
  const handle = { kind: 'directory', name: root } as FileSystemDirectoryHandle;
  return { id: folders.idOf(libraryId, root), libraryId, root, handle };
}

const rootsOf = async (libraryId: string) => (await folders.list(libraryId)).map(({ root }) => root);

it('keeps each library’s folders, once each', async () => {
  await folders.put(folder('one', 'notes'));
  await folders.put(folder('one', 'notes'));
  await folders.put(folder('one', 'books'));
  await folders.put(folder('two', 'notes'));
  expect(await rootsOf('one')).toEqual(['books', 'notes']);
  expect(await rootsOf('two')).toEqual(['notes']);
});

it('keeps nothing for a library that was deleted meanwhile, and forgets what was kept for it', async () => {
  await folders.put(folder('one', 'notes'));
  await folders.put(folder('two', 'notes'));
  await database.libraries.delete('one');
  await folders.put(folder('one', 'books'));
  await folders.prune();
  expect(await rootsOf('one')).toEqual([]);
  expect(await rootsOf('two')).toEqual(['notes']);
});

it('leaves other settings alone', async () => {
  await database.settings.put({ key: 'theme', value: 'dark' });
  await folders.prune();
  expect(await database.settings.get('theme')).toBeDefined();
});
