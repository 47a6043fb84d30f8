import { AppError } from '../core/app-error';
import { contentIdOf, fileIdOf, isStored, isUnfinished, type StoredDocument } from '../core/library';
import { createTagMatcher, joinSpellings, type TagCount } from '../core/tags';
import { deleteContents, deleteFileParts, tablesOfContent } from './content-deletion';
import type { InkstoneDatabase } from './database';
import { noteDraftKey } from './drafts';
import { removeLargeFiles } from './large-files';
import { markRemoved, removedDocumentIds, unmarkRemoved } from './removals';
import { buryDocuments } from './segment-writing';

/** Rows written in one go: the thread that writes them is away for some milliseconds at most. */
const rowsPerWrite = 250;

export class DocumentRepository {
  readonly #database: InkstoneDatabase;

  constructor(database: InkstoneDatabase) {
    this.#database = database;
  }

  /** In the order they were added; without those that were removed. */
  async list(libraryId: string): Promise<StoredDocument[]> {
    const [documents, removed] = await this.#read(() =>
      Promise.all([this.#database.documents.where({ libraryId }).toArray(), this.removedIds()]),
    );
    const listed = removed.size === 0 ? documents : documents.filter(({ id }) => !removed.has(id));
    return listed.sort((a, b) => a.addedAt - b.addedAt || a.path.localeCompare(b.path));
  }

  get(documentId: string): Promise<StoredDocument | undefined> {
    return this.#database.documents.get(documentId);
  }

  getAll(documentIds: readonly string[]): Promise<(StoredDocument | undefined)[]> {
    return this.#database.documents.bulkGet([...documentIds]);
  }

  /** Those of them that are there, and were not removed. */
  async getShown(documentIds: readonly string[]): Promise<StoredDocument[]> {
    const [rows, removed] = await this.#read(() =>
      Promise.all([this.getAll(documentIds), this.removedIds()]),
    );
    return rows.flatMap((row) => (row && !removed.has(row.id) ? [row] : []));
  }

  /** Rows and marks of one moment: a removal that is made good between them would show its document again. */
  #read<T>(read: () => Promise<T>): Promise<T> {
    const { documents, settings } = this.#database;
    return this.#database.transaction('r', documents, settings, read);
  }

  /** See `removedDocumentIds`. */
  removedIds(): Promise<ReadonlySet<string>> {
    return removedDocumentIds(this.#database);
  }

  /** Takes documents out of sight, until they are restored or `removeAll` makes it good. */
  async hide(documentIds: readonly string[]): Promise<void> {
    const { settings } = this.#database;
    await this.#database.transaction('rw', settings, () => markRemoved(this.#database, documentIds));
  }

  async restore(documentIds: readonly string[]): Promise<void> {
    const { settings } = this.#database;
    await this.#database.transaction('rw', settings, () => unmarkRemoved(this.#database, documentIds));
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
      documents.where({ status: 'queued' }).toArray(),
      documents.where({ 'pending.status': 'queued' }).toArray(),
    ]);
    return [...added, ...changed].sort((a, b) => a.addedAt - b.addedAt);
  }

  /** Those of them whose path lies below this one, as the files of an archive do. */
  unfinishedBelow(libraryId: string, path: string): Promise<StoredDocument[]> {
    return this.#database.documents
      .where('[libraryId+path]')
      .between([libraryId, `${path}/`], [libraryId, `${path}/\uffff`])
      .filter(isUnfinished)
      .toArray();
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

  /** Ids of the libraries' documents that have any of the tags; only the index is read. */
  tagged(libraryIds: readonly string[], tags: readonly string[]): Promise<string[]> {
    const { documents } = this.#database;
    const isWanted = createTagMatcher(tags);
    return this.#read(async () => {
      const keys = await documents.orderBy('tags').uniqueKeys();
      const spellings = keys.filter((key) => typeof key === 'string');
      const [removed, tagged, ofLibraries] = await Promise.all([
        this.removedIds(),
        documents
          .where('tags')
          .anyOf(spellings.filter((tag) => isWanted([tag])))
          .primaryKeys(),
        documents
          .where('libraryId')
          .anyOf([...libraryIds])
          .primaryKeys(),
      ]);
      const inside = new Set(ofLibraries);
      return [...new Set(tagged)].filter((id) => inside.has(id) && !removed.has(id));
    });
  }

  /** Every tag there is, in all libraries. */
  async tags(): Promise<TagCount[]> {
    const [keys, removed] = await this.#read(async () => [
      await this.#database.documents.orderBy('tags').keys(),
      await this.getAll([...(await this.removedIds())]),
    ]);
    const spellings = new Map<string, number>();
    for (const key of keys) {
      if (typeof key === 'string') spellings.set(key, (spellings.get(key) ?? 0) + 1);
    }
    for (const document of removed) {
      for (const tag of document?.tags ?? []) {
        const others = (spellings.get(tag) ?? 0) - 1;
        if (others > 0) spellings.set(tag, others);
        else spellings.delete(tag);
      }
    }
    return joinSpellings(spellings);
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
    const { documents } = this.#database;
    const changed = await this.#database.transaction('rw', documents, async () => {
      const pairs = await this.#changes(documentIds, change);
      if (pairs.some(({ row, next }) => isGivenUp(row, next))) return undefined;
      await documents.bulkPut(pairs.map(({ next }) => next));
      return pairs.map(({ next }) => next);
    });
    return changed ?? this.#changeAndDelete(documentIds, change);
  }

  /** Keeps every table waiting, so only where there is something to delete. */
  async #changeAndDelete(
    documentIds: readonly string[],
    change: (document: StoredDocument) => StoredDocument | undefined,
  ): Promise<StoredDocument[]> {
    const database = this.#database;
    const files: string[] = [];
    const changed = await database.transaction('rw', this.#allTables(), async () => {
      const pairs = await this.#changes(documentIds, change);
      const contents: string[] = [];
      for (const { row, next } of pairs) {
        const kept = contentIdsOf(next);
        contents.push(...contentIdsOf(row).filter((id) => !kept.includes(id)));
        const keptFiles = fileIdsOf(next);
        files.push(...fileIdsOf(row).filter((id) => !keptFiles.includes(id)));
      }
      await deleteContents(database, contents);
      await deleteFileParts(database, files);
      await database.documents.bulkPut(pairs.map(({ next }) => next));
      return pairs.map(({ next }) => next);
    });
    await removeLargeFiles(files);
    return changed;
  }

  async #changes(
    documentIds: readonly string[],
    change: (document: StoredDocument) => StoredDocument | undefined,
  ): Promise<{ row: StoredDocument; next: StoredDocument }[]> {
    const rows = await this.#database.documents.bulkGet([...documentIds]);
    return rows.flatMap((row) => {
      const next = row && change(row);
      return next ? [{ row, next }] : [];
    });
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
   * Removes the row for good and everything that hangs on it, in one transaction; from the segments it shares with others it is
   * taken out when they are merged.
   */
  remove(documentId: string): Promise<void> {
    return this.removeAll([documentId]);
  }

  /** The same for many, some hundred in one transaction. */
  async removeAll(documentIds: readonly string[]): Promise<void> {
    for (let first = 0; first < documentIds.length; first += rowsPerWrite) {
      await this.#removeSome(documentIds.slice(first, first + rowsPerWrite));
    }
  }

  async #removeSome(documentIds: readonly string[]): Promise<void> {
    const database = this.#database;
    // Of what is not shown the row goes first: deleting what is staged of a giant takes a while, and where a kill comes
    // between, it is deleted with other orphans.
    const unshown = await database.transaction('rw', database.documents, async () => {
      const rows = (await database.documents.bulkGet([...documentIds])).filter((row) => row !== undefined);
      const gone = rows.filter((row) => !isStored(row));
      await database.documents.bulkDelete(gone.map(({ id }) => id));
      return gone;
    });
    const files: string[] = unshown.flatMap(fileIdsOf);
    const tables = [...this.#allTables(), database.drafts, database.settings];
    await database.transaction('rw', tables, async () => {
      const rows = (await database.documents.bulkGet([...documentIds])).filter((row) => row !== undefined);
      const found = rows.filter(({ status }) => status === 'ready');
      await buryDocuments(
        database,
        found.map((row) => ({ documentId: contentIdOf(row), libraryId: row.libraryId })),
      );
      files.push(...rows.flatMap(fileIdsOf));
      await deleteContents(database, [...rows, ...unshown].flatMap(contentIdsOf));
      await deleteFileParts(database, files);
      await database.documents.bulkDelete(rows.map(({ id }) => id));
      await database.drafts.bulkDelete(documentIds.map(noteDraftKey));
      await unmarkRemoved(database, documentIds);
    });
    await removeLargeFiles(files);
  }

  #allTables() {
    return [...tablesOfContent(this.#database), this.#database.fileParts];
  }
}

function isGivenUp(before: StoredDocument, after: StoredDocument): boolean {
  const contents = contentIdsOf(after);
  const files = fileIdsOf(after);
  return (
    contentIdsOf(before).some((id) => !contents.includes(id)) ||
    fileIdsOf(before).some((id) => !files.includes(id))
  );
}

/** Ids of all content that is stored for a document. */
export function contentIdsOf(document: StoredDocument): string[] {
  return [contentIdOf(document), ...(document.pending ? [document.pending.contentId] : [])];
}

/** Ids of all files that are stored for a document. */
export function fileIdsOf(document: StoredDocument): string[] {
  return [...new Set([fileIdOf(document), ...(document.pending ? [document.pending.fileId] : [])])];
}
