import type { EmbedderContract } from '../contracts/embedder';
import { indexedText } from '../core/chunk';
import { documentTitle } from '../core/library';
import type { RpcClient } from '../rpc/client';
import type { AddedFile } from '../services/app-services';
import type { App } from '../services/create-app-services';

export interface PlainIngest {
  readonly chunks: number;
  /** From the first file read until the last chunk was written. */
  readonly milliseconds: number;
}

const databaseName = 'inkstone-bench-ingest';

/**
 * The plain way over the same documents, read and split by the app's own workers: one chunk after another, each with
 * a call to the embedder and a transaction of its own, text and vector in one row.
 */
export async function ingestPlainly(
  { workers, modelPath }: App,
  embedder: RpcClient<EmbedderContract>,
  files: readonly AddedFile[],
): Promise<PlainIngest> {
  await embedder.call('load', { modelPath });
  const database = await openDatabase();
  try {
    let chunkCount = 0;
    const startedAt = performance.now();
    for (const { file } of files) {
      const { name } = file;
      // A file without text has no chunks here, and is refused by the app.
      const extracted = await workers.importer.client.call('extract', { file, name }).catch(() => undefined);
      if (!extracted) continue;
      const title = documentTitle({ name }, extracted);
      const chunks = await embedder.call('split', { document: extracted, title, modelPath });
      for (const chunk of chunks) {
        const text = indexedText(title, chunk);
        const vector = await embedder.call('embed', { texts: [text], role: 'passage', modelPath });
        await write(database, { text, vector });
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
    opening.result.createObjectStore('chunks', { autoIncrement: true });
  };
  await settled(opening);
  return opening.result;
}

function write(
  database: IDBDatabase,
  row: { readonly text: string; readonly vector: Float32Array },
): Promise<void> {
  return new Promise((resolve, reject) => {
    const transaction = database.transaction('chunks', 'readwrite');
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error ?? new DOMException('aborted', 'AbortError'));
    transaction.objectStore('chunks').add(row);
  });
}

function settled(request: IDBOpenDBRequest): Promise<void> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve();
    request.onerror = () => reject(request.error ?? new DOMException('failed', 'UnknownError'));
  });
}
