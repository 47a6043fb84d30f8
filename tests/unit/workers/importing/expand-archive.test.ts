import 'fake-indexeddb/auto';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { checkConsistency } from '../../../../src/storage/check-consistency';
import { InkstoneDatabase } from '../../../../src/storage/database';
import { DocumentRepository } from '../../../../src/storage/documents';
import { zipFile } from '../../../fixtures/zip-file';
import { FakeImporter, libraryId } from './fake-importer';

// A store in JavaScript is slow where other tests run beside it.
vi.setConfig({ testTimeout: 60_000 });

let database: InkstoneDatabase;
let documents: DocumentRepository;
let importer: FakeImporter;

beforeEach(async () => {
  database = new InkstoneDatabase(`test-${crypto.randomUUID()}`);
  documents = new DocumentRepository(database);
  importer = new FakeImporter(database);
  await database.libraries.add({ id: libraryId, name: 'Library', createdAt: 0 });
});

afterEach(async () => {
  importer.close();
  await database.delete();
});

const archive = async (): Promise<File> =>
  new File(
    [
      await zipFile([
        { name: 'notes/ink.md', content: '# Ink\n\nIt is ground.' },
        { name: 'stone.md', content: '# Stone\n\nIt is hard.' },
        { name: 'empty.md', content: '' },
      ]),
    ],
    'all.zip',
  );

const states = async (): Promise<Record<string, string>> =>
  Object.fromEntries(
    (await documents.list(libraryId)).map(({ path, status, error }) => [path, error?.code ?? status]),
  );

it('an archive becomes its files, each a document below its name; what cannot be read fails alone', async () => {
  const outcome = await importer.import(await importer.add(await archive()));
  if (outcome.kind !== 'expanded') throw new Error('it was not taken for an archive');
  expect(await states()).toEqual({
    'all.zip/notes/ink.md': 'queued',
    'all.zip/stone.md': 'queued',
    'all.zip/empty.md': 'empty-file',
  });
  await Promise.all(outcome.documentIds.map((id) => importer.import(id)));
  expect(await states()).toEqual({
    'all.zip/notes/ink.md': 'ready',
    'all.zip/stone.md': 'ready',
    'all.zip/empty.md': 'empty-file',
  });
  expect(await checkConsistency(database)).toEqual([]);
});

it('an archive that is opened again after a kill doubles nothing', async () => {
  const first = await importer.import(await importer.add(await archive()));
  if (first.kind !== 'expanded') throw new Error('it was not taken for an archive');
  const [ready = ''] = first.documentIds;
  await importer.import(ready);
  const again = await importer.import(await importer.add(await archive()));
  expect(again).toMatchObject({ kind: 'expanded' });
  expect(Object.keys(await states())).toHaveLength(3);
  expect((await documents.get(ready))?.status).toBe('ready');
  expect(await checkConsistency(database)).toEqual([]);
});
