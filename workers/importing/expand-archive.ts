import { AppError, toAppError } from '../../src/core/app-error';
import {
  compareFile,
  freePath,
  newDocument,
  newestHash,
  withFile,
  withImportStatus,
  withoutPending,
} from '../../src/core/file-versions';
import { importedVersion, isStored, type StoredDocument } from '../../src/core/library';
import type { DocumentRepository } from '../../src/storage/documents';
import { readArchive } from '../engines/extraction/archive';
import type { ImportContext, ImportInput } from './import-document';
import type { ImporterParts } from './importer-parts';
import { hashFile, storeFiles } from './store-files';

/**
 * Makes each file of an archive a document of its own, with its bytes stored, and then removes the archive's own
 * document. A file that is there already with the same bytes is passed over, so that it can be done again after it was
 * cut off. Returns the documents that are to be imported.
 */
export async function expandArchive(
  archive: StoredDocument,
  file: Blob,
  { password }: ImportInput,
  { signal, progress }: Pick<ImportContext, 'signal' | 'progress'>,
  { documents, files }: ImporterParts,
): Promise<string[]> {
  const rows = new Map((await documents.list(archive.libraryId)).map((row) => [row.path, row]));
  const taken = new Set<string>();
  const waiting: string[] = [];
  const onProgress = (unpacked: { readonly loaded: number; readonly total: number }): void =>
    progress({ stage: 'reading', ...unpacked });
  for await (const entry of readArchive(file, { signal, password, onProgress })) {
    const path = freePath(`${archive.path}/${entry.path}`, (one) => taken.has(one));
    taken.add(path);
    const name = path.slice(path.lastIndexOf('/') + 1);
    const failed = 'error' in entry ? entry.error : undefined;
    const content = 'file' in entry ? entry.file : new File([], name);
    const facts = { name, path, mediaType: content.type, sizeBytes: content.size };
    const row = rows.get(path);
    if (row && !failed && (await isSame(row, content, signal))) {
      if (!isStored(row) || row.pending) waiting.push(row.id);
      continue;
    }
    if (row && failed && isStored(row)) continue;
    const { libraryId, addedAt, importer } = archive;
    const owner = { libraryId, addedAt, ...(importer === undefined ? {} : { importer }) };
    const document = row
      ? (await documents.change([row.id], (current) => withFile(current, facts, importer ?? '')))[0]
      : newDocument(facts, owner);
    // It was removed meanwhile.
    if (!document) continue;
    if (!row) await documents.addAll(libraryId, [document]);
    if (failed) await fail(documents, document, failed);
    else if (await store(document, content)) waiting.push(document.id);
  }
  await documents.remove(archive.id);
  return waiting;

  async function store(document: StoredDocument, content: File): Promise<boolean> {
    const { id: documentId, name } = document;
    const { contentId, fileId } = importedVersion(document);
    const [outcome] = await storeFiles(files, [{ documentId, fileId, name, file: content }], signal);
    if (outcome?.kind === 'failed') {
      await fail(documents, document, new AppError(outcome.code, outcome.message));
    }
    if (outcome?.kind === 'unchanged') {
      await documents.change([documentId], (current) => withoutPending(current, contentId));
    }
    return outcome?.kind === 'stored';
  }
}

async function isSame(row: StoredDocument, content: File, signal: AbortSignal): Promise<boolean> {
  const comparison = compareFile(row, { ...row, lastModified: undefined, sizeBytes: content.size });
  return comparison === 'unknown' && newestHash(row) === (await hashFile(content, signal));
}

/** A later version of the document has not failed. */
async function fail(documents: DocumentRepository, failed: StoredDocument, error: unknown): Promise<void> {
  const { code, message } = toAppError(error);
  const { contentId } = importedVersion(failed);
  await documents.change([failed.id], (document) =>
    importedVersion(document).contentId === contentId
      ? withImportStatus(document, { status: 'failed', error: { code, message } })
      : undefined,
  );
}
