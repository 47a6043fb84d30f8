import type { EmbedderContract } from '../contracts/embedder';
import { indexedText } from '../core/chunk';
import { documentTitle } from '../core/library';
import { createAnalyser } from '../core/search/analyse';
import type { RpcClient } from '../rpc/client';
import type { AddedFile } from '../services/app-services';
import type { App } from '../services/create-app-services';

export interface PlainIngest {
  readonly chunks: number;
  /** From the first file read until the last chunk was written. */
  readonly milliseconds: number;
}

const databaseName = 'inkstone-bench-ingest';
const stores = ['files', 'chunks'] as const;

/**
 * The plain way to the same end, files stored and chunks ready to be found, by the app's own workers: one file after
 * another with its bytes and hash, one chunk after another, each with a call to the embedder and a transaction of its
 * own: text, vector and terms in one row.
 */
export async function ingestPlainly(
  { workers, modelPath }: App,
  embedder: RpcClient<EmbedderContract>,
  files: readonly AddedFile[],
): Promise<PlainIngest> {
  await embedder.call('load', { modelPath });
  const importer = workers.importer.client;
  const analyse = createAnalyser();
  const database = await openDatabase();
  try {
    let chunkCount = 0;
    const startedAt = performance.now();
    for (const { file } of files) {
      const { name } = file;
      const hash = await importer.call('hash', { file });
      await write(database, 'files', { hash, bytes: await file.arrayBuffer() });
      // A file without text has no chunks here, and is refused by the app.
      const extracted = await importer.call('extract', { file, name }).catch(() => undefined);
      if (!extracted) continue;
      const title = documentTitle({ name }, extracted);
      const chunks = await embedder.call('split', { document: extracted, title, modelPath });
      for (const chunk of chunks) {
        const text = indexedText(title, chunk);
        const vector = await embedder.call('embed', { texts: [text], role: 'passage', modelPath });
        await write(database, 'chunks', { text, vector, terms: analyse(text) });
      }
      chunkCount += chunks.length;
    }
    return { chunks: chunkCount, milliseconds: performance.now() - startedAt };
  } finally {
    database.close();
    await settled(indexedDB.deleteDatabase(databaseName));
  }
}

async function openDatabase(): Promise<IDBDatabase> {
  const opening = indexedDB.open(databaseName);
  opening.onupgradeneeded = () => {
    for (const name of stores) opening.result.createObjectStore(name, { autoIncrement: true });
  };
  await settled(opening);
  return opening.result;
}

function write(database: IDBDatabase, store: (typeof stores)[number], row: object): Promise<void> {
  return new Promise((resolve, reject) => {
    const transaction = database.transaction(store, 'readwrite');
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error ?? new DOMException('aborted', 'AbortError'));
    transaction.objectStore(store).add(row);
  });
}

function settled(request: IDBOpenDBRequest): Promise<void> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve();
    request.onerror = () => reject(request.error ?? new DOMException('failed', 'UnknownError'));
  });
}
