import { describe, expect, it } from 'vitest';
import type { VectorIndex } from '../../../../src/core/vector-index';

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

interface SuiteOptions {
  readonly create: (dimension: number) => VectorIndex | Promise<VectorIndex>;
  readonly dimensions: readonly number[];
}

/** What every implementation of `VectorIndex` must do. */
export function describeVectorIndex(name: string, { create, dimensions }: SuiteOptions): void {
  describe(`${name} as a vector index`, () => {
    it.each(dimensions)('finds the exact nearest neighbours in %i dimensions', async (dimension) => {
      const vectors = unitVectors(300, dimension);
      const query = unitVectors(1, dimension, 99);
      const index = await create(dimension);
      index.add(range(0, 300), vectors);
      const found = index.search(query, 10);
      const expected = nearest(vectors, query).slice(0, 10);
      expect(found.map((match) => match.id)).toEqual(expected.map((match) => match.id));
      found.forEach((match, i) => expect(match.score).toBeCloseTo(expected[i]?.score ?? NaN, 5));
      index.dispose();
    });

    it('finds nothing when it is empty, and everything when asked for more than it has', async () => {
      const index = await create(64);
      expect(index.search(unitVectors(1, 64), 5)).toEqual([]);
      index.add([], new Float32Array());
      expect(index.size).toBe(0);
      index.add([7], unitVectors(1, 64));
      expect(index.search(unitVectors(1, 64), 5).map((match) => match.id)).toEqual([7]);
      expect(index.search(unitVectors(1, 64), 0)).toEqual([]);
      index.dispose();
    });

    it('replaces a vector that is added again', async () => {
      const index = await create(64);
      const [first, second] = [unitVectors(1, 64, 1), unitVectors(1, 64, 2)];
      index.add([1], first);
      index.add([1], second);
      expect(index.size).toBe(1);
      expect(index.search(second, 5)).toEqual([{ id: 1, score: expect.closeTo(1, 5) as number }]);
      index.dispose();
    });

    it('finds no removed vector, and finds it again when it is added again', async () => {
      const vectors = unitVectors(50, 64);
      const query = vectors.slice(10 * 64, 11 * 64);
      const index = await create(64);
      index.add(range(0, 50), vectors);
      index.remove([10, 49, 1000]);
      expect(index.size).toBe(48);
      const without = index.search(query, 50).map((match) => match.id);
      expect(without).toHaveLength(48);
      expect(without).not.toContain(10);
      index.add([10], query);
      expect(index.search(query, 1)).toEqual([{ id: 10, score: expect.closeTo(1, 5) as number }]);
      index.remove(range(0, 50));
      expect(index.search(query, 5)).toEqual([]);
      index.dispose();
    });

    it('keeps identical vectors apart by id', async () => {
      const one = unitVectors(1, 64);
      const index = await create(64);
      index.add(
        range(0, 20),
        Float32Array.from({ length: 20 * 64 }, (_, i) => one[i % 64] ?? 0),
      );
      expect(index.search(one, 5).map((match) => match.id)).toHaveLength(5);
      index.remove(range(0, 19));
      expect(index.search(one, 5).map((match) => match.id)).toEqual([19]);
      index.dispose();
    });

    it('gives the best of those that a filter lets through', async () => {
      const vectors = unitVectors(200, 64);
      const query = unitVectors(1, 64, 5);
      const index = await create(64);
      index.add(range(0, 200), vectors);
      const accepts = (id: number): boolean => id % 50 === 3;
      const expected = nearest(vectors, query).filter((match) => accepts(match.id));
      expect(index.search(query, 3, accepts).map((match) => match.id)).toEqual(
        expected.slice(0, 3).map((match) => match.id),
      );
      expect(index.search(query, 3, () => false)).toEqual([]);
      index.dispose();
    });

    it('scores given ids in their order and leaves out those it does not know', async () => {
      const vectors = unitVectors(5, 64);
      const query = vectors.slice(2 * 64, 3 * 64);
      const index = await create(64);
      index.add(range(10, 15), vectors);
      const scores = index.score(query, [14, 99, 12]);
      expect(scores.map((match) => match.id)).toEqual([14, 12]);
      expect(scores[1]?.score).toBeCloseTo(1, 5);
      index.dispose();
    });

    it('does not change when the caller reuses its array', async () => {
      const vectors = unitVectors(1, 64);
      const query = vectors.slice();
      const index = await create(64);
      index.add([1], vectors);
      vectors.fill(0);
      expect(index.search(query, 1)[0]?.score).toBeCloseTo(1, 5);
      index.dispose();
    });
  });
}

export function range(start: number, end: number): number[] {
  return Array.from({ length: end - start }, (_, i) => start + i);
}

function nearest(vectors: Float32Array, query: Float32Array): { id: number; score: number }[] {
  const dimension = query.length;
  return range(0, vectors.length / dimension)
    .map((id) => ({
      id,
      score: query.reduce((sum, x, d) => sum + x * (vectors[id * dimension + d] ?? 0), 0),
    }))
    .sort((a, b) => b.score - a.score);
}
