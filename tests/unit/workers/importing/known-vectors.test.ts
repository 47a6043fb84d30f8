import 'fake-indexeddb/auto';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Chunk } from '../../../../src/core/chunk';
import { indexedText } from '../../../../src/core/chunk';
import { vectorSpaceKey } from '../../../../src/core/embedding-model';
import { documentTitle, type StoredDocument } from '../../../../src/core/library';
import { dequantizeRow, quantizeVectors } from '../../../../src/core/quantized-vectors';
import { buildSegmentWords } from '../../../../src/core/search/segment/build-segment';
import { ContentRepository } from '../../../../src/storage/contents';
import { InkstoneDatabase } from '../../../../src/storage/database';
import { DocumentRepository } from '../../../../src/storage/documents';
import { SegmentRepository } from '../../../../src/storage/segments';
import { readKnownVectors } from '../../../../workers/importing/known-vectors';

const libraryId = 'library';
const model = { id: 'm', dtype: 'q8', dimension: 2, prefixes: { query: '', passage: '' }, maxTokens: 100 };

let database: InkstoneDatabase;
let contents: ContentRepository;

beforeEach(async () => {
  database = new InkstoneDatabase(`test-${crypto.randomUUID()}`);
  contents = new ContentRepository(database);
  await database.libraries.add({ id: libraryId, name: 'Library', createdAt: 0 });
});

afterEach(() => database.delete());

function chunksOf(id: string, count: number): Chunk[] {
  return Array.from({ length: count }, (_, ordinal) => ({
    ...{ ordinal, start: 0, end: 1, text: `${id} ${ordinal}`, headingPath: [], tokens: 2 },
  }));
}

/** Row by row in one segment; the vector of row r is (1, r). */
async function addTogether(sizes: Readonly<Record<string, number>>): Promise<void> {
  const ids = Object.keys(sizes);
  const queued = ids.map((id): StoredDocument => ({
    ...{ id, libraryId, name: `${id}.md`, path: `${id}.md`, mediaType: '', sizeBytes: 1 },
    ...{ hash: '', addedAt: 1, status: 'queued' },
  }));
  await new DocumentRepository(database).addAll(libraryId, queued);
  const documents = ids.map((id) => ({
    documentId: id,
    extracted: {
      ...{ text: id, blocks: [], marks: [], pages: [], coverage: 1, warnings: [] },
      format: 'markdown' as const,
    },
    chunks: chunksOf(id, sizes[id] ?? 0),
  }));
  const all = documents.flatMap(({ chunks }) => chunks);
  await contents.commitAll({
    documents,
    model,
    vectors: quantizeVectors(Float32Array.from(all.flatMap((_, row) => [1, row])), 2),
    words: buildSegmentWords(
      all.map(({ text }) => text.split(' ')),
      all.map(({ text }) => text),
    ),
  });
}

it('gives the vectors of one document, and reads no blocks of others', async () => {
  await addTogether({ before: 1500, wanted: 700, after: 3000 });
  expect(await database.segmentVectors.count()).toBe(6);
  const blocks: number[] = [];
  database.segmentVectors.hook('reading', (block) => {
    blocks.push(block.firstRow);
    return block;
  });
  const document = await database.documents.get('wanted');
  if (!document) throw new Error('no such document');
  const segments = new SegmentRepository(database);
  const known = await readKnownVectors(document, vectorSpaceKey(model), 2, { contents, segments });
  expect(blocks.sort((a, b) => a - b)).toEqual([1024, 2048]);
  if (!known) throw new Error('nothing is known');
  const title = documentTitle(document, document.content);
  for (const chunk of chunksOf('wanted', 700)) {
    const place = known.find(indexedText(title, chunk)) ?? -1;
    expect(place).toBe(chunk.ordinal);
    const [first = 0, second = 0] = dequantizeRow(known.vectors, place);
    expect(first).toBeCloseTo(1, 0);
    expect(Math.abs(second - (1500 + chunk.ordinal))).toBeLessThan(0.1);
  }
  const [other] = chunksOf('after', 1);
  if (other) expect(known.find(indexedText(title, other))).toBeUndefined();
});
