import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { quantizeVectors } from '../../../src/core/quantized-vectors';
import { buildSegmentWords, directoryOf } from '../../../src/core/search/segment/build-segment';
import { mergeSegments } from '../../../src/core/search/segment/merge-segments';
import type { SegmentContent } from '../../../src/core/search/segment/segment';
import { InkstoneDatabase } from '../../../src/storage/database';
import { LibraryModelRepository } from '../../../src/storage/library-models';
import { addSegment, buryDocuments } from '../../../src/storage/segment-writing';
import { isBuried, SegmentRepository } from '../../../src/storage/segments';

const libraryId = 'library';
const space = 'm/q8/2';

let database: InkstoneDatabase;
let segments: SegmentRepository;

beforeEach(async () => {
  database = new InkstoneDatabase(`test-${crypto.randomUUID()}`);
  segments = new SegmentRepository(database);
  await database.libraries.add({ id: libraryId, name: 'Library', createdAt: 0 });
});

afterEach(() => database.delete());

function contentOf(documentId: string, texts: readonly string[]): SegmentContent {
  return {
    directory: directoryOf(documentId, texts.length),
    ...buildSegmentWords(
      texts.map((text) => text.split(' ')),
      texts,
    ),
    vectors: quantizeVectors(Float32Array.from(texts.flatMap(() => [1, 0])), 2),
  };
}

async function add(documentId: string, ...texts: string[]) {
  const { directory, lexical, signatures, vectors } = contentOf(documentId, texts);
  const ofSpace = new Map(vectors ? [[space, vectors]] : []);
  return addSegment(database, { libraryId, directory, words: { lexical, signatures }, vectors: ofSpace });
}

const bury = (documentId: string) => buryDocuments(database, [{ documentId, libraryId }]);

function merge(ids: readonly string[]): SegmentContent {
  const steps = mergeSegments(ids.map((id) => ({ content: contentOf(id, [id]), isRemoved: () => false })));
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

/** Documents that can be found, by what the store says. */
async function live(): Promise<string[]> {
  const { headers, tombstones } = await segments.read(libraryId);
  const found: string[] = [];
  for (const header of headers) {
    for (const documentId of (await segments.directory(header.id))?.documentIds ?? []) {
      const buried = tombstones.some((one) => one.documentId === documentId && isBuried(header, one));
      if (!buried) found.push(documentId);
    }
  }
  return found.sort();
}

describe('a tombstone', () => {
  it('hides the document in every segment there is, and in none that is written later', async () => {
    await add('a', 'first');
    await add('b', 'other');
    await bury('a');
    expect(await live()).toEqual(['b']);
    await add('a', 'second');
    expect(await live()).toEqual(['a', 'b']);
  });

  it('hides it also in a segment that was merged from older ones while it was removed', async () => {
    const a = await add('a', 'a');
    const b = await add('b', 'b');
    const merged = merge(['a', 'b']);
    await bury('a');
    await add('c', 'c');
    await segments.replace([a, b], merged, new Map());
    expect(await live()).toEqual(['b', 'c']);
  });

  it('is forgotten when no segment holds its document any more', async () => {
    const a = await add('a', 'a');
    const b = await add('b', 'b');
    await bury('a');
    await bury('b');
    await segments.replace([a], merge([]), new Map());
    expect((await segments.read(libraryId)).tombstones.map(({ documentId }) => documentId)).toEqual(['b']);
    await segments.replace([b], merge([]), new Map());
    expect(await segments.read(libraryId)).toEqual({ headers: [], tombstones: [] });
  });
});

describe('replacing segments', () => {
  it('takes the place of all of them, with their words and vectors gone', async () => {
    const a = await add('a', 'a');
    const b = await add('b', 'b');
    const merged = merge(['a', 'b']);
    const header = await segments.replace(
      [a, b],
      merged,
      new Map(merged.vectors ? [[space, merged.vectors]] : []),
    );
    expect(header).toMatchObject({ rows: 2, age: b.id, spaces: [space] });
    expect((await segments.read(libraryId)).headers).toEqual([header]);
    for (const table of ['segmentDirectories', 'segmentWords', 'segmentVectors']) {
      expect(await database.table(table).count(), table).toBe(1);
    }
  });

  it('is refused when a segment has got vectors of another model since it was read', async () => {
    const a = await add('a', 'a');
    await segments.addSpace(a.id, 'n/q8/2', quantizeVectors(Float32Array.of(0, 1), 2));
    expect(await segments.replace([a], merge(['a']), new Map())).toBe('gone');
  });

  it('is refused when another tab was faster, and changes nothing', async () => {
    const a = await add('a', 'a');
    const b = await add('b', 'b');
    await segments.replace([a], merge(['a']), new Map());
    const before = await segments.read(libraryId);
    expect(await segments.replace([a, b], merge(['a', 'b']), new Map())).toBe('gone');
    expect(await segments.read(libraryId)).toEqual(before);
  });
});

describe('changing the model of a library', () => {
  const model = (id: string) => ({
    libraryId,
    modelPath: `/models/${id}`,
    model: { id, dtype: 'q8', dimension: 2, prefixes: { query: '', passage: '' }, maxTokens: 9 },
  });

  it('keeps the first one that was adopted', async () => {
    const models = new LibraryModelRepository(database);
    expect(await models.adopt(model('m'))).toEqual(model('m'));
    expect(await models.adopt(model('n'))).toEqual(model('m'));
    expect(await models.get(libraryId)).toEqual(model('m'));
  });

  it('drops the vectors of the old one in the same moment', async () => {
    const models = new LibraryModelRepository(database);
    await models.adopt(model('m'));
    const { id } = await add('a', 'a', 'b');
    const vectors = quantizeVectors(Float32Array.of(0, 1, 0, 1), 2);
    expect(await segments.addSpace(id, 'n/q8/2', vectors)).toBe(true);
    expect(await segments.addSpace(id, 'n/q8/2', vectors)).toBe(true);
    const later = await add('b', 'late');
    expect(await models.switchTo(model('n'))).toBe(false);
    expect(await models.get(libraryId)).toEqual(model('m'));
    await segments.addSpace(later.id, 'n/q8/2', quantizeVectors(Float32Array.of(0, 1), 2));
    expect(await models.switchTo(model('n'))).toBe(true);
    expect((await segments.read(libraryId)).headers[0]?.spaces).toEqual(['n/q8/2']);
    const ignore = (): void => undefined;
    expect(await segments.readVectors(id, space, ignore)).toBe(0);
    expect(await segments.readVectors(id, 'n/q8/2', ignore)).toBe(2);
    expect(await segments.addSpace(999, 'n/q8/2', vectors)).toBe(false);
  });
});
