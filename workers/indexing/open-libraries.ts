import type { SegmentRepository } from '../../src/storage/segments';
import type { LibraryIndex } from '../search/library-index';
import { OpenLibrary, type IndexForm, type WrittenSegment } from './open-library';

/** The libraries held in memory, each in the form it was last asked for. */
export class OpenLibraries {
  readonly #segments: SegmentRepository;
  readonly #open = new Map<string, OpenLibrary>();

  constructor(segments: SegmentRepository) {
    this.#segments = segments;
  }

  /** The library as the store has it now. */
  async get(libraryId: string, form: IndexForm): Promise<LibraryIndex> {
    let library = this.#open.get(libraryId);
    if (!library?.hasForm(form)) {
      library?.close();
      library = new OpenLibrary(this.#segments, libraryId, form);
      this.#open.set(libraryId, library);
    }
    try {
      return await library.current();
    } catch (error) {
      // The next question starts afresh: what failed may have been the making of the index.
      if (this.#open.get(libraryId) === library) this.close(libraryId);
      throw error;
    }
  }

  /** The library if it is in memory. */
  async opened(libraryId: string): Promise<LibraryIndex | undefined> {
    return this.#open.get(libraryId)?.current();
  }

  /** Tells of a segment that was stored, `undefined` for none, and of those that it replaces. */
  async written(
    libraryId: string,
    segment: WrittenSegment | undefined,
    replaced: readonly number[] = [],
  ): Promise<void> {
    await this.#open.get(libraryId)?.written(segment, replaced);
  }

  /** Tells of segments that were stored by another thread. */
  changed(libraryId: string): void {
    this.#open.get(libraryId)?.changed();
  }

  /** By its content's id. */
  async removed(documentId: string): Promise<void> {
    for (const library of this.#open.values()) await library.removed(documentId);
  }

  close(libraryId: string): void {
    this.#open.get(libraryId)?.close();
    this.#open.delete(libraryId);
  }
}
