import { AppError } from '../core/app-error';
import { contentIdOf, fileIdOf, isUnfinished, type StoredDocument } from '../core/library';
import { deleteContents, deleteFileParts, tablesOfContent } from './content-deletion';
import type { InkstoneDatabase } from './database';
import { removeLargeFiles } from './large-files';
import { buryDocuments } from './segment-writing';

/** Rows written in one go: the thread that writes them is away for some milliseconds at most. */
const rowsPerWrite = 250;

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

  /** The documents that show these contents, in the same order; see `contentIdOf`. */
  async getByContent(contentIds: readonly string[]): Promise<(StoredDocument | undefined)[]> {
    const { documents } = this.#database;
    const distinct = [...new Set(contentIds)];
    const [ofOwn, ofVersions] = await Promise.all([
      documents.bulkGet(distinct),
      documents.where('contentId').anyOf(distinct).toArray(),
    ]);
    const byContent = new Map<string, StoredDocument>();
    for (const document of [...ofOwn, ...ofVersions]) {
      if (document) byContent.set(contentIdOf(document), document);
    }
    return contentIds.map((contentId) => byContent.get(contentId));
  }

  /** Documents of every library whose import has not ended, in the order they were added. */
  async unfinished(): Promise<StoredDocument[]> {
    const { documents } = this.#database;
    const [added, changed] = await Promise.all([
      documents.where('status').anyOf('queued', 'importing').toArray(),
      documents.where('pending.status').anyOf('queued', 'importing').toArray(),
    ]);
    return [...added, ...changed].sort((a, b) => a.addedAt - b.addedAt);
  }

  /** Throws `not-found` when the library was removed meanwhile. */
  async addAll(libraryId: string, documents: readonly StoredDocument[]): Promise<void> {
    const database = this.#database;
    for (let first = 0; first < documents.length; first += rowsPerWrite) {
      const rows = documents.slice(first, first + rowsPerWrite);
      await database.transaction('rw', database.libraries, database.documents, async () => {
        if (!(await database.libraries.get(libraryId))) {
          throw new AppError('not-found', `library ${libraryId} was removed`);
        }
        await database.documents.bulkAdd(rows);
      });
    }
  }

  /**
   * Changes documents as they are at that moment; one for which `change` gives nothing stays as it is, as do those that
   * are gone. Content of a version that is given up with the change is deleted. Returns the changed ones.
   */
  async change(
    documentIds: readonly string[],
    change: (document: StoredDocument) => StoredDocument | undefined,
  ): Promise<StoredDocument[]> {
    const changed: StoredDocument[] = [];
    for (let first = 0; first < documentIds.length; first += rowsPerWrite) {
      changed.push(...(await this.#changeSome(documentIds.slice(first, first + rowsPerWrite), change)));
    }
    return changed;
  }

  async #changeSome(
    documentIds: readonly string[],
    change: (document: StoredDocument) => StoredDocument | undefined,
  ): Promise<StoredDocument[]> {
    const database = this.#database;
    const givenUp: { contents: string[]; files: string[] } = { contents: [], files: [] };
    const changed = await database.transaction(
      'rw',
      [...tablesOfContent(database), database.fileParts],
      async () => {
        const rows = await database.documents.bulkGet([...documentIds]);
        const pairs = rows.flatMap((row) => {
          const next = row && change(row);
          return next ? [{ row, next }] : [];
        });
        for (const { row, next } of pairs) {
          givenUp.contents.push(...contentIdsOf(row).filter((id) => !contentIdsOf(next).includes(id)));
          givenUp.files.push(...fileIdsOf(row).filter((id) => !fileIdsOf(next).includes(id)));
        }
        await deleteContents(database, givenUp.contents);
        await deleteFileParts(database, givenUp.files);
        const results = pairs.map(({ next }) => next);
        await database.documents.bulkPut(results);
        return results;
      },
    );
    await removeLargeFiles(givenUp.files);
    return changed;
  }

  /** Makes unfinished imports another tab's, but for those that someone else took up; returns those that are now its. */
  claimImports(documents: readonly StoredDocument[], importer: string): Promise<StoredDocument[]> {
    const before = new Map(documents.map((document) => [document.id, document.importer]));
    return this.change([...before.keys()], (document) =>
      isUnfinished(document) && document.importer === before.get(document.id)
        ? { ...document, importer }
        : undefined,
    );
  }

  /**
   * Removes the row and everything that hangs on it, in one transaction; from the segments it shares with others it is
   * taken out when they are merged.
   */
  async remove(documentId: string): Promise<void> {
    const database = this.#database;
    const files: string[] = [];
    await database.transaction('rw', [...tablesOfContent(database), database.fileParts], async () => {
      const document = await database.documents.get(documentId);
      if (!document) return;
      if (document.status === 'ready') {
        await buryDocuments(database, document.libraryId, [contentIdOf(document)]);
      }
      await deleteContents(database, contentIdsOf(document));
      files.push(...fileIdsOf(document));
      await deleteFileParts(database, files);
      await database.documents.delete(documentId);
    });
    await removeLargeFiles(files);
  }
}

/** Ids of all content that is stored for a document. */
export function contentIdsOf(document: StoredDocument): string[] {
  return [contentIdOf(document), ...(document.pending ? [document.pending.contentId] : [])];
}

/** Ids of all files that are stored for a document. */
export function fileIdsOf(document: StoredDocument): string[] {
  return [...new Set([fileIdOf(document), ...(document.pending ? [document.pending.fileId] : [])])];
}
