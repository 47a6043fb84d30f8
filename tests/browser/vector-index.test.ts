import { describe, expect, it } from 'vitest';
import { quantizeVectors } from '../../src/core/quantized-vectors';
import { createVectorIndex } from '../../workers/engines/vector/create-vector-index';
import { copiesOf, quantizedUnitVectors, unitVectors } from '../unit/workers/vector/unit-vectors';
import { describeVectorIndex } from '../unit/workers/vector/vector-index-suite';

describeVectorIndex('the scan', {
  create: (dimension) => createVectorIndex('scan', dimension),
  dimensions: [64, 100, 256, 384, 768, 1000, 1024],
});

describeVectorIndex('voy', {
  create: (dimension) => createVectorIndex('voy', dimension),
  dimensions: [64, 100, 256, 384, 768],
});

describe('what voy cannot hold', () => {
  const unsupported = expect.objectContaining({ code: 'index-unsupported' }) as Error;

  it('is refused: vectors longer than its own', async () => {
    await expect(createVectorIndex('voy', 1024)).rejects.toEqual(unsupported);
  });

  it('is refused: the 33rd copy of one vector, leaving the index as it was', async () => {
    const index = await createVectorIndex('voy', 64);
    const one = unitVectors(1, 64);
    index.add(0, copiesOf(one, 32));
    expect(() => index.add(32, copiesOf(one, 1))).toThrow(unsupported);
    expect(index.size).toBe(32);
    expect(index.search(one, 40)).toHaveLength(32);
    index.remove({ start: 0, end: 1 });
    index.add(32, copiesOf(one, 1));
    expect(index.size).toBe(32);
    index.dispose();
  });

  it('is refused: many vectors that share a number, and other indexes go on', async () => {
    const other = await createVectorIndex('voy', 64);
    other.add(1, quantizedUnitVectors(1, 64));
    const index = await createVectorIndex('voy', 64);
    const vectors = unitVectors(100, 64);
    for (let row = 0; row < 100; row += 1) vectors[row * 64] = 0;
    expect(() => index.add(0, quantizeVectors(vectors, 64))).toThrow(unsupported);
    index.dispose();
    expect(other.search(unitVectors(1, 64), 1).map((match) => match.id)).toEqual([1]);
    other.add(2, quantizedUnitVectors(38, 64, 3));
    expect(other.search(unitVectors(1, 64), 50)).toHaveLength(39);
  });
});
