import { afterAll, describe, expect, it } from 'vitest';
import type { EmbedderContract, LoadProgress } from '../../../src/contracts/embedder';
import { RpcClient } from '../../../src/rpc/client';
import { mixedLines } from '../../fixtures/mixed-lines';

const modelPath = '/models/inkstone-embed-zh-en-256';
const dimension = 256;
const workers: Worker[] = [];

afterAll(() => {
  for (const worker of workers) worker.terminate();
});

function startEmbedder(): RpcClient<EmbedderContract> {
  const worker = new Worker(new URL('../../../workers/embedder.worker.ts', import.meta.url), {
    type: 'module',
  });
  workers.push(worker);
  return new RpcClient<EmbedderContract>(worker);
}

function cosine(a: Float32Array, b: Float32Array): number {
  return a.reduce((sum, value, i) => sum + value * (b[i] ?? 0), 0);
}

describe('the embedder worker', () => {
  // The second half is beyond the longest text, and about something else: whoever reads it gets another vector.
  const tooLong = '石头与砚台 '.repeat(6000) + 'stock market news '.repeat(6000);
  const lines = [...mixedLines(1200), tooLong];

  it('gives the same vectors by the table as through transformers.js', { timeout: 120_000 }, async () => {
    const fast = startEmbedder();
    const progress: LoadProgress[] = [];
    const model = await fast.call('load', { modelPath }, { onProgress: (value) => progress.push(value) });
    expect(model).toMatchObject({ id: 'inkstone-embed-zh-en-256', dimension, maxTokens: 8192 });
    expect(progress.at(-1)?.loadedBytes).toBeGreaterThan(13_000_000);

    const library = startEmbedder();
    const libraryProgress: LoadProgress[] = [];
    await library.call(
      'load',
      { modelPath, backend: 'transformers' },
      { onProgress: (value) => libraryProgress.push(value) },
    );
    // The runtime of 14 MB comes on top of the model.
    expect(libraryProgress.at(-1)?.loadedBytes).toBeGreaterThan(27_000_000);

    const start = performance.now();
    const actual = await fast.call('embed', { texts: lines, role: 'passage' });
    const middle = performance.now();
    const expected = await library.call('embed', { texts: lines, role: 'passage' });
    const end = performance.now();
    console.log(
      `${lines.length} lines: table ${Math.round(middle - start)} ms, transformers.js ${Math.round(end - middle)} ms`,
    );

    const different = lines.filter((_, i) => {
      const a = actual.subarray(i * dimension, (i + 1) * dimension);
      const b = expected.subarray(i * dimension, (i + 1) * dimension);
      const areZero = a.every((value) => value === 0) && b.every((value) => value === 0);
      return !areZero && !(cosine(a, b) >= 0.9999);
    });
    expect(different).toEqual([]);
    const market = await fast.call('embed', { texts: ['stock market news'], role: 'passage' });
    expect(cosine(market, actual.subarray(1200 * dimension))).toBeLessThan(0.5);
  });
});
