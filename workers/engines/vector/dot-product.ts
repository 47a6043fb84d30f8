/** Dot product of two vectors of the same length. */
export function dotProduct(a: Float32Array, b: Float32Array): number {
  return a.reduce((sum, number, d) => sum + number * (b[d] ?? 0), 0);
}
