import type { VectorBench } from '../../src/contracts/bench';
import { quantizeVectors } from '../../src/core/quantized-vectors';
import { BestMatches } from '../../src/core/search/best-matches';
import { syntheticVectors } from '../../src/core/synthetic-vectors';
import type { VectorIndex } from '../../src/core/vector-index';
import { createVectorIndex } from '../engines/vector/create-vector-index';
import { timeEach } from './timing';

const limit = 10;
/** Vectors made and added at a time, as they are stored. */
const rowsPerBlock = 1024;

export async function benchVectors(
  input: { chunks: number; dimension: number; voyChunks: number; queries: number },
  progress: (message: string) => void,
): Promise<VectorBench> {
  const { chunks, dimension, voyChunks } = input;
  progress(`making ${chunks} vectors of ${dimension} numbers`);
  const vectors = syntheticVectors(chunks, dimension, 1);
  const queries = rowsOf(syntheticVectors(input.queries, dimension, 2), dimension);
  const scan = await filled('scan', vectors, dimension);

  progress('searching by a plain loop over float32');
  const plain = timeEach(queries, (query) => plainSearch(vectors, query));
  progress('searching by the app');
  const app = timeEach(queries, (query) => scan.search(query, limit).map(({ id }) => id));
  const { residentBytes } = scan;
  scan.dispose();

  progress(`searching ${voyChunks} vectors by voy and by the app`);
  const few = vectors.subarray(0, voyChunks * dimension);
  const smallScan = await filled('scan', few, dimension);
  const appAtVoySize = timeEach(queries, (query) => smallScan.search(query, limit));
  smallScan.dispose();
  const voy = await filled('voy', few, dimension);
  const voyTimes = timeEach(queries, (query) => voy.search(query, limit));
  voy.dispose();
  return {
    app: { ...app.times, recall: recall(app.results, plain.results), residentBytes },
    plain: plain.times,
    voy: { ...voyTimes.times, chunks: voyChunks, app: appAtVoySize.times },
  };
}

async function filled(kind: 'scan' | 'voy', vectors: Float32Array, dimension: number): Promise<VectorIndex> {
  const index = await createVectorIndex(kind, dimension);
  const count = vectors.length / dimension;
  for (let row = 0; row < count; row += rowsPerBlock) {
    const end = Math.min(row + rowsPerBlock, count);
    index.add(row, quantizeVectors(vectors.subarray(row * dimension, end * dimension), dimension));
  }
  return index;
}

function rowsOf(vectors: Float32Array, dimension: number): Float32Array[] {
  return Array.from({ length: vectors.length / dimension }, (_, row) =>
    vectors.slice(row * dimension, (row + 1) * dimension),
  );
}

/** What one would write first: exact, and with nothing to help it. */
function plainSearch(vectors: Float32Array, query: Float32Array): number[] {
  const dimension = query.length;
  const best = new BestMatches(limit);
  for (let start = 0, id = 0; start < vectors.length; start += dimension, id += 1) {
    let sum = 0;
    for (let d = 0; d < dimension; d += 1) sum += (vectors[start + d] ?? 0) * (query[d] ?? 0);
    best.offer(id, sum);
  }
  return best.sorted().map((match) => match.id);
}

/** The share of the exact nearest that were found. */
function recall(found: readonly (readonly number[])[], exact: readonly (readonly number[])[]): number {
  let hits = 0;
  let total = 0;
  exact.forEach((ids, i) => {
    const foundIds = new Set(found[i]);
    hits += ids.filter((id) => foundIds.has(id)).length;
    total += ids.length;
  });
  return hits / total;
}
