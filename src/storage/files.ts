import { AppError } from '../core/app-error';
import type { StoredDocument } from '../core/library';
import type { InkstoneDatabase } from './database';

/** Small enough that one part never strains memory or a browser's row limit. */
const partBytes = 4 * 1024 * 1024;

/** The original bytes of documents, in parts. ArrayBuffers, because WebKit refuses some Blobs. */
export class FileRepository {
  readonly #database: InkstoneDatabase;

  constructor(database: InkstoneDatabase) {
    this.#database = database;
  }

  /**
   * Throws `not-found` once the document's row is gone, so that a removed document leaves nothing behind.
   * What was written before a failure is deleted again.
   */
  async write(documentId: string, file: Blob, signal?: AbortSignal): Promise<void> {
    const { documents, fileParts } = this.#database;
    try {
      for (let start = 0, ordinal = 0; start < file.size; start += partBytes, ordinal += 1) {
        const bytes = await file.slice(start, start + partBytes).arrayBuffer();
        signal?.throwIfAborted();
        await this.#database.transaction('rw', documents, fileParts, async () => {
          if (!(await documents.get(documentId))) throw removed(documentId);
          await fileParts.put({ documentId, ordinal, bytes });
        });
      }
    } catch (error) {
      await this.remove(documentId);
      throw error;
    }
  }

  /** Throws `not-found` when the document's bytes are not stored, or not all of them. */
  async read({
    id,
    mediaType,
    sizeBytes,
  }: Pick<StoredDocument, 'id' | 'mediaType' | 'sizeBytes'>): Promise<Blob> {
    const parts = await this.#database.fileParts
      .where(':id')
      .between([id, -Infinity], [id, Infinity])
      .toArray();
    const file = new Blob(
      parts.map((part) => part.bytes),
      { type: mediaType },
    );
    if (file.size !== sizeBytes)
      throw new AppError('not-found', `the bytes of document ${id} are not stored`);
    return file;
  }

  async remove(documentId: string): Promise<void> {
    await this.#database.fileParts
      .where(':id')
      .between([documentId, -Infinity], [documentId, Infinity])
      .delete();
  }
}

function removed(documentId: string): AppError {
  return new AppError('not-found', `document ${documentId} was removed`);
}
