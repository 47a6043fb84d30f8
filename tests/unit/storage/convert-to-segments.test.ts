import 'fake-indexeddb/auto';
import { Dexie } from 'dexie';
import { expect, it } from 'vitest';
import { dequantizeRow, type QuantizedVectors } from '../../../src/core/quantized-vectors';
import { foldForPhrases } from '../../../src/core/search/phrase-folding';
import { PostingCursor } from '../../../src/core/search/segment/posting-list';
import { findTerm } from '../../../src/core/search/segment/term-dictionary';
import { mayHold, phraseBits } from '../../../src/core/search/segment/trigram-signatures';
import { InkstoneDatabase } from '../../../src/storage/database';
import { SegmentRepository } from '../../../src/storage/segments';

/** A database as the first version wrote it. */
async function writeFirstVersion(name: string): Promise<void> {
  const old = new Dexie(name);
  old.version(1).stores({
    settings: 'key',
    libraries: 'id, createdAt',
    documents: 'id, libraryId, status, [libraryId+hash]',
    fileParts: '[documentId+ordinal]',
    textParts: '[documentId+ordinal]',
    chunks: '[documentId+ordinal]',
    vectorBlocks: '[documentId+firstOrdinal], libraryId',
    lexicalBlocks: 'documentId, libraryId',
    conversations: 'id, [libraryId+updatedAt]',
    messages: 'id, [conversationId+createdAt]',
  });
  await old.table('libraries').add({ id: 'library', name: '墨', createdAt: 1 });
  await old.table('documents').bulkAdd([
    { id: 'a', libraryId: 'library', status: 'ready', hash: 'x' },
    { id: 'b', libraryId: 'library', status: 'failed', hash: 'y' },
  ]);
  await old
    .table('chunks')
    .bulkAdd(['grinding ink', 'the ink stone'].map((text, ordinal) => ({ documentId: 'a', ordinal, text })));
  await old.table('vectorBlocks').bulkAdd([
    { ...vectorBlock(0), vectors: Float32Array.of(1, 0) },
    { ...vectorBlock(1), vectors: Float32Array.of(0.6, 0.8) },
  ]);
  await old.table('lexicalBlocks').add({
    documentId: 'a',
    libraryId: 'library',
    terms: ['ink', 'stone'],
    offsets: Uint32Array.of(0, 2, 3),
    ordinals: Uint32Array.of(0, 1, 1),
    frequencies: Uint16Array.of(2, 1, 1),
    lengths: Uint32Array.of(2, 2),
  });
  old.close();
}

function vectorBlock(firstOrdinal: number) {
  return { documentId: 'a', libraryId: 'library', firstOrdinal, count: 1, space: 'm/q8/2', dimension: 2 };
}

it('a library of the first version is searched on as it was', async () => {
  const name = `old-${crypto.randomUUID()}`;
  await writeFirstVersion(name);
  const database = new InkstoneDatabase(name);
  const segments = new SegmentRepository(database);
  const { headers } = await segments.read('library');
  expect(headers).toMatchObject([{ rows: 2, spaces: ['m/q8/2'] }]);
  const id = headers[0]?.id ?? 0;
  expect(await segments.directory(id)).toMatchObject({ documentIds: ['a'] });

  const blocks: QuantizedVectors[] = [];
  await segments.readVectors(id, 'm/q8/2', (_, vectors) => blocks.push(vectors));
  const second = blocks[0] ? [...dequantizeRow(blocks[0], 1)] : [];
  expect(second[0]).toBeCloseTo(0.6, 4);
  expect(second[1]).toBeCloseTo(0.8, 4);

  const words = await segments.words(id);
  if (!words) throw new Error('no words');
  const entry = findTerm(words.lexical.terms, 'ink');
  expect(entry?.documentFrequency).toBe(2);
  const cursor = new PostingCursor(words.lexical.postings, entry?.start ?? 0, entry?.end ?? 0);
  expect(cursor.next() && cursor.frequency).toBe(2);
  const bits = phraseBits(foldForPhrases('ink stone'));
  expect([0, 1].map((row) => mayHold(words.signatures, row, bits))).toEqual([false, true]);
  expect(database.tables.map((table) => table.name)).not.toContain('lexicalBlocks');
  await database.delete();
});
