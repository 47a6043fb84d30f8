import { begunContentIds, deleteContents, tablesOfContent } from './content-deletion';
import type { InkstoneDatabase } from './database';
import { contentIdsOf, DocumentRepository, fileIdsOf } from './documents';
import { largeFileNames, removeLargeFiles } from './large-files';

/**
 * Deletes what nothing owns any more: documents of a removed library, bytes of a removed document, and what was staged
 * for a version that was given up. A crash can leave them, or another tab.
 */
export async function deleteOrphans(database: InkstoneDatabase): Promise<void> {
  // Of one moment: a library that comes later brings its documents later still.
  const homeless = await database.transaction('r', database.libraries, database.documents, async () => {
    const libraries = new Set(await database.libraries.toCollection().primaryKeys());
    return database.documents.filter((document) => !libraries.has(document.libraryId)).primaryKeys();
  });
  const documents = new DocumentRepository(database);
  for (const documentId of homeless) await documents.remove(documentId);

  // Names first: a file whose row is written meanwhile is then not among them.
  const names = await largeFileNames();
  const isKnown = await database.transaction(
    'rw',
    [...tablesOfContent(database), database.fileParts],
    async () => {
      const all = await database.documents.toArray();
      const files = new Set(all.flatMap(fileIdsOf));
      const contents = new Set(all.flatMap(contentIdsOf));
      const parts = await database.fileParts.toCollection().primaryKeys();
      await database.fileParts.bulkDelete(parts.filter(([fileId]) => !files.has(fileId)));
      const begun = [...(await begunContentIds(database))];
      const givenUp = begun.filter((contentId) => !contents.has(contentId));
      await deleteContents(database, givenUp);
      return (name: string): boolean => files.has(name);
    },
  );
  await removeLargeFiles(names.filter((name) => !isKnown(name)));
}
