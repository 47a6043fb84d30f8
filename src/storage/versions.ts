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
import { deleteContents, deleteFileParts } from './content-deletion';
import type { StagedFacts } from './database';
import { buryDocuments } from './segment-writing';

type Tables = Pick<Transaction, 'table'>;

/** The facts of what was read that a document's row tells. */
export function factsOf(extracted: ExtractedDocument): StagedFacts {
  const { format, title, encoding, coverage, warnings, pages, unread } = extracted;
  return {
    format,
    ...(title === undefined ? {} : { title }),
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

/**
 * Makes the version that was imported the one that is shown: hides and deletes the one before, and writes the row.
 * Leaves the rows of the new content to the caller: what was staged for it must be there, or be written, in the same
 * transaction. Returns the ids of files that nothing needs any more.
 */
export async function showVersion(
  transaction: Tables,
  document: StoredDocument,
  content: DocumentContent,
  { isStaged = false } = {},
): Promise<string[]> {
  const version = importedVersion(document);
  const old = { contentId: contentIdOf(document), fileId: fileIdOf(document) };
  const hadContent = isStored(document);
  if (document.status === 'ready') await buryDocuments(transaction, document.libraryId, [old.contentId]);
  if (hadContent && old.contentId !== version.contentId) await deleteContents(transaction, [old.contentId]);
  if (!isStaged) await deleteContents(transaction, [version.contentId]);
  const oldFiles = hadContent && old.fileId !== version.fileId ? [old.fileId] : [];
  await deleteFileParts(transaction, oldFiles);
  const { id, libraryId, name, path, addedAt, importer } = document;
  const { mediaType, sizeBytes, hash, lastModified, reading } = version;
  const shown: StoredDocument = {
    id,
    libraryId,
    name,
    path,
    addedAt,
    mediaType,
    sizeBytes,
    hash,
    ...(importer === undefined ? {} : { importer }),
    ...(lastModified === undefined ? {} : { lastModified }),
    ...(reading === undefined ? {} : { reading }),
    ...(version.contentId === id ? {} : { contentId: version.contentId }),
    ...(version.fileId === id ? {} : { fileId: version.fileId }),
    status: content.unread === undefined ? 'ready' : 'unread',
    content,
  };
  await transaction.table('documents').put(shown);
  return oldFiles;
}
