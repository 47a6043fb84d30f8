import { importedVersion, isUnfinished, type StoredDocument } from '../core/library';
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

export interface WantedImport {
  readonly documentId: string;
  readonly contentId: string;
}

/**
 * Reads the starts of imports in one transaction; undefined where the document was removed, is imported already, or has
 * another version to come by now.
 */
export function readImportStarts(
  database: InkstoneDatabase,
  wanted: readonly WantedImport[],
): Promise<(ImportStart | undefined)[]> {
  const { documents, libraries, checkpoints, fileParts } = database;
  return database.transaction('r', documents, libraries, checkpoints, fileParts, async () => {
    const [rows, begun] = await Promise.all([
      documents.bulkGet(wanted.map(({ documentId }) => documentId)),
      checkpoints.bulkGet(wanted.map(({ contentId }) => contentId)),
    ]);
    const live = wanted.map(({ contentId }, i) => {
      const document = rows[i];
      const version = document && importedVersion(document);
      const isWanted = document && isUnfinished(document) && version?.contentId === contentId;
      return isWanted ? { document, version } : undefined;
    });
    const libraryIds = [...new Set(live.flatMap((one) => one?.document.libraryId ?? []))];
    const [ofLibraries, parts] = await Promise.all([
      libraries.bulkGet(libraryIds),
      fileParts.bulkGet(live.map((one) => [one?.version.fileId ?? '', 0])),
    ]);
    return live.map((one, i) => {
      if (!one) return undefined;
      const { document, version } = one;
      const library = ofLibraries[libraryIds.indexOf(document.libraryId)];
      const part = parts[i];
      return {
        document,
        splitting: version.reading?.splitting ?? library?.splitting,
        checkpoint: begun[i],
        bytes: part?.bytes.byteLength === version.sizeBytes ? part.bytes : undefined,
      };
    });
  });
}
