import type { VectorIndex, VectorIndexKind } from '../../../src/core/vector-index';
import { ScanIndex } from './scan-index';
import { VoyIndex } from './voy-index';

/** An empty index of the given kind; throws `index-unsupported` when it cannot hold such vectors. */
export async function createVectorIndex(kind: VectorIndexKind, dimension: number): Promise<VectorIndex> {
  return kind === 'voy' ? VoyIndex.create(dimension) : ScanIndex.create(dimension);
}
