/**
 * Dot product of `query` with as many numbers of `vectors` from `offset`. Four sums at a time: one alone waits for
 * its own last addition at every step.
 */
export function dotProduct(vectors: Float32Array, offset: number, query: Float32Array): number {
  const dimension = query.length;
  const even = dimension - (dimension % 4);
  let a = 0;
  let b = 0;
  let c = 0;
  let d = 0;
  for (let i = 0; i < even; i += 4) {
    a += (vectors[offset + i] ?? 0) * (query[i] ?? 0);
    b += (vectors[offset + i + 1] ?? 0) * (query[i + 1] ?? 0);
    c += (vectors[offset + i + 2] ?? 0) * (query[i + 2] ?? 0);
    d += (vectors[offset + i + 3] ?? 0) * (query[i + 3] ?? 0);
  }
  for (let i = even; i < dimension; i += 1) a += (vectors[offset + i] ?? 0) * (query[i] ?? 0);
  return a + b + c + d;
}
