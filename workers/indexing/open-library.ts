import { AppError } from '../../src/core/app-error';
import type { QuantizedVectors } from '../../src/core/quantized-vectors';
import type { SegmentDirectory, SegmentWords } from '../../src/core/search/segment/segment';
import type { VectorIndexKind } from '../../src/core/vector-index';
import type { SegmentHeader, Tombstone } from '../../src/storage/database';
import { observe } from '../../src/storage/observe';
import { isBuried, type SegmentRepository } from '../../src/storage/segments';
import { createVectorIndex } from '../engines/vector/create-vector-index';
import { LibraryIndex } from '../search/library-index';
import { reportProblem } from '../report-problem';

/** What an index in memory is made for: vectors of another space, or another kind of index, are another form. */
export interface IndexForm {
  /** See `vectorSpaceKey`. */
  readonly space: string;
  readonly dimension: number;
  readonly kind: VectorIndexKind;
}

/** A segment that was just stored, so that it need not be read back. */
export interface WrittenSegment {
  readonly header: SegmentHeader;
  readonly directory: SegmentDirectory;
  readonly words: SegmentWords;
  /** By space. */
  readonly vectors: ReadonlyMap<string, QuantizedVectors>;
}

/** How often a library is read again because segments were merged while it was read. */
const mostReads = 20;

/**
 * One library in memory. The store is the truth: segments are read from it once, changes made here are applied to
 * both, and changes made by another tab are noticed and read in before the next search.
 */
export class OpenLibrary {
  readonly #segments: SegmentRepository;
  readonly #libraryId: string;
  readonly #form: IndexForm;
  readonly #stopObserving: () => void;
  readonly #headers = new Map<number, SegmentHeader>();
  #kind: VectorIndexKind;
  #index: Promise<LibraryIndex>;
  #mayDiffer = true;
  /** Changes run one after another. */
  #previous: Promise<unknown> = Promise.resolve();

  constructor(segments: SegmentRepository, libraryId: string, form: IndexForm) {
    this.#segments = segments;
    this.#libraryId = libraryId;
    this.#form = form;
    this.#kind = form.kind;
    this.#index = emptyIndex(form.kind, form.dimension);
    this.#stopObserving = observe(
      () => Promise.all([segments.state(libraryId), segments.spaces(libraryId)]),
      () => {
        this.#mayDiffer = true;
      },
    );
  }

  hasForm({ space, kind }: IndexForm): boolean {
    return this.#form.space === space && this.#form.kind === kind;
  }

  /** The library as the store has it now. */
  current(): Promise<LibraryIndex> {
    return this.#inTurn(async () => {
      if (this.#mayDiffer) await this.#sync();
      return this.#index;
    });
  }

  /** Takes a stored segment in and the segments that it replaces out, between two searches. */
  written(segment: WrittenSegment | undefined, replaced: readonly number[] = []): Promise<void> {
    return this.#inTurn(async () => {
      try {
        const { headers, tombstones } = await this.#segments.read(this.#libraryId);
        const stored = new Set(headers.map(({ id }) => id));
        // By now a search may have read it in, or a merge may have put another in its place.
        if (segment && stored.has(segment.header.id) && !this.#headers.has(segment.header.id)) {
          await this.#add(segment, tombstones);
        }
        for (const id of replaced) if (!stored.has(id)) await this.#drop(id);
      } catch (error) {
        // It is stored already: what cannot be added here is read in again before the next search.
        if (segment) await this.#drop(segment.header.id);
        this.#mayDiffer = true;
        reportProblem(error);
      }
    });
  }

  /** Tells that the store has changed, so that it is read before the next search. */
  changed(): void {
    this.#mayDiffer = true;
  }

  removed(documentId: string): Promise<void> {
    return this.#inTurn(async () => {
      (await this.#index).removeDocument(documentId);
    });
  }

  close(): void {
    this.#stopObserving();
    this.#inTurn(async () => {
      (await this.#index).dispose();
      // An index that could not even be made has nothing to be let go.
    }).catch(() => undefined);
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#previous.then(work);
    this.#previous = result.catch(() => undefined);
    return result;
  }

  async #sync(): Promise<void> {
    this.#mayDiffer = false;
    try {
      for (let reads = 0; !(await this.#readIn()); reads += 1) {
        if (reads === mostReads) throw new AppError('storage-failed', 'the library changes all the time');
      }
    } catch (error) {
      this.#mayDiffer = true;
      if (this.#kind === 'scan' || !isUnsupported(error)) throw error;
      await this.#startAsScan();
      await this.#sync();
    }
  }

  /** Where the chosen kind of index cannot hold the vectors, the exact scan takes over. */
  async #startAsScan(): Promise<void> {
    (await this.#index).dispose();
    this.#kind = 'scan';
    this.#headers.clear();
    this.#index = emptyIndex('scan', this.#form.dimension);
  }

  /**
   * Reads in what the store has and this index has not, and drops what the store has no longer. Returns false when
   * segments were merged into another while they were read.
   */
  async #readIn(): Promise<boolean> {
    const { headers, tombstones } = await this.#segments.read(this.#libraryId);
    const stored = new Set(headers.map(({ id }) => id));
    const missing = headers.filter(({ id }) => !this.#headers.has(id));
    const reads = await Promise.allSettled(missing.map((header) => this.#readSegment(header, tombstones)));
    for (const read of reads) if (read.status === 'rejected') throw read.reason;
    const areWhole = await this.#readLateVectors(headers);
    for (const id of [...this.#headers.keys()]) if (!stored.has(id)) await this.#drop(id);
    await this.#bury(tombstones);
    return areWhole && reads.every((read) => read.status === 'fulfilled' && read.value);
  }

  /** Those of segments that had none in this space when they were read in. */
  async #readLateVectors(headers: readonly SegmentHeader[]): Promise<boolean> {
    const { space } = this.#form;
    let areWhole = true;
    for (const header of headers) {
      const held = this.#headers.get(header.id);
      if (!held || held.spaces.includes(space) || !header.spaces.includes(space)) continue;
      if (await this.#readVectors(header)) this.#headers.set(header.id, header);
      else {
        await this.#drop(header.id);
        areWhole = false;
      }
    }
    return areWhole;
  }

  async #readSegment(header: SegmentHeader, tombstones: readonly Tombstone[]): Promise<boolean> {
    const { id } = header;
    const [directory, words] = await Promise.all([this.#segments.directory(id), this.#segments.words(id)]);
    if (!directory || !words) return false;
    try {
      await this.#add({ header, directory, words, vectors: new Map() }, tombstones);
      if (await this.#readVectors(header)) return true;
    } catch (error) {
      await this.#drop(id);
      throw error;
    }
    await this.#drop(id);
    return false;
  }

  async #readVectors({ id, spaces, rows }: SegmentHeader): Promise<boolean> {
    const { space } = this.#form;
    if (!spaces.includes(space)) return true;
    const index = await this.#index;
    const count = await this.#segments.readVectors(id, space, (firstRow, vectors) => {
      index.addVectors(id, firstRow, vectors);
    });
    return count === rows;
  }

  async #add(
    { header, directory, words, vectors }: WrittenSegment,
    tombstones: readonly Tombstone[],
  ): Promise<void> {
    const index = await this.#index;
    const buried = new Set(
      tombstones.filter((tombstone) => isBuried(header, tombstone)).map(({ documentId }) => documentId),
    );
    index.addSegment(header.id, directory, words, (documentId) => buried.has(documentId));
    this.#headers.set(header.id, header);
    const ofSpace = vectors.get(this.#form.space);
    if (ofSpace) index.addVectors(header.id, 0, ofSpace);
  }

  async #drop(segmentId: number): Promise<void> {
    this.#headers.delete(segmentId);
    (await this.#index).removeSegment(segmentId);
  }

  async #bury(tombstones: readonly Tombstone[]): Promise<void> {
    const index = await this.#index;
    for (const tombstone of tombstones) {
      index.removeDocument(tombstone.documentId, (segmentId) => {
        const header = this.#headers.get(segmentId);
        return header !== undefined && isBuried(header, tombstone);
      });
    }
  }
}

/** One that cannot be of the chosen kind is of the other: long vectors are nothing for voy, nor old browsers for the scan. */
async function emptyIndex(kind: VectorIndexKind, dimension: number): Promise<LibraryIndex> {
  try {
    return new LibraryIndex(await createVectorIndex(kind, dimension));
  } catch (error) {
    if (!isUnsupported(error)) throw error;
    return new LibraryIndex(await createVectorIndex(kind === 'scan' ? 'voy' : 'scan', dimension));
  }
}

function isUnsupported(error: unknown): boolean {
  return error instanceof AppError && error.code === 'index-unsupported';
}
