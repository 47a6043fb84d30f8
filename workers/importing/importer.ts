import { importedVersion } from '../../src/core/library';
import { oneAtATime } from '../../src/core/one-at-a-time';
import type { ImporterContract } from '../../src/contracts/importer';
import { readImportStarts, type ImportStart, type WantedImport } from '../../src/storage/import-start';
import { isArchive } from '../engines/extraction/archive';
import { decodeText } from '../engines/extraction/decoding';
import { extractDocument, readHead } from '../engines/extraction/extract';
import { DocumentBatches } from './document-batches';
import { expandArchive } from './expand-archive';
import { importDocument, type ImportContext } from './import-document';
import { createImporterParts, type ImporterDependencies } from './importer-parts';
import { MemoryFile } from './memory-file';
import { hashFile, storeFiles } from './store-files';
import { Together } from './together';
import { unpack } from './unpack';

/** Stores files and carries documents from their stored bytes until they are shown. */
export function createImporter(dependencies: ImporterDependencies): ImporterContract {
  const parts = createImporterParts(dependencies);
  const { files } = parts;
  const batches = new DocumentBatches(parts);
  const reading = oneAtATime();
  const recalling = oneAtATime();
  const starts = new Together<WantedImport, ImportStart | undefined>((wanted) =>
    readImportStarts(dependencies.database, wanted),
  );

  return {
    store: ({ files: toStore }, { signal, progress }) => storeFiles(files, toStore, signal, progress),

    hash: ({ file }, { signal }) => hashFile(file, signal),

    import: async (input, { signal, progress }) => {
      const { documentId, contentId } = input;
      const start = await starts.run({ documentId, contentId });
      if (!start) return { kind: 'gone' };
      const { document, bytes } = start;
      const version = importedVersion(document);
      const file = bytes
        ? new MemoryFile(new Uint8Array(bytes), version.mediaType)
        : await files.read(version);
      const context: ImportContext = { signal, progress, batches, reading, recalling };
      if (isArchive(await readHead(file), document.name)) {
        const documentIds = await reading(() => {
          progress({ stage: 'reading', loaded: 0, total: 0 });
          return expandArchive(document, file, input, context, parts);
        });
        return { kind: 'expanded', documentIds };
      }
      await importDocument(file, start, input, context, parts);
      return { kind: 'stored' };
    },

    ping: () => Promise.resolve(),

    decode: async ({ file, encoding }) =>
      decodeText(new Uint8Array(await file.arrayBuffer()), undefined, encoding),

    unpack: ({ file, name }, { signal }) => unpack(file, name, signal),

    extract: ({ file, name, options }, { signal }) => extractDocument(file, name, { ...options, signal }),
  };
}
