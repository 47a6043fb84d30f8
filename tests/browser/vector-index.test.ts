import { describe, expect, it } from 'vitest';
import { createVectorIndex } from '../../workers/engines/vector/create-vector-index';
import { describeVectorIndex, range, unitVectors } from '../unit/workers/search/vector-index-suite';

describeVectorIndex('the exact scan', {
  create: (dimension) => createVectorIndex('scan', dimension),
  dimensions: [64, 256, 384, 768, 1024],
});

describeVectorIndex('voy', {
  create: (dimension) => createVectorIndex('voy', dimension),
  dimensions: [64, 256, 384, 768],
});

describe('what voy cannot hold', () => {
  const unsupported = expect.objectContaining({ code: 'index-unsupported' }) as Error;

  it('is refused: vectors longer than its own', async () => {
    await expect(createVectorIndex('voy', 1024)).rejects.toEqual(unsupported);
  });

  it('is refused: the 33rd copy of one vector, leaving the index as it was', async () => {
    const index = await createVectorIndex('voy', 64);
    const one = unitVectors(1, 64);
    const copies = Float32Array.from({ length: 32 * 64 }, (_, i) => one[i % 64] ?? 0);
    index.add(range(0, 32), copies);
    expect(() => index.add([32], one)).toThrow(unsupported);
    expect(index.size).toBe(32);
    expect(index.search(one, 40)).toHaveLength(32);
    index.add([0], one);
    expect(index.size).toBe(32);
    index.dispose();
  });

  it('is refused: many vectors that share a number, and other indexes go on', async () => {
    const other = await createVectorIndex('voy', 64);
    other.add([1], unitVectors(1, 64));
    const index = await createVectorIndex('voy', 64);
    const vectors = unitVectors(100, 64);
    for (let row = 0; row < 100; row += 1) vectors[row * 64] = 0.5;
    expect(() => index.add(range(0, 100), vectors)).toThrow(unsupported);
    index.dispose();
    expect(other.search(unitVectors(1, 64), 1).map((match) => match.id)).toEqual([1]);
    other.add(range(2, 40), unitVectors(38, 64, 3));
    expect(other.search(unitVectors(1, 64), 50)).toHaveLength(39);
  });
});
