import 'fake-indexeddb/auto';
import { Dexie } from 'dexie';
import { expect, it, vi } from 'vitest';
import { quantizeVectors } from '../../../src/core/quantized-vectors';
import { buildSegmentWords } from '../../../src/core/search/segment/build-segment';
import { branchOf } from '../../../src/core/conversation-tree';
import { checkConsistency } from '../../../src/storage/check-consistency';
import { ContentRepository } from '../../../src/storage/contents';
import { ConversationRepository } from '../../../src/storage/conversations';
import { InkstoneDatabase } from '../../../src/storage/database';
import { DocumentRepository } from '../../../src/storage/documents';

// A store in JavaScript is slow where other tests run beside it.
vi.setConfig({ testTimeout: 60_000 });

/** A database as the second version wrote it. */
async function writeSecondVersion(name: string): Promise<void> {
  const old = new Dexie(name);
  old.version(2).stores({
    settings: 'key',
    libraries: 'id, createdAt',
    documents: 'id, libraryId, status, [libraryId+hash]',
    fileParts: '[documentId+ordinal]',
    textParts: '[documentId+ordinal]',
    chunks: '[documentId+ordinal]',
    segments: '++id, libraryId',
    segmentDirectories: 'segmentId',
    segmentWords: 'segmentId',
    segmentVectors: '[segmentId+space+firstRow]',
    tombstones: 'documentId, libraryId',
    libraryModels: 'libraryId',
    conversations: 'id, [libraryId+updatedAt]',
    messages: 'id, [conversationId+createdAt]',
  });
  const content = { format: 'text', coverage: 1, warnings: [], characters: 3, pages: [], chunkCount: 1 };
  const facts = {
    libraryId: 'library',
    name: 'a.txt',
    path: 'a.txt',
    mediaType: '',
    sizeBytes: 3,
    addedAt: 1,
  };
  await old.table('libraries').add({ id: 'library', name: '墨', createdAt: 1 });
  await old.table('documents').bulkAdd([
    { id: 'a', ...facts, status: 'ready', hash: 'x', content },
    { id: 'b', ...facts, path: 'b.txt', status: 'importing', hash: 'y', importer: 'tab' },
  ]);
  const bytes = await new Blob(['ink']).arrayBuffer();
  await old.table('fileParts').bulkAdd(['a', 'b'].map((documentId) => ({ documentId, ordinal: 0, bytes })));
  const text = { start: 0, text: 'ink', blocks: [{ kind: 'paragraph', start: 0, end: 3 }], marks: [] };
  await old.table('textParts').add({ documentId: 'a', ordinal: 0, ...text });
  const chunk = { ordinal: 0, start: 0, end: 3, text: 'ink', headingPath: [], tokens: 1 };
  await old.table('chunks').add({ documentId: 'a', ...chunk });
  const segmentId = await old.table('segments').add({ libraryId: 'library', rows: 1, spaces: ['m/q8/2'] });
  const directory = { documentIds: ['a'], firstRows: Uint32Array.of(0, 1) };
  await old.table('segmentDirectories').add({ segmentId, ...directory });
  await old.table('segmentWords').add({ segmentId, ...buildSegmentWords([['ink']], ['ink']) });
  const vectors = quantizeVectors(Float32Array.of(1, 0), 2);
  await old.table('segmentVectors').add({ segmentId, space: 'm/q8/2', firstRow: 0, vectors });
  await old
    .table('conversations')
    .add({ id: 'c', libraryId: 'library', title: '墨', createdAt: 1, updatedAt: 1 });
  const ofConversation = { conversationId: 'c', text: '' };
  await old.table('messages').bulkAdd([
    { ...ofConversation, id: 'q1', createdAt: 1, role: 'question' },
    { ...ofConversation, id: 'a1', createdAt: 2, role: 'answer', questionId: 'q1' },
    { ...ofConversation, id: 'q2', createdAt: 3, role: 'question' },
    { ...ofConversation, id: 'a2', createdAt: 4, role: 'answer', questionId: 'q2' },
  ]);
  old.close();
}

it('a library of the second version is as it was, and its unfinished import can be taken up', async () => {
  const name = `old-${crypto.randomUUID()}`;
  await writeSecondVersion(name);
  const database = new InkstoneDatabase(name);
  expect(await checkConsistency(database)).toEqual([]);
  expect((await new ContentRepository(database).text('a')).text).toBe('ink');
  const documents = new DocumentRepository(database);
  expect((await documents.getByContent(['a']))[0]).toMatchObject({ id: 'a', status: 'ready' });
  const unfinished = await documents.unfinished();
  expect(unfinished.map(({ id }) => id)).toEqual(['b']);
  expect(await documents.claimImports(unfinished, 'next tab')).toMatchObject([
    { id: 'b', importer: 'next tab' },
  ]);
  await database.delete();
});

it('the messages of an older version follow one another as they did', async () => {
  const name = `old-${crypto.randomUUID()}`;
  await writeSecondVersion(name);
  const database = new InkstoneDatabase(name);
  const messages = await new ConversationRepository(database).messages('c');
  expect(branchOf(messages).map(({ id }) => id)).toEqual(['q1', 'a1', 'q2', 'a2']);
  await database.delete();
});

it('has the same tables and indexes where nothing can be of an older version', async () => {
  const tablesOf = (database: InkstoneDatabase) =>
    database.tables
      .map(({ name, schema }) => [name, schema.primKey.src, schema.indexes.map(({ src }) => src)])
      .sort();
  const all = new InkstoneDatabase('whole-schema');
  const name = 'current-schema';
  expect(await InkstoneDatabase.find(name)).toBe('none');
  const current = new InkstoneDatabase(name, { mayBeOld: false });
  expect(tablesOf(current)).toEqual(tablesOf(all));

  await current.open();
  await current.table('drafts').put({ key: 'library', text: 'ink' });
  current.close();
  expect(await InkstoneDatabase.find(name)).toBe('current');
  const reopened = new InkstoneDatabase(name);
  expect(await reopened.drafts.get('library')).toEqual({ key: 'library', text: 'ink' });
  reopened.close();
});

it('knows a database of an older version for one that may need an upgrade', async () => {
  await writeSecondVersion('second-version-found');
  expect(await InkstoneDatabase.find('second-version-found')).toBe('unknown');
});
