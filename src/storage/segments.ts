import type { Table } from 'dexie';
import type { QuantizedVectors } from '../core/quantized-vectors';
import type { SegmentContent, SegmentDirectory, SegmentWords } from '../core/search/segment/segment';
import type { InkstoneDatabase, SegmentHeader, Tombstone } from './database';
import { addSegment, addVectors, deleteSegments, segmentTables, vectorKeys } from './segment-writing';

/** What a library consists of at one moment. */
export interface LibrarySegments {
  readonly headers: readonly SegmentHeader[];
  readonly tombstones: readonly Tombstone[];
}

/** Rows of a segment, end exclusive. */
export interface RowRange {
  readonly start: number;
  readonly end: number;
}

const allRows: readonly RowRange[] = [{ start: 0, end: Infinity }];

/** True when the tombstone takes its document out of the segment. */
export function isBuried(
  { id, age = id }: Pick<SegmentHeader, 'id' | 'age'>,
  { before }: Tombstone,
): boolean {
  return age < before;
}

/** The segments of libraries: read whole, replaced at once, never changed. */
export class SegmentRepository {
  readonly #database: InkstoneDatabase;

  constructor(database: InkstoneDatabase) {
    this.#database = database;
  }

  /** Changes whenever a library's segments or tombstones do; cheap to read. */
  async state(libraryId: string): Promise<{ ids: number[]; buried: string[] }> {
    const { segments, tombstones } = this.#database;
    const [ids, buried] = await Promise.all([
      segments.where({ libraryId }).primaryKeys(),
      tombstones.where({ libraryId }).primaryKeys(),
    ]);
    return { ids, buried };
  }

  /** Of each segment, those that its vectors are in. */
  async spaces(libraryId: string): Promise<(readonly string[])[]> {
    const headers = await this.#database.segments.where({ libraryId }).toArray();
    return headers.map(({ spaces }) => spaces);
  }

  read(libraryId: string): Promise<LibrarySegments> {
    const { segments, tombstones } = this.#database;
    return this.#database.transaction('r', segments, tombstones, async () => ({
      headers: await segments.where({ libraryId }).toArray(),
      tombstones: await tombstones.where({ libraryId }).toArray(),
    }));
  }

  /** Undefined when the segment was merged into another meanwhile. */
  directory(segmentId: number): Promise<SegmentDirectory | undefined> {
    return this.#database.segmentDirectories.get(segmentId);
  }

  /** Undefined when the segment was merged into another meanwhile. */
  words(segmentId: number): Promise<SegmentWords | undefined> {
    return this.#database.segmentWords.get(segmentId);
  }

  /**
   * Passes the vectors of a segment on block by block, in any order: all, or only the blocks that hold some of `rows`.
   * Returns how many there were: fewer than asked for when it was merged into another meanwhile, or has none in this
   * space.
   */
  async readVectors(
    segmentId: number,
    space: string,
    onBlock: (firstRow: number, vectors: QuantizedVectors) => void,
    rows: readonly RowRange[] = allRows,
  ): Promise<number> {
    const { segmentVectors } = this.#database;
    const keys = await segmentVectors
      .where(':id')
      .between(...vectorKeys(segmentId, space))
      .primaryKeys();
    // In the order of their rows: each block ends where the next one begins.
    const wanted = keys.filter(([, , firstRow], i) => {
      const [, , endRow] = keys[i + 1] ?? [segmentId, space, Infinity];
      return rows.some(({ start, end }) => start < endRow && end > firstRow);
    });
    let count = 0;
    // Each in a transaction of its own: the browser then reads several at a time.
    await Promise.all(
      wanted.map(async (key) => {
        const block = await segmentVectors.get(key);
        if (!block) return;
        count += block.vectors.count;
        onBlock(block.firstRow, block.vectors);
      }),
    );
    return count;
  }

  /**
   * Puts one segment in the place of others, in one transaction; an empty one leaves nothing. Returns its header,
   * `empty` when there is none, and `gone`, having done nothing, when one of the others is not there any more,
   * or has got vectors of another model.
   */
  async replace(
    replaced: readonly SegmentHeader[],
    { directory, lexical, signatures }: SegmentContent,
    vectors: ReadonlyMap<string, QuantizedVectors>,
  ): Promise<SegmentHeader | 'empty' | 'gone'> {
    const database = this.#database;
    const ids = replaced.map(({ id }) => id);
    return database.transaction('rw', this.#tables(database.tombstones), async () => {
      const present = await database.segments.bulkGet(ids);
      const [first] = present;
      const isAsRead = present.every((header, i) => header?.spaces.join() === replaced[i]?.spaces.join());
      if (!first || !isAsRead) return 'gone';
      await deleteSegments(database, ids);
      const { libraryId } = first;
      const age = Math.max(...replaced.map((header) => header.age ?? header.id));
      const words = { lexical, signatures };
      const added =
        directory.documentIds.length === 0
          ? 'empty'
          : await addSegment(database, { libraryId, directory, words, vectors, age });
      await this.#forgetTombstones(libraryId);
      return added;
    });
  }

  /** Adds the vectors of another model to a segment. Returns false when it is not there any more. */
  async addSpace(segmentId: number, space: string, vectors: QuantizedVectors): Promise<boolean> {
    const { segments, segmentVectors } = this.#database;
    return this.#database.transaction('rw', segments, segmentVectors, async () => {
      const header = await segments.get(segmentId);
      if (!header || header.spaces.includes(space)) return header !== undefined;
      await addVectors(this.#database, segmentId, space, vectors);
      await segments.update(segmentId, { spaces: [...header.spaces, space] });
      return true;
    });
  }

  /** A tombstone is needed for as long as a segment that it speaks of holds its document. */
  async #forgetTombstones(libraryId: string): Promise<void> {
    const { segments, segmentDirectories, tombstones } = this.#database;
    const all = await tombstones.where({ libraryId }).toArray();
    if (all.length === 0) return;
    const unneeded = new Map(all.map((tombstone) => [tombstone.documentId, tombstone]));
    for (const header of await segments.where({ libraryId }).toArray()) {
      const directory = await segmentDirectories.get(header.id);
      for (const documentId of directory?.documentIds ?? []) {
        const tombstone = unneeded.get(documentId);
        if (tombstone && isBuried(header, tombstone)) unneeded.delete(documentId);
      }
    }
    await tombstones.bulkDelete([...unneeded.keys()]);
  }

  #tables(...others: Table[]): Table[] {
    return [...segmentTables.map((name) => this.#database.table(name)), ...others];
  }
}
