import { AppError } from '../core/app-error';
import type { StoredDocument } from '../core/library';
import { deleteContent } from './libraries';
import type { InkstoneDatabase } from './database';
import { buryDocuments } from './segment-writing';

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

  /**
   * Notes the hash of a document whose bytes are stored, unless the library holds the same bytes already:
   * then nothing is changed and that document is returned. One that failed does not count.
   */
  async claimHash({ id, libraryId }: StoredDocument, hash: string): Promise<StoredDocument | undefined> {
    const { documents } = this.#database;
    return this.#database.transaction('rw', documents, async () => {
      const same = await documents.where('[libraryId+hash]').equals([libraryId, hash]).toArray();
      const other = same.find((document) => document.id !== id && document.status !== 'failed');
      if (!other) await documents.update(id, { hash });
      return other;
    });
  }

  /** Throws `not-found` when the library was removed meanwhile. */
  async addAll(libraryId: string, documents: readonly StoredDocument[]): Promise<void> {
    const database = this.#database;
    await database.transaction('rw', database.libraries, database.documents, async () => {
      if (!(await database.libraries.get(libraryId))) {
        throw new AppError('not-found', `library ${libraryId} was removed`);
      }
      await database.documents.bulkAdd([...documents]);
    });
  }

  /** Changes a document that is not imported yet. Returns false when it is gone, or ready. */
  async updateUnready(documentId: string, change: Partial<Omit<StoredDocument, 'id'>>): Promise<boolean> {
    const { documents } = this.#database;
    return this.#database.transaction('rw', documents, async () => {
      const document = await documents.get(documentId);
      if (!document || document.status === 'ready') return false;
      await documents.update(documentId, change);
      return true;
    });
  }

  /** Makes an unfinished import another tab's; returns false when someone else was faster. */
  async claimImport(document: StoredDocument, importer: string): Promise<boolean> {
    const { documents } = this.#database;
    return this.#database.transaction('rw', documents, async () => {
      const current = await documents.get(document.id);
      if (current?.status !== document.status || current.importer !== document.importer) return false;
      await documents.update(document.id, { importer });
      return true;
    });
  }

  /**
   * Removes the row and everything that hangs on it, in one transaction; from the segments it shares with others it is
   * taken out when they are merged.
   */
  async remove(documentId: string): Promise<void> {
    const database = this.#database;
    const tables = [
      database.documents,
      database.fileParts,
      database.textParts,
      database.chunks,
      database.segments,
      database.tombstones,
    ];
    await database.transaction('rw', tables, async () => {
      const document = await database.documents.get(documentId);
      if (document?.status === 'ready') await buryDocuments(database, document.libraryId, [documentId]);
      await deleteContent(database, [documentId]);
      await database.documents.delete(documentId);
    });
  }

  /**
   * Deletes what nothing owns any more: documents of a removed library, and bytes of a removed document.
   * Both can be left by a crash, or by another tab.
   */
  async deleteOrphans(): Promise<void> {
    const database = this.#database;
    const libraries = new Set(await database.libraries.toCollection().primaryKeys());
    const homeless = await database.documents
      .filter((document) => !libraries.has(document.libraryId))
      .primaryKeys();
    for (const documentId of homeless) await this.remove(documentId);
    await database.transaction('rw', database.documents, database.fileParts, async () => {
      const known = new Set(await database.documents.toCollection().primaryKeys());
      const parts = await database.fileParts.toCollection().primaryKeys();
      await database.fileParts.bulkDelete(parts.filter(([documentId]) => !known.has(documentId)));
    });
  }
}
