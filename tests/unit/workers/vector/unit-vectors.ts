import { quantizeVectors, type QuantizedVectors } from '../../../../src/core/quantized-vectors';

/** Unit vectors that are the same every time, row-major [count, dimension]. */
export function unitVectors(count: number, dimension: number, seed = 1): Float32Array {
  let state = seed * 7919;
  const vectors = Float32Array.from({ length: count * dimension }, () => {
    state = (state * 48271) % 2147483647;
    return state / 2147483647 - 0.5;
  });
  for (let row = 0; row < count; row += 1) {
    const vector = vectors.subarray(row * dimension, (row + 1) * dimension);
    const length = Math.hypot(...vector);
    vector.forEach((value, d) => (vector[d] = value / length));
  }
  return vectors;
}

/** As an index takes them. */
export function quantizedUnitVectors(count: number, dimension: number, seed = 1): QuantizedVectors {
  return quantizeVectors(unitVectors(count, dimension, seed), dimension);
}

/** One vector many times. */
export function copiesOf(vector: Float32Array, count: number): QuantizedVectors {
  const rows = Float32Array.from({ length: count * vector.length }, (_, i) => vector[i % vector.length] ?? 0);
  return quantizeVectors(rows, vector.length);
}
