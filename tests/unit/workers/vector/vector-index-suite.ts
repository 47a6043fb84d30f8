import { describe, expect, it } from 'vitest';
import { quantizeVectors } from '../../../../src/core/quantized-vectors';
import type { IdRange, VectorIndex, VectorMatch } from '../../../../src/core/vector-index';
import { copiesOf, quantizedUnitVectors, unitVectors } from './unit-vectors';

interface SuiteOptions {
  readonly create: (dimension: number) => VectorIndex | Promise<VectorIndex>;
  readonly dimensions: readonly number[];
}

const everything: IdRange = { start: 0, end: 1_000_000 };
const idsOf = (matches: readonly VectorMatch[]): number[] => matches.map((match) => match.id);
const invalid = expect.objectContaining({ code: 'invalid-input' }) as Error;

/** What every implementation of `VectorIndex` must do. */
export function describeVectorIndex(name: string, { create, dimensions }: SuiteOptions): void {
  describe(`${name} as a vector index`, () => {
    it.each(dimensions)('finds the exact nearest neighbours in %i dimensions', async (dimension) => {
      const vectors = unitVectors(600, dimension);
      const query = unitVectors(1, dimension, 99);
      const index = await create(dimension);
      index.add(0, quantizeVectors(vectors, dimension));
      const expected = nearest(vectors, query);
      for (const limit of [1, 10, 200]) {
        const found = index.search(query, limit);
        expect(found).toHaveLength(limit);
        found.forEach(({ score }, i) =>
          expect(Math.abs(score - (expected[i]?.score ?? NaN))).toBeLessThan(1e-4),
        );
      }
      expect(idsOf(index.search(query, 10))).toEqual(idsOf(expected.slice(0, 10)));
      index.dispose();
    });

    it('finds nothing when it is empty, and everything when asked for more than it has', async () => {
      const index = await create(64);
      expect(index.search(unitVectors(1, 64), 5)).toEqual([]);
      index.add(3, quantizedUnitVectors(0, 64));
      expect(index.size).toBe(0);
      expect(index.vector(3)).toBeUndefined();
      index.add(7, quantizedUnitVectors(1, 64));
      expect(idsOf(index.search(unitVectors(1, 64), 5))).toEqual([7]);
      expect(index.search(unitVectors(1, 64), 0)).toEqual([]);
      index.dispose();
    });

    it('finds no removed vector, and finds it again when it is added again', async () => {
      const vectors = unitVectors(50, 64);
      const query = vectors.slice(10 * 64, 11 * 64);
      const index = await create(64);
      index.add(0, quantizeVectors(vectors, 64));
      index.remove({ start: 10, end: 11 });
      index.remove({ start: 49, end: 1000 });
      index.remove({ start: 49, end: 1000 });
      expect(index.size).toBe(48);
      const without = idsOf(index.search(query, 50));
      expect(without).toHaveLength(48);
      expect(without).not.toContain(10);
      index.add(10, quantizeVectors(query, 64));
      expect(index.search(query, 1)).toEqual([{ id: 10, score: expect.closeTo(1, 4) as number }]);
      index.remove(everything);
      expect(index.size).toBe(0);
      expect(index.search(query, 5)).toEqual([]);
      index.dispose();
    });

    it('refuses ids that it holds and vectors of another dimension, and stays as it was', async () => {
      const index = await create(64);
      index.add(5, quantizedUnitVectors(10, 64));
      expect(() => index.add(14, quantizedUnitVectors(3, 64, 2))).toThrow(invalid);
      expect(() => index.add(20, quantizedUnitVectors(1, 65))).toThrow(invalid);
      expect(index.size).toBe(10);
      index.add(15, quantizedUnitVectors(1, 64, 2));
      expect(index.size).toBe(11);
      index.dispose();
    });

    it('keeps identical vectors apart, and puts the lower ids first', async () => {
      const one = unitVectors(1, 64);
      const index = await create(64);
      index.add(40, copiesOf(one, 10));
      index.add(0, copiesOf(one, 20));
      expect(idsOf(index.search(one, 30, [everything]))).toEqual([...range(0, 20), ...range(40, 50)]);
      index.remove({ start: 0, end: 19 });
      expect(idsOf(index.search(one, 30, [everything]))).toEqual([19, ...range(40, 50)]);
      expect(idsOf(index.search(one, 3, [everything]))).toEqual([19, 40, 41]);
      index.dispose();
    });

    it('gives the best of the ranges asked for, also where vectors were removed', async () => {
      const vectors = unitVectors(200, 64);
      const query = unitVectors(1, 64, 5);
      const index = await create(64);
      index.add(0, quantizeVectors(vectors, 64));
      index.remove({ start: 95, end: 105 });
      const within = [
        { start: 3, end: 4 },
        { start: 50, end: 50 },
        { start: 90, end: 110 },
        { start: 198, end: 300 },
      ];
      const expected = nearest(vectors, query).filter(
        ({ id }) => within.some(({ start, end }) => id >= start && id < end) && !(id >= 95 && id < 105),
      );
      expect(idsOf(index.search(query, 50, within))).toEqual(idsOf(expected));
      expect(idsOf(index.search(query, 3, within))).toEqual(idsOf(expected.slice(0, 3)));
      expect(index.search(query, 3, [])).toEqual([]);
      expect(index.search(query, 3, [{ start: 500, end: 600 }])).toEqual([]);
      index.dispose();
    });

    it('scores given ids in their order and leaves out those it does not hold', async () => {
      const vectors = unitVectors(5, 64);
      const query = vectors.slice(2 * 64, 3 * 64);
      const index = await create(64);
      index.add(10, quantizeVectors(vectors, 64));
      const scores = index.score(query, [14, 99, 12]);
      expect(idsOf(scores)).toEqual([14, 12]);
      expect(scores[1]?.score).toBeCloseTo(1, 4);
      index.dispose();
    });

    it('gives a vector back nearly as it was', async () => {
      const vectors = unitVectors(3, 100);
      const index = await create(100);
      index.add(4, quantizeVectors(vectors, 100));
      const vector = index.vector(5);
      expect(vector).toHaveLength(100);
      vector?.forEach((value, d) => expect(value).toBeCloseTo(vectors[100 + d] ?? NaN, 4));
      expect(index.vector(7)).toBeUndefined();
      index.dispose();
    });

    it('scores zero vectors, and everything for a zero query, with zero', async () => {
      const index = await create(64);
      index.add(0, quantizeVectors(new Float32Array(2 * 64), 64));
      index.add(2, quantizedUnitVectors(2, 64));
      expect(index.score(unitVectors(1, 64), [0, 1]).map((match) => match.score)).toEqual([0, 0]);
      expect(index.search(new Float32Array(64), 4, [everything])).toEqual(
        range(0, 4).map((id) => ({ id, score: 0 })),
      );
      index.dispose();
    });

    it('does not change when the caller reuses its arrays', async () => {
      const vectors = quantizedUnitVectors(1, 64);
      const index = await create(64);
      index.add(1, vectors);
      vectors.high.fill(0);
      vectors.low.fill(0);
      vectors.scales.fill(0);
      index.vector(1)?.fill(0);
      expect(index.search(unitVectors(1, 64), 1)[0]?.score).toBeCloseTo(1, 4);
      index.dispose();
    });

    it('finds the same after many documents came and went', async () => {
      const index = await create(64);
      const counts = [5, 1, 12, 3, 7, 2, 9];
      for (let id = 0; id < 50; id += 1) {
        const count = counts[id % counts.length] ?? 1;
        index.add(id * 20, quantizedUnitVectors(count, 64, id + 1));
        if (id >= 5) index.remove({ start: (id - 5) * 20, end: (id - 4) * 20 });
      }
      for (let id = 45; id < 50; id += 1) {
        const [best] = index.search(unitVectors(1, 64, id + 1), 1);
        expect(best).toEqual({ id: id * 20, score: expect.closeTo(1, 4) as number });
      }
      expect(index.size).toBe([45, 46, 47, 48, 49].reduce((sum, id) => sum + (counts[id % 7] ?? 0), 0));
      index.dispose();
    });
  });
}

function range(start: number, end: number): number[] {
  return Array.from({ length: end - start }, (_, i) => start + i);
}

function nearest(vectors: Float32Array, query: Float32Array): VectorMatch[] {
  const dimension = query.length;
  return range(0, vectors.length / dimension)
    .map((id) => ({
      id,
      score: query.reduce((sum, x, d) => sum + x * (vectors[id * dimension + d] ?? 0), 0),
    }))
    .sort((a, b) => b.score - a.score);
}
