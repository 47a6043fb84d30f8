import { AppError } from '../../../src/core/app-error';
import type { QuantizedVectors } from '../../../src/core/quantized-vectors';
import type { IdRange } from '../../../src/core/vector-index';

/** Throws `invalid-input` for vectors of another dimension, and for ids of which some are held already. */
export function refuseUnfit(
  { dimension }: { readonly dimension: number },
  firstId: number,
  vectors: QuantizedVectors,
  holdsAny: (ids: IdRange) => boolean,
): void {
  if (vectors.dimension !== dimension) {
    throw new AppError(
      'invalid-input',
      `vectors of ${vectors.dimension} numbers for an index of ${dimension}`,
    );
  }
  const end = firstId + vectors.count;
  if (holdsAny({ start: firstId, end })) {
    throw new AppError('invalid-input', `some of the ids from ${firstId} to ${end} are held already`);
  }
}
