import { seededRandom } from './seeded-random';

/** Centres that vectors gather around, as texts gather around subjects. */
const centres = 256;
/** How far vectors stray from their centre, beside the centre's own length of 1. */
const spread = 1.2;

/** Unit vectors that lie in clusters, the same every time: row-major [count, dimension]. */
export function syntheticVectors(count: number, dimension: number, seed: number): Float32Array<ArrayBuffer> {
  const normal = normalNumbers(seededRandom(7));
  const middle = Float32Array.from({ length: centres * dimension }, normal);
  const stray = normalNumbers(seededRandom(seed));
  const pick = seededRandom(seed + 1);
  const vectors = new Float32Array(count * dimension);
  for (let row = 0; row < count; row += 1) {
    const centre = Math.floor(pick() * centres) * dimension;
    const start = row * dimension;
    let squares = 0;
    for (let d = 0; d < dimension; d += 1) {
      const value = (middle[centre + d] ?? 0) + spread * stray();
      vectors[start + d] = value;
      squares += value * value;
    }
    const factor = 1 / Math.sqrt(squares);
    for (let d = 0; d < dimension; d += 1) vectors[start + d] = (vectors[start + d] ?? 0) * factor;
  }
  return vectors;
}

/** Normally distributed, by the sum of four uniform numbers, which is near enough. */
function normalNumbers(random: () => number): () => number {
  const scale = Math.sqrt(3);
  return () => (random() + random() + random() + random() - 2) * scale;
}
