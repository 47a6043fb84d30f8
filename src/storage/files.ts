import { AppError } from '../core/app-error';
import type { InkstoneDatabase } from './database';

/** Small enough that one part never strains memory or a browser's row limit. */
const partBytes = 4 * 1024 * 1024;

/** The original bytes of documents, in parts. ArrayBuffers, because WebKit refuses some Blobs. */
export class FileRepository {
  readonly #database: InkstoneDatabase;

  constructor(database: InkstoneDatabase) {
    this.#database = database;
  }

  async write(documentId: string, file: Blob): Promise<void> {
    for (let start = 0, ordinal = 0; start < file.size; start += partBytes, ordinal += 1) {
      const bytes = await file.slice(start, start + partBytes).arrayBuffer();
      await this.#database.fileParts.put({ documentId, ordinal, bytes });
    }
  }

  /** Throws `not-found` when no bytes are stored for the document. */
  async read(documentId: string, mediaType: string): Promise<Blob> {
    const parts = await this.#database.fileParts
      .where(':id')
      .between([documentId, -Infinity], [documentId, Infinity])
      .toArray();
    if (parts.length === 0) throw new AppError('not-found', `no stored bytes for document ${documentId}`);
    return new Blob(
      parts.map((part) => part.bytes),
      { type: mediaType },
    );
  }

  async remove(documentId: string): Promise<void> {
    await this.#database.fileParts
      .where(':id')
      .between([documentId, -Infinity], [documentId, Infinity])
      .delete();
  }
}
