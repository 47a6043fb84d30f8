import type { Transaction } from 'dexie';
import { sliceVectors, type QuantizedVectors } from '../core/quantized-vectors';
import { rowCountOf, type SegmentDirectory, type SegmentWords } from '../core/search/segment/segment';
import type {
  SegmentHeader,
  SegmentVectors,
  StagedSegment,
  StoredDirectory,
  StoredWords,
  Tombstone,
} from './database';

/** Rows of one block: large enough to be read fast, small enough to be copied between threads without notice. */
const rowsPerBlock = 1024;

export interface SegmentTables {
  readonly directory: SegmentDirectory;
  readonly words: SegmentWords;
  /** Vectors by space; see `vectorSpaceKey`. */
  readonly vectors: ReadonlyMap<string, QuantizedVectors>;
}

export interface NewSegment extends SegmentTables {
  readonly libraryId: string;
  /** See `SegmentHeader`. */
  readonly age?: number;
}

/** The tables that a segment is written to; a transaction that writes or deletes one must cover them. */
export const segmentTables = ['segments', 'segmentDirectories', 'segmentWords', 'segmentVectors'] as const;

/** Writes a segment inside a transaction over its tables, and returns its header. */
export async function addSegment(
  transaction: Pick<Transaction, 'table'>,
  { libraryId, directory, words, vectors, age }: NewSegment,
): Promise<SegmentHeader> {
  const header = {
    libraryId,
    rows: rowCountOf(directory),
    spaces: [...vectors.keys()],
    ...(age === undefined ? {} : { age }),
  };
  const id = await transaction.table<Omit<SegmentHeader, 'id'>, number>('segments').add(header);
  await addTables(transaction, id, { directory, words, vectors });
  return { id, ...header };
}

/** Writes a segment that is not to be seen yet; see `StagedSegment`. */
export async function addStagedSegment(
  transaction: Pick<Transaction, 'table'>,
  { contentId, directory, words, vectors }: SegmentTables & { readonly contentId: string },
): Promise<void> {
  const header = { contentId, rows: rowCountOf(directory), spaces: [...vectors.keys()] };
  const id = await transaction.table<Omit<StagedSegment, 'id'>, number>('segments').add(header);
  await addTables(transaction, id, { directory, words, vectors });
}

async function addTables(
  transaction: Pick<Transaction, 'table'>,
  id: number,
  { directory, words, vectors }: SegmentTables,
): Promise<void> {
  const segmentDirectories = transaction.table<StoredDirectory, number>('segmentDirectories');
  await segmentDirectories.add({ segmentId: id, ...directory });
  const segmentWords = transaction.table<StoredWords, number>('segmentWords');
  await segmentWords.add({ segmentId: id, ...words });
  for (const [space, ofSpace] of vectors) await addVectors(transaction, id, space, ofSpace);
}

/** Writes the vectors of a segment's rows in one space, block by block. */
export async function addVectors(
  transaction: Pick<Transaction, 'table'>,
  segmentId: number,
  space: string,
  vectors: QuantizedVectors,
): Promise<void> {
  const blocks: SegmentVectors[] = [];
  for (let first = 0; first < vectors.count; first += rowsPerBlock) {
    const ofBlock = sliceVectors(vectors, first, Math.min(first + rowsPerBlock, vectors.count));
    blocks.push({ segmentId, space, firstRow: first, vectors: ofBlock });
  }
  const table = transaction.table<SegmentVectors, [number, string, number]>('segmentVectors');
  await table.bulkAdd(blocks);
}

/** Deletes segments with all that belongs to them. */
export async function deleteSegments(
  transaction: Pick<Transaction, 'table'>,
  ids: readonly number[],
): Promise<void> {
  if (ids.length === 0) return;
  const byId = ['segments', 'segmentDirectories', 'segmentWords'].map((name) => transaction.table(name));
  const vectors = transaction.table('segmentVectors');
  await Promise.all([
    ...byId.map((table) => table.bulkDelete([...ids])),
    ...ids.map((id) => vectors.where(':id').between([id, '', -Infinity], [id, '\uffff', Infinity]).delete()),
  ]);
}

/**
 * Marks documents as removed from every segment there is now. Ids only rise, also after the highest was deleted, so
 * what is written later is not meant.
 */
export async function buryDocuments(
  transaction: Pick<Transaction, 'table'>,
  buried: readonly Omit<Tombstone, 'before'>[],
): Promise<void> {
  if (buried.length === 0) return;
  const lastId = (await transaction.table('segments').toCollection().lastKey()) ?? 0;
  const before = Number(lastId) + 1;
  await transaction.table<Tombstone>('tombstones').bulkPut(buried.map((one) => ({ ...one, before })));
}

/** The keys of a segment's blocks in one space, first and last. */
export function vectorKeys(
  segmentId: number,
  space: string,
): [[number, string, number], [number, string, number]] {
  return [
    [segmentId, space, -Infinity],
    [segmentId, space, Infinity],
  ];
}
