import type { ContentRepository } from '../storage/contents';
import type { DocumentRepository } from '../storage/documents';
import type { FileRepository } from '../storage/files';
import { observe } from '../storage/observe';
import { AppError } from '../core/app-error';
import { documentTitle, fileIdOf } from '../core/library';
import type { Documents, Sources } from './app-services';
import { createTagging } from './tagging';
import type { Workers } from './workers';

/** Imports change rows many times a second; a list of thousands is read and shown a few times. */
const observeIntervalMs = 300;

export function createDocuments(
  repository: DocumentRepository,
  workers: Pick<Workers, 'searchIndex'>,
): Documents {
  return {
    observe: (libraryId, onValue) =>
      observe(() => repository.list(libraryId), onValue, undefined, { intervalMs: observeIntervalMs }),
    remove: (documentIds) => repository.hide(documentIds),
    restore: (documentIds) => repository.restore(documentIds),
    purge: async (documentIds) => {
      const removed = await repository.removedIds();
      for (const documentId of documentIds ?? removed) {
        // The index worker is the one that writes content, so that its memory and the store agree.
        if (removed.has(documentId)) await workers.searchIndex.client.call('removeDocument', { documentId });
      }
    },
    ...createTagging(repository),
  };
}

/** UTF-16 units: enough lines to see whether an encoding is right. */
const previewCharacters = 1200;

export function createSources(
  documents: DocumentRepository,
  contents: ContentRepository,
  files: FileRepository,
  workers: Pick<Workers, 'embedder' | 'importer'>,
  { ready, modelPath }: { readonly ready: () => Promise<void>; readonly modelPath: () => string },
): Sources {
  async function existing(documentId: string) {
    const [document] = await documents.getShown([documentId]);
    if (!document) throw new AppError('not-found', `document ${documentId} was removed`);
    return document;
  }

  return {
    existing: (documentIds) => documents.getShown(documentIds),
    load: async (documentId) => {
      const document = await existing(documentId);
      const pages = document.content?.pages ?? [];
      // What is kept and not read yet has no text, and still has an original to show.
      if (document.status === 'unread') {
        return { document, content: { text: '', blocks: [], marks: [], pages } };
      }
      const content = await contents.text(documentId);
      return { document, content: { ...content, pages } };
    },
    chunks: async (documentId) => contents.chunksOf((await existing(documentId)).id),
    preview: async (documentId, splitting, { signal }) => {
      const document = await existing(documentId);
      const content = await contents.text(documentId);
      await ready();
      const { client } = workers.embedder;
      const own = { modelPath: modelPath() };
      await client.call('load', own, { signal });
      return client.call(
        'split',
        {
          document: { ...content, pages: document.content?.pages ?? [] },
          title: documentTitle(document, document.content),
          ...own,
          splitting,
        },
        { signal },
      );
    },
    previewReading: async (documentId, { encoding }, { signal }) => {
      const document = await existing(documentId);
      const file = await files.read({ ...document, fileId: fileIdOf(document) });
      const options = encoding === undefined ? {} : { encoding };
      const read = await workers.importer.client.call(
        'extract',
        { file, name: document.name, options },
        { signal },
      );
      const lost = read.warnings.find(({ code }) => code === 'undecodable-bytes');
      return {
        text: read.text.slice(0, previewCharacters),
        undecodable: lost && 'count' in lost ? lost.count : 0,
      };
    },
    mostTokens: async () => {
      await ready();
      return (await workers.embedder.client.call('load', { modelPath: modelPath() })).maxTokens;
    },
    bytes: async (documentId) => {
      const document = await existing(documentId);
      return files.read({ ...document, fileId: fileIdOf(document) });
    },
  };
}
