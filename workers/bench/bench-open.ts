import type { OpenBench } from '../../src/contracts/bench';
import { syntheticVectors } from '../../src/core/synthetic-vectors';
import { InkstoneDatabase } from '../../src/storage/database';
import { SegmentRepository } from '../../src/storage/segments';
import { createVectorIndex } from '../engines/vector/create-vector-index';
import { OpenLibraries } from '../indexing/open-libraries';
import { searchLibraries } from '../search/search-libraries';

export async function benchOpen(input: {
  libraryId: string;
  space: string;
  dimension: number;
  terms: readonly string[];
}): Promise<OpenBench> {
  const { libraryId, space, dimension, terms } = input;
  const query = syntheticVectors(1, dimension, 3);
  const vectorsMs = await openVectors(libraryId, space, query);

  const startedAt = performance.now();
  const database = new InkstoneDatabase();
  const libraries = new OpenLibraries(new SegmentRepository(database));
  const library = await libraries.get(libraryId, { space, dimension, kind: 'scan' });
  searchLibraries([library], { terms, vectorOf: () => query, lanes: 'hybrid' });
  const milliseconds = performance.now() - startedAt;

  const { vectors, lexical } = library.residentBytes;
  libraries.close(libraryId);
  database.close();
  return { milliseconds, vectorsMs, residentBytes: vectors, lexicalBytes: lexical };
}

async function openVectors(libraryId: string, space: string, query: Float32Array): Promise<number> {
  const startedAt = performance.now();
  const database = new InkstoneDatabase();
  const segments = new SegmentRepository(database);
  const index = await createVectorIndex('scan', query.length);
  const { headers } = await segments.read(libraryId);
  let firstId = 0;
  await Promise.all(
    headers.map(({ id, rows }) => {
      const base = firstId;
      firstId += rows;
      return segments.readVectors(id, space, (firstRow, vectors) => {
        index.add(base + firstRow, vectors);
      });
    }),
  );
  index.search(query, 10);
  const milliseconds = performance.now() - startedAt;
  index.dispose();
  database.close();
  return milliseconds;
}
