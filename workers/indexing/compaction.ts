import { AppError } from '../../src/core/app-error';
import { joinVectors, type QuantizedVectors } from '../../src/core/quantized-vectors';
import { planCompaction, type SegmentSize } from '../../src/core/search/segment/compaction-plan';
import { mergeSegments } from '../../src/core/search/segment/merge-segments';
import { forEachDocument, type SegmentContent } from '../../src/core/search/segment/segment';
import type { SegmentHeader, Tombstone } from '../../src/storage/database';
import { isBuried, type LibrarySegments, type SegmentRepository } from '../../src/storage/segments';
import { runInTurns } from '../turns';
import { reportProblem } from '../report-problem';
import { inOneTab } from './in-one-tab';
import type { OpenLibraries } from './open-libraries';

/**
 * Merges small segments and those with much that was removed, in the background: questions get their turn in between,
 * and the merged one takes the place of the others at once, in the store and in memory. One tab does it at a time.
 */
export class Compaction {
  readonly #segments: SegmentRepository;
  readonly #libraries: OpenLibraries;
  /** Whether even a little that was removed is to be taken out, by library. */
  readonly #waiting = new Map<string, boolean>();
  #running: Promise<void> | undefined;

  constructor(segments: SegmentRepository, libraries: OpenLibraries) {
    this.#segments = segments;
    this.#libraries = libraries;
  }

  /** To be called after a library has changed. A thorough one leaves no word of what was removed. */
  schedule(libraryId: string, { isThorough = false } = {}): void {
    this.#waiting.set(libraryId, isThorough || this.#waiting.get(libraryId) === true);
    this.#running ??= this.#run().finally(() => {
      this.#running = undefined;
    });
  }

  /** Ends when nothing is being merged. */
  async settled(): Promise<void> {
    while (this.#running) await this.#running;
  }

  async #run(): Promise<void> {
    for (const [libraryId, isThorough] of this.#waiting) {
      this.#waiting.delete(libraryId);
      try {
        await inOneTab(`inkstone-compaction-${libraryId}`, async () => {
          while (await this.#mergeOnce(libraryId, isThorough));
        });
      } catch (error) {
        // Searching goes on over what there is; the next change tries again.
        reportProblem(error);
      }
    }
  }

  async #mergeOnce(libraryId: string, isThorough: boolean): Promise<boolean> {
    const library = await this.#segments.read(libraryId);
    const plan = planCompaction(await this.#sizes(library), { isThorough });
    const chosen = new Set(plan.map(({ id }) => id));
    const headers = library.headers.filter(({ id }) => chosen.has(id));
    const [space] = headers[0]?.spaces ?? [];
    if (headers.length === 0) return false;
    const inputs = await Promise.all(headers.map((header) => this.#read(header, space)));
    const contents = inputs.filter((content) => content !== undefined);
    if (contents.length < headers.length) return true;
    const merged = await runInTurns(
      mergeSegments(
        contents.map((content, i) => ({ content, isRemoved: removalsFrom(headers[i], library.tombstones) })),
      ),
      new AbortController().signal,
    );
    const vectors = new Map<string, QuantizedVectors>();
    if (space !== undefined && merged.vectors) vectors.set(space, merged.vectors);
    const header = await this.#segments.replace(headers, merged, vectors);
    if (header === 'gone') return true;
    const { directory, lexical, signatures } = merged;
    const written =
      header === 'empty' ? undefined : { header, directory, words: { lexical, signatures }, vectors };
    await this.#libraries.written(libraryId, written, [...chosen]);
    return true;
  }

  /** Of the segments that can be merged: while vectors of a second model are made, those that have them are let be. */
  async #sizes({ headers, tombstones }: LibrarySegments): Promise<SegmentSize[]> {
    const spaces = new Set(headers.flatMap((header) => header.spaces));
    const mergeable = headers.filter((header) => header.spaces.length === spaces.size && spaces.size <= 1);
    return Promise.all(
      mergeable.map(async (header) => ({
        id: header.id,
        rows: header.rows,
        removedRows: tombstones.length === 0 ? 0 : await this.#removedRows(header, tombstones),
      })),
    );
  }

  async #removedRows(header: SegmentHeader, tombstones: readonly Tombstone[]): Promise<number> {
    const directory = await this.#segments.directory(header.id);
    if (!directory) return 0;
    const isRemoved = removalsFrom(header, tombstones);
    let rows = 0;
    forEachDocument(directory, (documentId, start, end) => {
      if (isRemoved(documentId)) rows += end - start;
    });
    return rows;
  }

  async #read(header: SegmentHeader, space: string | undefined): Promise<SegmentContent | undefined> {
    const { id } = header;
    const [directory, words] = await Promise.all([this.#segments.directory(id), this.#segments.words(id)]);
    if (!directory || !words) return undefined;
    const vectors = space === undefined ? undefined : await this.#vectors(header, space);
    return { directory, ...words, vectors };
  }

  async #vectors({ id, rows }: SegmentHeader, space: string): Promise<QuantizedVectors> {
    const blocks: { firstRow: number; vectors: QuantizedVectors }[] = [];
    const count = await this.#segments.readVectors(id, space, (firstRow, vectors) => {
      blocks.push({ firstRow, vectors });
    });
    if (count !== rows) throw new AppError('storage-failed', `segment ${id} has changed while it was read`);
    blocks.sort((a, b) => a.firstRow - b.firstRow);
    const dimension = blocks[0]?.vectors.dimension ?? 0;
    return joinVectors(
      blocks.map(({ vectors }) => vectors),
      dimension,
    );
  }
}

function removalsFrom(
  header: SegmentHeader | undefined,
  tombstones: readonly Tombstone[],
): (documentId: string) => boolean {
  const buried = new Set(
    tombstones
      .filter((tombstone) => header && isBuried(header, tombstone))
      .map(({ documentId }) => documentId),
  );
  return (documentId) => buried.has(documentId);
}
