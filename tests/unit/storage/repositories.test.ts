import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Chunk } from '../../../src/core/chunk';
import type { ExtractedDocument } from '../../../src/core/extracted-document';
import type { StoredDocument } from '../../../src/core/library';
import { ContentRepository } from '../../../src/storage/contents';
import { quantizeVectors, type QuantizedVectors } from '../../../src/core/quantized-vectors';
import { buildSegmentWords } from '../../../src/core/search/segment/build-segment';
import { ConversationRepository } from '../../../src/storage/conversations';
import { InkstoneDatabase } from '../../../src/storage/database';
import { DocumentRepository } from '../../../src/storage/documents';
import { DraftRepository } from '../../../src/storage/drafts';
import { FileRepository } from '../../../src/storage/files';
import { deleteOrphans } from '../../../src/storage/orphans';
import { LibraryRepository } from '../../../src/storage/libraries';
import { observe } from '../../../src/storage/observe';
import { deleteSegments } from '../../../src/storage/segment-writing';
import { isBuried, SegmentRepository } from '../../../src/storage/segments';

let database: InkstoneDatabase;

beforeEach(async () => {
  database = new InkstoneDatabase(`test-${crypto.randomUUID()}`);
  await database.libraries.add({ id: 'library', name: 'Library', createdAt: 0 });
});

afterEach(async () => {
  await database.delete();
});

const model = {
  id: 'm',
  dtype: 'q8',
  dimension: 2,
  prefixes: { query: '', passage: '' },
  maxTokens: 100,
};

function documentRow(id: string, change: Partial<StoredDocument> = {}): StoredDocument {
  return {
    id,
    libraryId: 'library',
    name: `${id}.md`,
    path: `${id}.md`,
    mediaType: 'text/markdown',
    sizeBytes: 3,
    hash: 'abc',
    addedAt: 1,
    status: 'queued',
    ...change,
  };
}

type Commit = Parameters<ContentRepository['commit']>[0];

function commitOf(documentId: string, text: string, chunkCount = 2): Commit {
  const extracted: ExtractedDocument = {
    text,
    blocks: [{ kind: 'paragraph', start: 0, end: text.length }],
    marks: [],
    pages: [],
    format: 'markdown',
    coverage: 1,
    warnings: [],
  };
  const chunks = Array.from({ length: chunkCount }, (_, ordinal): Chunk => ({
    ordinal,
    start: 0,
    end: 1,
    text: text.slice(0, 1),
    headingPath: [],
    tokens: 1,
  }));
  return {
    documentId,
    extracted,
    chunks,
    model,
    vectors: quantizeVectors(
      Float32Array.from({ length: chunkCount * 2 }, (_, i) => i),
      2,
    ),
    words: buildSegmentWords(
      chunks.map(() => ['墨']),
      chunks.map((chunk) => chunk.text),
    ),
  };
}

async function storeFile(files: FileRepository, id: string, text: string) {
  const bytes = await new Blob([text]).arrayBuffer();
  const [outcome] = await files.storeAll([{ documentId: id, fileId: id, hash: `hash of ${id}`, bytes }]);
  return outcome;
}

describe('committing a document', () => {
  it('makes it ready and gives its text, chunks, vectors and words back', async () => {
    const contents = new ContentRepository(database);
    await new DocumentRepository(database).addAll('library', [documentRow('a')]);
    const text = '砚台'.repeat(50_000);
    const header = await contents.commit(commitOf('a', text, 1500));
    expect(header).toMatchObject({ libraryId: 'library', rows: 1500, spaces: ['m/q8/2'] });

    const row = await database.documents.get('a');
    expect(row).toMatchObject({ status: 'ready', content: { chunkCount: 1500, characters: 100_000 } });
    const stored = await contents.text('a');
    expect(stored.text).toBe(text);
    expect(stored.blocks).toHaveLength(1);
    expect(await contents.textBetween('a', 65_530, 65_545)).toBe(text.slice(65_530, 65_545));
    const segments = new SegmentRepository(database);
    const blocks = new Map<number, QuantizedVectors>();
    const read = await segments.readVectors(header.id, 'm/q8/2', (row, block) => blocks.set(row, block));
    expect(read).toBe(1500);
    expect(Array.from(blocks, ([row, { count }]) => [row, count]).sort()).toEqual([
      [0, 1024],
      [1024, 476],
    ]);
    expect(blocks.get(1024)?.high.buffer.byteLength).toBe(476 * 2);
    expect(await segments.directory(header.id)).toMatchObject({ documentIds: ['a'] });
    expect((await segments.words(header.id))?.lexical.lengths).toHaveLength(1500);
    expect((await contents.chunks([['a', 3]]))[0]?.ordinal).toBe(3);
  });

  it('writes nothing for a document that was removed meanwhile', async () => {
    const contents = new ContentRepository(database);
    await expect(contents.commit(commitOf('gone', 'text'))).rejects.toMatchObject({ code: 'not-found' });
    expect(await database.chunks.count()).toBe(0);
    expect(await database.textParts.count()).toBe(0);
  });

  it('again replaces what was stored before', async () => {
    const contents = new ContentRepository(database);
    await new DocumentRepository(database).addAll('library', [documentRow('a')]);
    await contents.commit(commitOf('a', 'first version', 5));
    await contents.commit(commitOf('a', 'second', 2));
    expect((await contents.text('a')).text).toBe('second');
    expect(await database.chunks.count()).toBe(2);
  });

  it('leaves everything as it was when one write fails', async () => {
    const contents = new ContentRepository(database);
    await new DocumentRepository(database).addAll('library', [documentRow('a')]);
    await contents.commit(commitOf('a', 'kept'));
    const broken = { ...commitOf('a', 'lost'), words: { lexical: () => 1 } } as unknown as Commit;
    await expect(contents.commit(broken)).rejects.toThrow();
    expect((await contents.text('a')).text).toBe('kept');
    expect(await database.chunks.count()).toBe(2);
  });
});

describe('a first library', () => {
  it('is made once, however many ask for it at the same time', async () => {
    const libraries = new LibraryRepository(database);
    await libraries.remove('library');
    const other = new InkstoneDatabase(database.name);
    const inOtherTab = new LibraryRepository(other);
    const made = await Promise.all(
      [libraries, inOtherTab, libraries, inOtherTab].map((repository, index) =>
        repository.addFirst({ id: `first-${index}`, name: 'My documents', createdAt: index }),
      ),
    );
    other.close();
    expect(new Set(made.map(({ id }) => id)).size).toBe(1);
    expect(await libraries.list()).toEqual([made[0]]);
  });
});

describe('removing', () => {
  it('a document leaves nothing of it and all of its neighbour', async () => {
    const documents = new DocumentRepository(database);
    const contents = new ContentRepository(database);
    const files = new FileRepository(database);
    await documents.addAll('library', [documentRow('a'), documentRow('ab')]);
    for (const id of ['a', 'ab']) {
      await storeFile(files, id, 'abc');
      await contents.commit(commitOf(id, `text of ${id}`));
    }
    await documents.remove('a');
    const segments = new SegmentRepository(database);
    const { headers, tombstones } = await segments.read('library');
    expect(tombstones.map((tombstone) => tombstone.documentId)).toEqual(['a']);
    const [first] = headers.filter((header) => tombstones.some((tombstone) => isBuried(header, tombstone)));
    await deleteSegments(database, [first?.id ?? 0]);
    await database.tombstones.clear();
    const kept = await Promise.all(database.tables.map((table) => table.toCollection().primaryKeys()));
    const keys = kept.flat().map((key: unknown) => (Array.isArray(key) ? (key[0] as string) : key));
    expect(new Set(keys)).toEqual(new Set(['ab', 'library', headers[1]?.id]));
    expect((await contents.text('ab')).text).toBe('text of ab');
  });

  it('a hidden document keeps all that is stored of it, and is restored as it was', async () => {
    const documents = new DocumentRepository(database);
    const files = new FileRepository(database);
    const tagged = { tags: ['ink'], status: 'ready', hash: 'hash of b' } as const;
    await documents.addAll('library', [documentRow('a', tagged), documentRow('b', { hash: '' })]);
    await documents.hide(['a']);
    expect((await documents.list('library')).map(({ id }) => id)).toEqual(['b']);
    expect(await documents.getShown(['a', 'b'])).toHaveLength(1);
    expect(await documents.tags()).toEqual([]);
    expect(await documents.tagged(['library'], ['ink'])).toEqual([]);
    // The same file can be added meanwhile.
    expect(await storeFile(files, 'b', 'abc')).toEqual({ kind: 'stored' });
    await documents.restore(['a']);
    expect((await documents.list('library')).map(({ id }) => id)).toEqual(['a', 'b']);
    expect(await documents.get('a')).toEqual(documentRow('a', tagged));
    expect(await documents.tags()).toEqual([{ tag: 'ink', documents: 1 }]);
  });

  it('a hidden document that is removed for good leaves no mark behind', async () => {
    const documents = new DocumentRepository(database);
    await documents.addAll('library', [documentRow('a'), documentRow('b')]);
    await documents.hide(['a', 'b']);
    await documents.remove('a');
    expect([...(await documents.removedIds())]).toEqual(['b']);
    await documents.restore(['b']);
    expect(await database.settings.count()).toBe(0);
  });

  it('a library removes its documents and conversations and no other library', async () => {
    const libraries = new LibraryRepository(database);
    const conversations = new ConversationRepository(database);
    await libraries.add({ id: 'other', name: 'Other', createdAt: 1 });
    for (const id of ['library', 'other']) {
      await conversations.add({ id: `c-${id}`, libraryId: id, title: '', createdAt: 1, updatedAt: 1 });
      await conversations.save([
        {
          id: `m-${id}`,
          conversationId: `c-${id}`,
          createdAt: 1,
          role: 'question',
          answerId: null,
          text: 'why',
        },
      ]);
    }
    await new DocumentRepository(database).addAll('library', [
      documentRow('a'),
      documentRow('b', { libraryId: 'other' }),
    ]);
    await libraries.remove('library');
    expect(await libraries.list()).toMatchObject([{ id: 'other' }]);
    expect(await database.documents.toCollection().primaryKeys()).toEqual(['b']);
    expect(await conversations.messages('c-library')).toEqual([]);
    expect(await conversations.messages('c-other')).toHaveLength(1);
  });
});

describe('files', () => {
  it('come back byte for byte', async () => {
    const files = new FileRepository(database);
    await new DocumentRepository(database).addAll('library', [documentRow('a')]);
    const bytes = new Uint8Array(9 * 1024 * 1024).map((_, i) => i % 251);
    await files.writeLarge({ documentId: 'a', fileId: 'a' }, new Blob([bytes]));
    expect(await database.fileParts.count()).toBe(3);
    const stored = await files.read({ fileId: 'a', mediaType: '', sizeBytes: bytes.byteLength });
    const read = new Uint8Array(await stored.arrayBuffer());
    expect(read.byteLength).toBe(bytes.byteLength);
    expect(read.every((byte, i) => byte === i % 251)).toBe(true);
  });

  it('of which a part is missing are not given out', async () => {
    const files = new FileRepository(database);
    await new DocumentRepository(database).addAll('library', [documentRow('a')]);
    await storeFile(files, 'a', 'four');
    await expect(files.read({ fileId: 'a', mediaType: '', sizeBytes: 10 })).rejects.toMatchObject({
      code: 'not-found',
    });
  });

  it('of a removed document are not written, and a failed write leaves nothing', async () => {
    const files = new FileRepository(database);
    const large = (id: string, signal?: AbortSignal): Promise<void> =>
      files.writeLarge({ documentId: id, fileId: id }, new Blob(['1']), signal ? { signal } : {});
    await expect(large('gone')).rejects.toMatchObject({ code: 'not-found' });
    expect(await storeFile(files, 'gone', '1')).toEqual({ kind: 'gone' });
    await new DocumentRepository(database).addAll('library', [documentRow('a')]);
    const aborted = AbortSignal.abort();
    await expect(large('a', aborted)).rejects.toMatchObject({ name: 'AbortError' });
    expect(await database.fileParts.count()).toBe(0);
  });

  it('that no document owns are deleted', async () => {
    const documents = new DocumentRepository(database);
    const files = new FileRepository(database);
    await documents.addAll('library', [documentRow('kept')]);
    await storeFile(files, 'kept', '1');
    await database.fileParts.add({ documentId: 'orphan', ordinal: 0, bytes: new ArrayBuffer(1) });
    await deleteOrphans(database);
    expect(await database.fileParts.toCollection().primaryKeys()).toEqual([['kept', 0]]);
  });
});

describe('conversations', () => {
  it('keep an answer that was being written as stopped', async () => {
    const conversations = new ConversationRepository(database);
    await conversations.add({ id: 'c', libraryId: 'library', title: '', createdAt: 1, updatedAt: 1 });
    await conversations.save([
      {
        id: 'm',
        conversationId: 'c',
        createdAt: 2,
        role: 'answer',
        questionId: 'q',
        text: 'half an ans',
        status: 'streaming',
        language: 'en',
        engine: 'extractive',
        abstained: false,
        citations: [],
      },
    ]);
    await conversations.settleStreaming();
    expect(await conversations.messages('c')).toMatchObject([{ status: 'stopped', text: 'half an ans' }]);
  });

  it('are listed pinned first, without what was removed, which comes back until it is purged', async () => {
    const conversations = new ConversationRepository(database);
    const ids = ['a', 'b', 'c'];
    for (const [updatedAt, id] of ids.entries()) {
      await conversations.add({ id, libraryId: 'library', title: id, createdAt: 1, updatedAt });
    }
    const listed = async () => (await conversations.list('library')).map(({ id }) => id);
    await conversations.update('a', { isPinned: true });
    expect(await listed()).toEqual(['a', 'c', 'b']);
    await conversations.save([
      { id: 'm', conversationId: 'c', createdAt: 1, role: 'question', answerId: null, text: '?' },
    ]);
    await conversations.remove('c');
    expect(await listed()).toEqual(['a', 'b']);
    expect(await conversations.get('c')).toBeUndefined();
    await conversations.restore('c');
    expect(await listed()).toEqual(['a', 'c', 'b']);
    expect(await conversations.messages('c')).toHaveLength(1);
    await conversations.remove('c');
    await conversations.purge(['a', 'c']);
    await conversations.restore('c');
    expect(await listed()).toEqual(['a', 'b']);
    expect(await database.messages.count()).toBe(0);
  });

  it('keep what is not asked yet, and nothing of it once it is empty or the conversation gone', async () => {
    const conversations = new ConversationRepository(database);
    const drafts = new DraftRepository(database);
    await conversations.add({ id: 'c', libraryId: 'library', title: '', createdAt: 1, updatedAt: 1 });
    await drafts.keep('c', 'half a quest');
    await drafts.keep('library', '墨');
    expect(await drafts.get('c')).toBe('half a quest');
    await drafts.keep('library', '');
    await conversations.remove('c');
    await conversations.purge();
    expect(await database.drafts.count()).toBe(0);
    expect(await drafts.get('c')).toBe('');
  });

  it('go where nothing was asked in them, but for those that have a draft', async () => {
    const conversations = new ConversationRepository(database);
    const drafts = new DraftRepository(database);
    for (const id of ['empty', 'drafted', 'asked']) {
      await conversations.add({ id, libraryId: 'library', title: '', createdAt: 1, updatedAt: 1 });
    }
    await drafts.keep('drafted', 'half a quest');
    await conversations.save(
      [
        {
          id: 'question',
          conversationId: 'asked',
          createdAt: 1,
          role: 'question',
          answerId: null,
          text: 'Who?',
        },
      ],
      { title: 'Who?' },
    );
    await conversations.purgeUnasked(2);
    const left = await conversations.list('library');
    expect(left.map(({ id }) => id).toSorted()).toEqual(['asked', 'drafted']);
  });

  it('are found by the newest message that holds all the words, however many there are', async () => {
    const conversations = new ConversationRepository(database);
    await conversations.add({ id: 'long', libraryId: 'a', title: 'Stone', createdAt: 1, updatedAt: 2 });
    await conversations.add({ id: 'short', libraryId: 'b', title: 'Ink stone', createdAt: 1, updatedAt: 1 });
    await conversations.save(
      Array.from({ length: 100 }, (_, i) => ({
        id: `m${i}`,
        conversationId: 'long',
        createdAt: Math.floor(i / 2),
        role: 'question',
        answerId: null,
        text: i % 40 === 3 ? `ink ${i} on stone` : 'ink',
      })),
    );
    const found = async (...words: string[]) =>
      (await conversations.find(words, 10, new AbortController().signal)).map(
        ({ conversation, inMessage }) => `${conversation.id} ${inMessage?.snippet ?? 'title'}`,
      );
    expect(await found('ink', 'stone')).toEqual(['long ink 83 on stone', 'short title']);
    expect(await found('ink', '3 on')).toEqual(['long ink 83 on stone']);
    expect(await found('soot')).toEqual([]);
  });

  it('do not come back when a late answer is saved to a removed one', async () => {
    const conversations = new ConversationRepository(database);
    await conversations.save([
      { id: 'm', conversationId: 'gone', createdAt: 1, role: 'question', answerId: null, text: '?' },
    ]);
    expect(await database.messages.count()).toBe(0);
  });
});

it('an observer sees the stored value at once and again after a change', async () => {
  const libraries = new LibraryRepository(database);
  const seen: string[][] = [];
  const stop = observe(
    () => libraries.list(),
    (list) => seen.push(list.map((library) => library.name)),
  );
  await expect.poll(() => seen.length).toBe(1);
  await libraries.add({ id: 'a', name: '水', createdAt: 1 });
  await expect.poll(() => seen.at(-1)).toEqual(['Library', '水']);
  stop();
});

it('documents cannot be added to a library that is gone, and one that lost its library is deleted', async () => {
  const documents = new DocumentRepository(database);
  await expect(documents.addAll('gone', [documentRow('a')])).rejects.toMatchObject({ code: 'not-found' });
  await database.documents.add(documentRow('b', { libraryId: 'gone' }));
  await deleteOrphans(database);
  expect(await database.documents.count()).toBe(0);
});
