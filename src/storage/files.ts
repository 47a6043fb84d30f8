import { AppError } from '../core/app-error';
import { importedVersion, type StoredDocument } from '../core/library';
import { rowsOf } from './content-deletion';
import type { FilePart, InkstoneDatabase } from './database';
import { readLargeFile, removeLargeFiles, writeLargeFile } from './large-files';
import { removedDocumentIds } from './removals';

/** Small enough that one part never strains memory or a browser's row limit. */
export const partBytes = 4 * 1024 * 1024;

/** A file whose bytes are read, or written already where it is large. */
export interface ReadFile {
  readonly documentId: string;
  readonly fileId: string;
  readonly hash: string;
  /** Of a file of one part; undefined where `writeLarge` wrote them. */
  readonly bytes: ArrayBuffer | undefined;
}

export type StoreOutcome =
  | { readonly kind: 'stored' }
  /** The document has these bytes already. */
  | { readonly kind: 'unchanged' }
  | { readonly kind: 'duplicate'; readonly path: string }
  /** The document was removed, or has another file by now. */
  | { readonly kind: 'gone' };

/** The original bytes of documents: large ones as files, small ones in parts. ArrayBuffers, because WebKit refuses some Blobs. */
export class FileRepository {
  readonly #database: InkstoneDatabase;

  constructor(database: InkstoneDatabase) {
    this.#database = database;
  }

  /**
   * Writes a file of more than one part and passes each piece of it on. Throws `not-found` once the document's row is
   * gone, so that a removed document leaves nothing behind. What was written before a failure is deleted again.
   */
  async writeLarge(
    { documentId, fileId }: Pick<ReadFile, 'documentId' | 'fileId'>,
    file: Blob,
    { onPiece = () => undefined, signal }: WriteOptions = {},
  ): Promise<void> {
    if (await writeLargeFile(fileId, file, onPiece, signal)) return;
    const { documents, fileParts } = this.#database;
    try {
      for (let start = 0, ordinal = 0; start < file.size; start += partBytes, ordinal += 1) {
        const bytes = await file.slice(start, start + partBytes).arrayBuffer();
        signal?.throwIfAborted();
        onPiece(new Uint8Array(bytes));
        await this.#database.transaction('rw', documents, fileParts, async () => {
          if (!(await documents.get(documentId)))
            throw new AppError('not-found', `document ${documentId} was removed`);
          await fileParts.put({ documentId: fileId, ordinal, bytes });
        });
      }
    } catch (error) {
      await this.remove(fileId);
      throw error;
    }
  }

  /**
   * Notes that files are stored, with the bytes of the small ones, in one transaction. A library does not take the same
   * bytes twice; a document that failed or was removed does not count, and neither does a note, which is a person's own
   * to repeat.
   */
  async storeAll(files: readonly ReadFile[]): Promise<StoreOutcome[]> {
    const { documents, fileParts, settings } = this.#database;
    return this.#database.transaction('rw', documents, fileParts, settings, async () => {
      const rows = await documents.bulkGet(files.map(({ documentId }) => documentId));
      const takers = await this.#documentsByHash(files, rows);
      const changed: StoredDocument[] = [];
      const parts: FilePart[] = [];
      const outcomes = files.map(({ documentId, fileId, hash, bytes }, i): StoreOutcome => {
        const document = rows[i];
        if (!document || importedVersion(document).fileId !== fileId) return { kind: 'gone' };
        if (document.pending && document.hash === hash) return { kind: 'unchanged' };
        const key = hashKey(document.libraryId, hash);
        const same = takers.get(key) ?? [];
        const other = same.find(({ id }) => id !== documentId);
        if (other) return { kind: 'duplicate', path: other.path };
        if (bytes) parts.push({ documentId: fileId, ordinal: 0, bytes });
        const { pending } = document;
        changed.push(pending ? { ...document, pending: { ...pending, hash } } : { ...document, hash });
        if (!pending) takers.set(key, [...same, document]);
        return { kind: 'stored' };
      });
      await Promise.all([documents.bulkPut(changed), fileParts.bulkPut(parts)]);
      return outcomes;
    });
  }

  /** Throws `not-found` when the bytes are not stored, or not all of them. */
  async read({ fileId, mediaType, sizeBytes }: StoredFile): Promise<Blob> {
    const parts = await this.#database.fileParts
      .where(':id')
      .between(...rowsOf(fileId))
      .toArray();
    const large = parts.length === 0 ? await readLargeFile(fileId) : undefined;
    const bytes = large ? [large] : parts.map((part) => part.bytes);
    const file = new Blob(bytes, { type: mediaType });
    if (file.size !== sizeBytes)
      throw new AppError('not-found', `the bytes of file ${fileId} are not stored`);
    return file;
  }

  async remove(fileId: string): Promise<void> {
    await this.#database.fileParts
      .where(':id')
      .between(...rowsOf(fileId))
      .delete();
    await removeLargeFiles([fileId]);
  }

  /** The documents that have bytes of these already, by `hashKey`; what failed does not count. */
  async #documentsByHash(
    files: readonly ReadFile[],
    rows: readonly (StoredDocument | undefined)[],
  ): Promise<Map<string, StoredDocument[]>> {
    const found = await Promise.all(
      files.map(async ({ hash }, i) => {
        const libraryId = rows[i]?.libraryId;
        if (libraryId === undefined) return [];
        return this.#database.documents.where('[libraryId+hash]').equals([libraryId, hash]).toArray();
      }),
    );
    const removed = await removedDocumentIds(this.#database);
    const byHash = new Map<string, StoredDocument[]>();
    for (const document of found.flat()) {
      const key = hashKey(document.libraryId, document.hash);
      if (document.status !== 'failed' && !document.isNote && !removed.has(document.id))
        byHash.set(key, [...(byHash.get(key) ?? []), document]);
    }
    return byHash;
  }
}

function hashKey(libraryId: string, hash: string): string {
  return `${libraryId} ${hash}`;
}

export type StoredFile = { readonly fileId: string } & Pick<StoredDocument, 'mediaType' | 'sizeBytes'>;

interface WriteOptions {
  readonly onPiece?: (bytes: Uint8Array<ArrayBuffer>) => void;
  readonly signal?: AbortSignal;
}
