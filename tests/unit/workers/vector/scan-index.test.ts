import { describe, expect, it } from 'vitest';
import { quantizeVectors } from '../../../../src/core/quantized-vectors';
import { createVectorIndex } from '../../../../workers/engines/vector/create-vector-index';
import { copiesOf, quantizedUnitVectors, unitVectors } from './unit-vectors';
import { describeVectorIndex } from './vector-index-suite';

describeVectorIndex('the scan', {
  create: (dimension) => createVectorIndex('scan', dimension),
  dimensions: [64, 100, 256, 384, 768, 1000, 1024],
});

describe('the memory of a scan', () => {
  it('does not grow when as much is removed as is added', async () => {
    const index = await createVectorIndex('scan', 100);
    index.add(0, quantizedUnitVectors(3000, 100));
    const vectors = quantizedUnitVectors(700, 100, 2);
    const replace = (firstId: number): void => {
      index.remove({ start: 200, end: 900 });
      index.remove({ start: firstId - 700, end: firstId });
      index.add(firstId, vectors);
    };
    replace(10_000);
    const resident = index.residentBytes;
    for (let turn = 1; turn < 30; turn += 1) replace(10_000 + turn * 700);
    expect(index.size).toBe(3000);
    expect(index.residentBytes).toBe(resident);
    index.dispose();
  });

  it('is little more than two bytes for each number', async () => {
    const index = await createVectorIndex('scan', 384);
    const vectors = quantizedUnitVectors(50, 384);
    for (let id = 0; id < 5000; id += 50) index.add(id, vectors);
    expect(index.size).toBe(5000);
    expect(index.residentBytes / (5000 * 384)).toBeLessThan(2.1);
    index.dispose();
  });
});

describe('a scan of a library with gaps', () => {
  it('finds vectors that were put into several gaps, wherever they lie', async () => {
    const index = await createVectorIndex('scan', 64);
    index.add(0, quantizedUnitVectors(3036, 64));
    for (let id = 0; id < 3036; id += 4) index.remove({ start: id, end: id + 2 });
    const vectors = unitVectors(1518, 64, 7);
    index.add(5000, quantizeVectors(vectors, 64));
    for (const row of [0, 1, 505, 506, 1517]) {
      const query = vectors.slice(row * 64, (row + 1) * 64);
      expect(index.search(query, 1)).toEqual([{ id: 5000 + row, score: expect.closeTo(1, 4) as number }]);
    }
    index.dispose();
  });

  it('gives the lowest ids of more identical vectors than it could rank', async () => {
    const one = unitVectors(1, 64);
    const index = await createVectorIndex('scan', 64);
    index.add(0, copiesOf(one, 2500));
    index.remove({ start: 0, end: 3 });
    expect(index.search(one, 4).map((match) => match.id)).toEqual([3, 4, 5, 6]);
    index.dispose();
  });
});

describe('large numbers in a scan', () => {
  it('does not overflow where all numbers of a long vector and of the query are greatest', async () => {
    const flat = new Float32Array(1024).fill(1 / 32);
    const index = await createVectorIndex('scan', 1024);
    index.add(
      0,
      copiesOf(
        flat.map((number) => -number),
        5,
      ),
    );
    index.add(5, copiesOf(flat, 1));
    expect(index.search(flat, 2)).toEqual([
      { id: 5, score: expect.closeTo(1, 4) as number },
      { id: 0, score: expect.closeTo(-1, 4) as number },
    ]);
    index.dispose();
  });
});
