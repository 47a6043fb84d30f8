import { joinVectors, type QuantizedVectors } from '../../src/core/quantized-vectors';
import { planCompaction, type SegmentSize } from '../../src/core/search/segment/compaction-plan';
import { mergeSegments } from '../../src/core/search/segment/merge-segments';
import { forEachDocument, type SegmentContent } from '../../src/core/search/segment/segment';
import type { SegmentHeader, Tombstone } from '../../src/storage/database';
import { isBuried, type LibrarySegments, type SegmentRepository } from '../../src/storage/segments';
import { runInTurns } from '../engines/embedding/turns';
import { inOneTab } from './in-one-tab';
import type { OpenLibraries } from './open-libraries';

/**
 * Merges small segments and those with much that was removed, in the background: questions get their turn in between,
 * and the merged one takes the place of the others at once, in the store and in memory. One tab does it at a time.
 */
export class Compaction {
  readonly #segments: SegmentRepository;
  readonly #libraries: OpenLibraries;
  readonly #waiting = new Set<string>();
  #running: Promise<void> | undefined;

  constructor(segments: SegmentRepository, libraries: OpenLibraries) {
    this.#segments = segments;
    this.#libraries = libraries;
  }

  /** To be called after a library has changed. */
  schedule(libraryId: string): void {
    this.#waiting.add(libraryId);
    this.#running ??= this.#run().finally(() => {
      this.#running = undefined;
    });
  }

  /** Ends when nothing is being merged. */
  async settled(): Promise<void> {
    while (this.#running) await this.#running;
  }

  async #run(): Promise<void> {
    for (const libraryId of this.#waiting) {
      this.#waiting.delete(libraryId);
      try {
        await inOneTab(`inkstone-compaction-${libraryId}`, () => this.#compact(libraryId));
      } catch (error) {
        // Searching goes on over what there is; the next change tries again.
        reportError(error);
      }
    }
  }

  async #compact(libraryId: string): Promise<void> {
    while (await this.#mergeOnce(libraryId));
  }

  async #mergeOnce(libraryId: string): Promise<boolean> {
    const library = await this.#segments.read(libraryId);
    const chosen = new Set(planCompaction(await this.#sizes(library)).map(({ id }) => id));
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

  async #read({ id }: SegmentHeader, space: string | undefined): Promise<SegmentContent | undefined> {
    const [directory, words] = await Promise.all([this.#segments.directory(id), this.#segments.words(id)]);
    if (!directory || !words) return undefined;
    return { directory, ...words, vectors: space === undefined ? undefined : await this.#vectors(id, space) };
  }

  async #vectors(segmentId: number, space: string): Promise<QuantizedVectors | undefined> {
    const blocks: { firstRow: number; vectors: QuantizedVectors }[] = [];
    await this.#segments.readVectors(segmentId, space, (firstRow, vectors) => {
      blocks.push({ firstRow, vectors });
    });
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
