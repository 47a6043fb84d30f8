import type { Transaction } from 'dexie';
import type { ExtractedDocument } from '../core/extracted-document';
import {
  contentIdOf,
  fileIdOf,
  importedVersion,
  isStored,
  type DocumentContent,
  type StoredDocument,
} from '../core/library';
import { newTags, withTags } from '../core/tags';
import { begunContentIds, deleteContents, deleteFileParts } from './content-deletion';
import type { StagedFacts } from './database';
import { buryDocuments } from './segment-writing';

type Tables = Pick<Transaction, 'table'>;

/** The facts of what was read that a document's row tells. */
export function factsOf(extracted: ExtractedDocument): StagedFacts {
  const { format, title, tags, encoding, coverage, warnings, pages, unread } = extracted;
  return {
    format,
    ...(title === undefined ? {} : { title }),
    ...(tags === undefined ? {} : { tags }),
    ...(encoding === undefined ? {} : { encoding }),
    ...(unread === undefined ? {} : { unread }),
    coverage,
    warnings,
    pages,
  };
}

export function contentOf(
  extracted: ExtractedDocument,
  characters: number,
  chunkCount: number,
): DocumentContent {
  return { ...factsOf(extracted), characters, chunkCount };
}

/** A document with what its version was read to be. */
export interface ImportedContent {
  readonly document: StoredDocument;
  readonly content: DocumentContent;
}

/**
 * Makes the versions that were imported the ones that are shown: hides and deletes those before, and writes the rows.
 * Leaves the rows of the new content to the caller: what was staged for it must be there, or be written, in the same
 * transaction. Returns the ids of files that nothing needs any more.
 */
export async function showVersions(
  transaction: Tables,
  imported: readonly ImportedContent[],
  { isStaged = false } = {},
): Promise<string[]> {
  const stored = imported.map(({ document }) => document).filter(isStored);
  const replaced = stored.filter((document) => importedVersion(document).contentId !== contentIdOf(document));
  const oldContents = (isStaged ? replaced : stored).map(contentIdOf);
  const oldFiles = stored.flatMap((document) => {
    const fileId = fileIdOf(document);
    return importedVersion(document).fileId === fileId ? [] : [fileId];
  });
  const found = stored.filter(({ status }) => status === 'ready');
  await buryDocuments(
    transaction,
    found.map((document) => ({ documentId: contentIdOf(document), libraryId: document.libraryId })),
  );
  const begun = isStaged ? new Set<string>() : await begunContentIds(transaction);
  const newContents = imported.map(({ document }) => importedVersion(document).contentId);
  await deleteContents(transaction, [
    ...new Set([...oldContents, ...newContents.filter((id) => begun.has(id))]),
  ]);
  await deleteFileParts(transaction, oldFiles);
  await transaction.table('documents').bulkPut(imported.map(shownRow));
  return oldFiles;
}

function shownRow({ document, content }: ImportedContent): StoredDocument {
  const { id, libraryId, name, path, addedAt, importer, isNote } = document;
  const version = importedVersion(document);
  const { mediaType, sizeBytes, hash, lastModified, reading } = version;
  // What a person took away stays away, though the file still names it.
  const tags = withTags(document.tags ?? [], { add: newTags(content.tags, document.content?.tags) });
  return {
    id,
    libraryId,
    name,
    path,
    addedAt,
    mediaType,
    sizeBytes,
    hash,
    ...(importer === undefined ? {} : { importer }),
    ...(isNote === undefined ? {} : { isNote }),
    ...(lastModified === undefined ? {} : { lastModified }),
    ...(reading === undefined ? {} : { reading }),
    ...(tags.length === 0 ? {} : { tags }),
    ...(version.contentId === id ? {} : { contentId: version.contentId }),
    ...(version.fileId === id ? {} : { fileId: version.fileId }),
    status: content.unread === undefined ? 'ready' : 'unread',
    content,
  };
}
