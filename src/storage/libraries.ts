import { deleteConversations } from './conversations';
import type { Library } from '../core/library';
import type { SplittingStrategy } from '../core/splitting';
import { deleteContents, deleteFileParts } from './content-deletion';
import type { InkstoneDatabase } from './database';
import { contentIdsOf, fileIdsOf } from './documents';
import { noteDraftKey } from './drafts';
import { removeLargeFiles } from './large-files';
import { deleteSegments } from './segment-writing';

export class LibraryRepository {
  readonly #database: InkstoneDatabase;

  constructor(database: InkstoneDatabase) {
    this.#database = database;
  }

  list(): Promise<Library[]> {
    return this.#database.libraries.orderBy('createdAt').toArray();
  }

  get(libraryId: string): Promise<Library | undefined> {
    return this.#database.libraries.get(libraryId);
  }

  async add(library: Library): Promise<void> {
    await this.#database.libraries.add(library);
  }

  /** Adds it only where there is no other; returns the newest that there then is. */
  addFirst(library: Library): Promise<Library> {
    const { libraries } = this.#database;
    return this.#database.transaction('rw', libraries, async () => {
      const newest = await libraries.orderBy('createdAt').last();
      if (newest) return newest;
      await libraries.add(library);
      return library;
    });
  }

  async rename(libraryId: string, name: string): Promise<void> {
    await this.#database.libraries.update(libraryId, { name });
  }

  async setSplitting(libraryId: string, splitting: SplittingStrategy | undefined): Promise<void> {
    await this.#database.libraries
      .where({ id: libraryId })
      .modify((library: { splitting?: SplittingStrategy }) => {
        if (splitting) library.splitting = splitting;
        else delete library.splitting;
      });
  }

  /** Removes the library, its documents with all their content, and its conversations. */
  async remove(libraryId: string): Promise<void> {
    const database = this.#database;
    const files: string[] = [];
    await database.transaction('rw', database.tables, async () => {
      const documents = await database.documents.where({ libraryId }).toArray();
      await deleteContents(database, documents.flatMap(contentIdsOf));
      files.push(...documents.flatMap(fileIdsOf));
      await deleteFileParts(database, files);
      await database.documents.bulkDelete(documents.map(({ id }) => id));
      await deleteSegments(database, await database.segments.where({ libraryId }).primaryKeys());
      await database.tombstones.where({ libraryId }).delete();
      await database.libraryModels.delete(libraryId);
      const conversationIds = await database.conversations
        .where('[libraryId+updatedAt]')
        .between([libraryId, -Infinity], [libraryId, Infinity])
        .primaryKeys();
      await deleteConversations(database, conversationIds);
      await database.drafts.bulkDelete([libraryId, ...documents.map(({ id }) => noteDraftKey(id))]);
      await database.libraries.delete(libraryId);
    });
    await removeLargeFiles(files);
  }
}
