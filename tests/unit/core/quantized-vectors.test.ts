import { describe, expect, it } from 'vitest';
import { dequantizeRow, quantizeVectors } from '../../../src/core/quantized-vectors';
import { unitVectors } from '../workers/vector/unit-vectors';

describe('quantized vectors', () => {
  it('come back within half a step of their row', () => {
    const vectors = unitVectors(20, 100);
    const quantized = quantizeVectors(vectors, 100);
    expect(quantized.count).toBe(20);
    for (let row = 0; row < 20; row += 1) {
      const step = quantized.scales[row] ?? NaN;
      dequantizeRow(quantized, row).forEach((value, d) => {
        expect(Math.abs(value - (vectors[row * 100 + d] ?? NaN))).toBeLessThanOrEqual(step * 0.501);
      });
    }
  });

  it('have a high plane that alone is within half of its own step', () => {
    const vectors = unitVectors(20, 100);
    const { high, scales } = quantizeVectors(vectors, 100);
    vectors.forEach((value, i) => {
      const step = 256 * (scales[Math.floor(i / 100)] ?? NaN);
      expect(Math.abs((high[i] ?? NaN) * step - value)).toBeLessThanOrEqual(step * 0.502);
    });
  });

  it('carry into the high part without leaving 8 bits, up to the greatest numbers', () => {
    const numbers = [1, -1, 127.5 / 128, -127.5 / 128, 0.5 / 127, -0.5 / 127, 1e-9, 0];
    const quantized = quantizeVectors(Float32Array.from(numbers), numbers.length);
    expect([...quantized.high.slice(0, 2)]).toEqual([127, -127]);
    dequantizeRow(quantized, 0).forEach((value, d) => expect(value).toBeCloseTo(numbers[d] ?? NaN, 4));
  });

  it('are zero with a scale of zero for a row of zeros, between others', () => {
    const quantized = quantizeVectors(Float32Array.from([3, 4, 0, 0, -1, 0]), 2);
    expect(quantized.scales[1]).toBe(0);
    expect([...dequantizeRow(quantized, 1)]).toEqual([0, 0]);
    expect(dequantizeRow(quantized, 2)[0]).toBeCloseTo(-1, 6);
  });

  it('are none for no vectors', () => {
    expect(quantizeVectors(new Float32Array(), 64)).toMatchObject({ count: 0, dimension: 64 });
  });
});
