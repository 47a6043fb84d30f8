import type { StoredDocument } from '../core/library';
import { deleteContent } from './libraries';
import type { InkstoneDatabase } from './database';

export class DocumentRepository {
  readonly #database: InkstoneDatabase;

  constructor(database: InkstoneDatabase) {
    this.#database = database;
  }

  /** In the order they were added. */
  async list(libraryId: string): Promise<StoredDocument[]> {
    const documents = await this.#database.documents.where({ libraryId }).toArray();
    return documents.sort((a, b) => a.addedAt - b.addedAt || a.path.localeCompare(b.path));
  }

  get(documentId: string): Promise<StoredDocument | undefined> {
    return this.#database.documents.get(documentId);
  }

  getAll(documentIds: readonly string[]): Promise<(StoredDocument | undefined)[]> {
    return this.#database.documents.bulkGet([...documentIds]);
  }

  /** Documents of every library whose import has not ended. */
  async unfinished(): Promise<StoredDocument[]> {
    const documents = await this.#database.documents.where('status').anyOf('queued', 'importing').toArray();
    return documents.sort((a, b) => a.addedAt - b.addedAt);
  }

  async findByHash(libraryId: string, hash: string): Promise<StoredDocument | undefined> {
    return this.#database.documents.where('[libraryId+hash]').equals([libraryId, hash]).first();
  }

  async addAll(documents: readonly StoredDocument[]): Promise<void> {
    await this.#database.documents.bulkAdd([...documents]);
  }

  /** Returns false when the document is gone. */
  async update(documentId: string, change: Partial<Omit<StoredDocument, 'id'>>): Promise<boolean> {
    return (await this.#database.documents.update(documentId, change)) > 0;
  }

  /** Removes the row and everything that hangs on it, in one transaction. */
  async remove(documentId: string): Promise<void> {
    const database = this.#database;
    const tables = [
      database.documents,
      database.fileParts,
      database.textParts,
      database.chunks,
      database.vectorBlocks,
      database.lexicalBlocks,
    ];
    await database.transaction('rw', tables, async () => {
      await deleteContent(database, [documentId]);
      await database.documents.delete(documentId);
    });
  }

  /** Deletes file bytes that no document row owns: left by a crash between the two writes. */
  async deleteOrphans(): Promise<void> {
    const database = this.#database;
    await database.transaction('rw', database.documents, database.fileParts, async () => {
      const known = new Set(await database.documents.toCollection().primaryKeys());
      const firstParts = await database.fileParts.where(':id').aboveOrEqual(['', 0]).primaryKeys();
      const orphans = firstParts.filter(([documentId]) => !known.has(documentId));
      await database.fileParts.bulkDelete(orphans);
    });
  }
}
