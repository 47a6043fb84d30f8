import { syntheticVectors } from '../../src/core/synthetic-vectors';
import { loadVoy } from '../engines/vector/load-voy';

/** voy holds vectors of this length only; shorter ones are filled up with zeros. */
const voyDimension = 768;
const rowsPerCall = 500;

/** From a serialised index in IndexedDB to its first answer. */
export async function benchOpenVoy(
  { chunks, dimension }: { chunks: number; dimension: number },
  progress: (message: string) => void,
): Promise<{ milliseconds: number; storedBytes: number }> {
  const Voy = await loadVoy();
  progress(`filling voy with ${chunks} vectors`);
  const vectors = syntheticVectors(chunks, dimension, 1);
  const voy = new Voy();
  for (let row = 0; row < chunks; row += rowsPerCall) {
    const count = Math.min(rowsPerCall, chunks - row);
    voy.add({
      embeddings: Array.from({ length: count }, (_, i) => ({
        id: String(row + i),
        title: '',
        url: '',
        embeddings: padded(vectors.subarray((row + i) * dimension, (row + i + 1) * dimension)),
      })),
    });
  }
  const text = voy.serialize();
  voy.free();
  await writeText(text);

  progress('opening voy');
  const query = new Float32Array(padded(syntheticVectors(1, dimension, 3)));
  const startedAt = performance.now();
  const stored = await readText();
  const opened = Voy.deserialize(stored);
  opened.search(query, 10);
  const milliseconds = performance.now() - startedAt;
  opened.free();
  await settled(indexedDB.deleteDatabase(databaseName));
  return { milliseconds, storedBytes: stored.length };
}

function padded(vector: Float32Array): number[] {
  return [...vector, ...new Array<number>(voyDimension - vector.length).fill(0)];
}

const databaseName = 'inkstone-bench-voy';

async function openDatabase(): Promise<IDBDatabase> {
  const opening = indexedDB.open(databaseName, 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore('indexes');
  return settled(opening);
}

async function writeText(text: string): Promise<void> {
  const database = await openDatabase();
  await settled(database.transaction('indexes', 'readwrite').objectStore('indexes').put(text, 1));
  database.close();
}

async function readText(): Promise<string> {
  const database = await openDatabase();
  const text: unknown = await settled(database.transaction('indexes').objectStore('indexes').get(1));
  database.close();
  return String(text);
}

function settled<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => {
      resolve(request.result);
    };
    request.onerror = () => {
      reject(request.error ?? new DOMException('the request failed'));
    };
  });
}
