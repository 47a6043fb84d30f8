import { Dexie } from 'dexie';
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
  const database = new Dexie('inkstone-bench-voy');
  database.version(1).stores({ indexes: '' });
  const indexes = database.table<string, number>('indexes');
  await indexes.put(text, 1);
  database.close();

  progress('opening voy');
  const query = new Float32Array(padded(syntheticVectors(1, dimension, 3)));
  const startedAt = performance.now();
  await database.open();
  const stored = (await indexes.get(1)) ?? '';
  const opened = Voy.deserialize(stored);
  opened.search(query, 10);
  const milliseconds = performance.now() - startedAt;
  opened.free();
  await database.delete();
  return { milliseconds, storedBytes: stored.length };
}

function padded(vector: Float32Array): number[] {
  return [...vector, ...new Array<number>(voyDimension - vector.length).fill(0)];
}
