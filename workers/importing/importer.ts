import { indexedText } from '../../src/core/chunk';
import { AppError } from '../../src/core/app-error';
import { documentTitle } from '../../src/core/library';
import type { EmbedderContract } from '../../src/contracts/embedder';
import type { ImporterContract, ImportProgress } from '../../src/contracts/importer';
import type { SearchIndexContract } from '../../src/contracts/search-index';
import type { RpcClient } from '../../src/rpc/client';
import type { Peer } from '../../src/rpc/peers';
import { transfer } from '../../src/rpc/protocol';
import type { InkstoneDatabase } from '../../src/storage/database';
import { DocumentRepository } from '../../src/storage/documents';
import { FileRepository } from '../../src/storage/files';
import { extractDocument, recogniseFormat } from '../engines/extraction/extract';

/** Chunks embedded in one call: often enough for progress and cancelling, large enough to batch well. */
const chunksPerCall = 256;

export interface ImporterDependencies {
  readonly database: InkstoneDatabase;
  readonly embedder: Pick<Peer<EmbedderContract>, 'client'>;
  readonly searchIndex: Pick<Peer<SearchIndexContract>, 'client'>;
}

/** Carries one document from its stored bytes to the search index. */
export function createImporter({ database, embedder, searchIndex }: ImporterDependencies): ImporterContract {
  const documents = new DocumentRepository(database);
  const files = new FileRepository(database);

  return {
    store: async ({ documentId, name, file }, { signal }) => {
      // Before anything is written: a film in the folder is refused by its first bytes.
      await recogniseFormat(file, name);
      const digest = await crypto.subtle.digest('SHA-256', await file.arrayBuffer());
      signal.throwIfAborted();
      await files.write(documentId, file, signal);
      return { hash: hexadecimal(digest) };
    },

    import: async ({ documentId, modelPath }, { signal, progress }) => {
      const document = await documents.get(documentId);
      if (!document) throw new AppError('not-found', `document ${documentId} was removed`);
      const file = await files.read(document);
      const extracted = await extractDocument(file, document.name, {
        signal,
        onProgress: ({ loaded, total }) => progress({ stage: 'reading', loaded, total }),
      });

      progress({ stage: 'splitting', loaded: 0, total: 0 });
      const embedding = await embedder.client();
      const model = await embedding.call('load', { modelPath }, { signal });
      const title = documentTitle(document, extracted);
      const chunks = await embedding.call('split', { document: extracted, title, modelPath }, { signal });
      if (chunks.length === 0) throw new AppError('no-text', 'the file holds no text');
      const texts = chunks.map((chunk) => indexedText(title, chunk));
      const vectors = await embedTexts(embedding, texts, { modelPath, ...model }, signal, progress);

      progress({ stage: 'storing', loaded: 0, total: chunks.length });
      const index = await searchIndex.client();
      signal.throwIfAborted();
      const commit = { documentId, extracted, chunks, model, vectors };
      await index.call('commit', transfer(commit, [vectors.buffer]));
      return { characters: extracted.text.length, chunkCount: chunks.length };
    },

    extract: ({ file, name }, { signal }) => extractDocument(file, name, { signal }),
  };
}

/** The model is named in each call: questions may have another one loaded meanwhile. */
async function embedTexts(
  embedding: RpcClient<EmbedderContract>,
  texts: readonly string[],
  { modelPath, dimension }: { modelPath: string; dimension: number },
  signal: AbortSignal,
  progress: (value: ImportProgress) => void,
): Promise<Float32Array> {
  const vectors = new Float32Array(texts.length * dimension);
  for (let first = 0; first < texts.length; first += chunksPerCall) {
    progress({ stage: 'embedding', loaded: first, total: texts.length });
    const part = texts.slice(first, first + chunksPerCall);
    const ofPart = await embedding.call('embed', { texts: part, role: 'passage', modelPath }, { signal });
    vectors.set(ofPart, first * dimension);
  }
  return vectors;
}

function hexadecimal(digest: ArrayBuffer): string {
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
