import { AppError } from '../../src/core/app-error';
import type { VectorIndexKind } from '../../src/core/vector-index';
import type { ContentRepository, DocumentBlocks } from '../../src/storage/contents';
import { observe } from '../../src/storage/observe';
import { createVectorIndex } from '../engines/vector/create-vector-index';
import { LibraryIndex, type IndexedDocument } from '../search/library-index';

/** What an index in memory is made for: vectors of another space, or another kind of index, are another form. */
export interface IndexForm {
  /** See `vectorSpaceKey`. */
  readonly space: string;
  readonly dimension: number;
  readonly kind: VectorIndexKind;
}

/**
 * The libraries held in memory. The store is the truth: a library is read from it once, changes made here are
 * applied to both, and changes made by another tab are noticed and read in before the next search.
 */
export class OpenLibraries {
  readonly #contents: ContentRepository;
  readonly #open = new Map<string, OpenLibrary>();

  constructor(contents: ContentRepository) {
    this.#contents = contents;
  }

  /** The library as the store has it now. */
  async get(libraryId: string, form: IndexForm): Promise<LibraryIndex> {
    let library = this.#open.get(libraryId);
    if (!library?.hasForm(form)) {
      library?.close();
      library = new OpenLibrary(this.#contents, libraryId, form);
      this.#open.set(libraryId, library);
    }
    return library.current();
  }

  /** The library if it is in memory. */
  async opened(libraryId: string): Promise<LibraryIndex | undefined> {
    return this.#open.get(libraryId)?.current();
  }

  committed(libraryId: string, space: string, document: IndexedDocument): Promise<void> {
    return this.#open.get(libraryId)?.add(space, document) ?? Promise.resolve();
  }

  async removed(documentId: string): Promise<void> {
    for (const library of this.#open.values()) await library.remove(documentId);
  }

  close(libraryId: string): void {
    this.#open.get(libraryId)?.close();
    this.#open.delete(libraryId);
  }
}

class OpenLibrary {
  readonly #contents: ContentRepository;
  readonly #libraryId: string;
  readonly #form: IndexForm;
  readonly #stopObserving: () => void;
  #index: Promise<LibraryIndex>;
  #mayDiffer = true;
  /** Changes run one after another. */
  #previous: Promise<unknown> = Promise.resolve();

  constructor(contents: ContentRepository, libraryId: string, form: IndexForm) {
    this.#contents = contents;
    this.#libraryId = libraryId;
    this.#form = form;
    this.#index = this.#emptyIndex(form.kind);
    this.#stopObserving = observe(
      () => contents.indexedDocumentIds(libraryId),
      () => {
        this.#mayDiffer = true;
      },
    );
  }

  hasForm({ space, kind }: IndexForm): boolean {
    return this.#form.space === space && this.#form.kind === kind;
  }

  current(): Promise<LibraryIndex> {
    return this.#inTurn(async () => {
      if (this.#mayDiffer) await this.#sync();
      return this.#index;
    });
  }

  /** The document is stored already: when it cannot be added here it is read in again before the next search. */
  add(space: string, document: IndexedDocument): Promise<void> {
    const vectors = space === this.#form.space ? document.vectors : new Float32Array();
    return this.#inTurn(async () => {
      try {
        await this.#add({ ...document, vectors });
      } catch (error) {
        this.#mayDiffer = true;
        reportError(error);
      }
    });
  }

  remove(documentId: string): Promise<void> {
    return this.#inTurn(async () => {
      (await this.#index).remove(documentId);
    });
  }

  close(): void {
    this.#stopObserving();
    void this.#inTurn(async () => {
      (await this.#index).dispose();
    });
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#previous.then(work);
    this.#previous = result.catch(() => undefined);
    return result;
  }

  /** Reads in what the store has and this index has not, and drops what the store has no longer. */
  async #sync(): Promise<void> {
    this.#mayDiffer = false;
    try {
      const stored = new Set(await this.#contents.indexedDocumentIds(this.#libraryId));
      const index = await this.#index;
      for (const documentId of [...index.documentIds]) if (!stored.has(documentId)) index.remove(documentId);
      const missing = [...stored].filter((documentId) => !index.has(documentId));
      for (const blocks of await this.#contents.indexBlocks(this.#libraryId, missing)) {
        await this.#add(this.#documentOf(blocks));
      }
    } catch (error) {
      this.#mayDiffer = true;
      throw error;
    }
  }

  /** Where the chosen kind of index cannot hold the vectors, the exact scan takes over. */
  async #add(document: IndexedDocument): Promise<void> {
    const index = await this.#index;
    try {
      index.add(document);
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'index-unsupported') throw error;
      const ids = [...index.documentIds];
      index.dispose();
      this.#index = this.#emptyIndex('scan');
      const scan = await this.#index;
      for (const blocks of await this.#contents.indexBlocks(this.#libraryId, ids)) {
        scan.add(this.#documentOf(blocks));
      }
      scan.add(document);
    }
  }

  async #emptyIndex(kind: VectorIndexKind): Promise<LibraryIndex> {
    const { dimension } = this.#form;
    try {
      return new LibraryIndex(await createVectorIndex(kind, dimension));
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'index-unsupported') throw error;
      return new LibraryIndex(await createVectorIndex('scan', dimension));
    }
  }

  #documentOf({ documentId, postings, vectorBlocks }: DocumentBlocks): IndexedDocument {
    return { documentId, postings, vectors: this.#joinVectors(vectorBlocks) };
  }

  /** All vectors of a document in one array; none when they are of another model. */
  #joinVectors(blocks: DocumentBlocks['vectorBlocks']): Float32Array {
    const { space, dimension } = this.#form;
    if (blocks.some((block) => block.space !== space)) return new Float32Array();
    const [first, ...others] = blocks;
    if (first && others.length === 0) return first.vectors;
    const joined = new Float32Array(blocks.reduce((sum, block) => sum + block.vectors.length, 0));
    for (const block of blocks) joined.set(block.vectors, block.firstOrdinal * dimension);
    return joined;
  }
}
