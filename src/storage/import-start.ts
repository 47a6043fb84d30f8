import { importedVersion, type StoredDocument } from '../core/library';
import type { SplittingStrategy } from '../core/splitting';
import type { ImportCheckpoint, InkstoneDatabase } from './database';

/** What an import begins with. */
export interface ImportStart {
  readonly document: StoredDocument;
  /** How its library is split, where the document does not say otherwise. */
  readonly splitting: SplittingStrategy | undefined;
  readonly checkpoint: ImportCheckpoint | undefined;
  /** The bytes of a small file. */
  readonly bytes: ArrayBuffer | undefined;
}

/** Reads all of it in one transaction; undefined when the document was removed, or imports another version by now. */
export function readImportStart(
  database: InkstoneDatabase,
  { documentId, contentId }: { readonly documentId: string; readonly contentId: string },
): Promise<ImportStart | undefined> {
  const { documents, libraries, checkpoints, fileParts } = database;
  return database.transaction('r', documents, libraries, checkpoints, fileParts, async () => {
    const document = await documents.get(documentId);
    const version = document && importedVersion(document);
    if (!document || version?.contentId !== contentId) return undefined;
    const [library, checkpoint, part] = await Promise.all([
      libraries.get(document.libraryId),
      checkpoints.get(contentId),
      fileParts.get([version.fileId, 0]),
    ]);
    const isWhole = part?.bytes.byteLength === version.sizeBytes;
    return {
      document,
      splitting: version.reading?.splitting ?? library?.splitting,
      checkpoint,
      bytes: isWhole ? part.bytes : undefined,
    };
  });
}
