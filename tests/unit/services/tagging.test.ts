import 'fake-indexeddb/auto';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { withFile, withImportStatus } from '../../../src/core/file-versions';
import type { DocumentContent, StoredDocument } from '../../../src/core/library';
import { mostTags } from '../../../src/core/tags';
import { createTagging } from '../../../src/services/tagging';
import { InkstoneDatabase } from '../../../src/storage/database';
import { DocumentRepository } from '../../../src/storage/documents';
import { showVersions } from '../../../src/storage/versions';

let database: InkstoneDatabase;
let documents: DocumentRepository;

beforeEach(() => {
  database = new InkstoneDatabase(`test-${crypto.randomUUID()}`);
  documents = new DocumentRepository(database);
});

afterEach(async () => {
  await database.delete();
});

function row(id: string, change: Partial<StoredDocument> = {}): StoredDocument {
  const file = { name: `${id}.md`, path: `${id}.md`, mediaType: '', sizeBytes: 1, hash: id };
  return { id, libraryId: 'own', ...file, addedAt: 0, status: 'ready', ...change };
}

const tagsOf = async (id: string) => (await documents.get(id))?.tags;

/** Stores a version of the document that names these tags itself. */
async function store(id: string, tags?: readonly string[]): Promise<void> {
  const document = await documents.get(id);
  if (!document) throw new Error(`${id} is gone`);
  const facts = { format: 'markdown', coverage: 1, warnings: [], characters: 1, pages: [], chunkCount: 1 };
  const content = { ...facts, ...(tags ? { tags } : {}) } as DocumentContent;
  await database.transaction('rw', database.tables, async () => {
    await showVersions(database, [{ document, content }]);
  });
}

/** Another file in the place of the one that is shown. */
async function replace(id: string): Promise<void> {
  const facts = { name: `${id}.md`, path: `${id}.md`, mediaType: '', sizeBytes: 2 };
  await documents.change([id], (document) => withFile(document, facts, 'tab'));
}

it('many documents are tagged at once, and those without room for all are counted', async () => {
  const full = Array.from({ length: mostTags }, (_, index) => `tag ${index}`);
  await database.documents.bulkAdd([row('a'), row('b', { tags: ['Ink'] }), row('c', { tags: full })]);
  expect(await createTagging(documents).tag(['a', 'b', 'c'], { add: ['ink', 'stone'] })).toBe(1);
  expect([await tagsOf('a'), await tagsOf('b'), await tagsOf('c')]).toEqual([
    ['ink', 'stone'],
    ['Ink', 'stone'],
    full,
  ]);
});

it('a tag is renamed and removed in its library, in every spelling, and nowhere else', async () => {
  await database.documents.bulkAdd([
    row('a', { tags: ['Ink', 'paper'] }),
    row('b', { tags: ['ink'] }),
    row('c', { libraryId: 'other', tags: ['ink'] }),
  ]);
  const tagging = createTagging(documents);
  await tagging.renameTag('own', 'ink', 'Paper');
  expect([await tagsOf('a'), await tagsOf('b'), await tagsOf('c')]).toEqual([['Paper'], ['Paper'], ['ink']]);
  await tagging.removeTag('own', 'PAPER');
  expect([await tagsOf('a'), await tagsOf('b'), await tagsOf('c')]).toEqual([undefined, undefined, ['ink']]);
  expect(await documents.tags()).toEqual([{ tag: 'ink', documents: 1 }]);
});

it('a document gets the tags that it comes with, beside those that it has been given', async () => {
  await database.documents.add(row('a', { status: 'queued', tags: ['mine'] }));
  await store('a', ['vault', 'Mine']);
  expect(await tagsOf('a')).toEqual(['mine', 'vault']);
});

it('a later version adds the tags that are new in it, and takes none away', async () => {
  await database.documents.add(row('a', { status: 'queued' }));
  await store('a', ['vault', 'draft']);
  const tagging = createTagging(documents);
  await tagging.tag(['a'], { add: ['mine'], remove: ['draft'] });
  await replace('a');
  expect(await tagsOf('a')).toEqual(['vault', 'mine']);
  // What was taken away does not come back, though the file still names it.
  await store('a', ['draft', 'final']);
  expect(await tagsOf('a')).toEqual(['vault', 'mine', 'final']);
  await replace('a');
  await store('a');
  expect(await tagsOf('a')).toEqual(['vault', 'mine', 'final']);
});

it('tags outlast an import that fails and is tried again', async () => {
  await database.documents.add(row('a', { status: 'queued', tags: ['mine'] }));
  const failed = { status: 'failed', error: { code: 'internal', message: '' } } as const;
  await documents.change(['a'], (document) => withImportStatus(document, failed));
  await documents.change(['a'], (document) => withImportStatus(document, { status: 'queued' }));
  await store('a');
  expect(await tagsOf('a')).toEqual(['mine']);
});
