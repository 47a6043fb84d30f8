import { afterAll, describe, expect, it } from 'vitest';
import type { EmbedderContract } from '../../../src/contracts/embedder';
import { cosineOfUnitVectors } from '../../../src/core/search/cosine';
import { RpcClient } from '../../../src/rpc/client';
import { tryInWorker } from '../../../workers/engines/embedding/embedding-devices';
import { findGraphicsProcessor } from '../../../workers/engines/embedding/graphics-processor';
import { madeModelPath } from '../../fixtures/made-transformer';
import { mixedLines } from '../../fixtures/mixed-lines';

const dimension = 64;
const worker = new Worker(new URL('../../fixtures/made-transformer.worker.ts', import.meta.url), {
  type: 'module',
});
const embedder = new RpcClient<EmbedderContract>(worker);

afterAll(() => {
  worker.terminate();
});

describe('a transformer made for measuring', () => {
  it('is embedded in batches as it is text by text', { timeout: 120_000 }, async () => {
    const modelPath = madeModelPath;
    const model = await embedder.call('load', { modelPath });
    expect(model).toMatchObject({ id: 'made-transformer', dimension, maxTokens: 128 });
    const texts = ['', ...mixedLines(60), 'ink '.repeat(400)];
    const together = await embedder.call('embed', { texts, role: 'passage', modelPath });
    expect(together).toHaveLength(texts.length * dimension);
    for (const [i, text] of texts.entries()) {
      const alone = await embedder.call('embed', { texts: [text], role: 'passage', modelPath });
      const inBatch = together.subarray(i * dimension, (i + 1) * dimension);
      if (alone.every((value) => value === 0)) expect(inBatch.every((value) => value === 0)).toBe(true);
      else expect(cosineOfUnitVectors(alone, inBatch), text).toBeGreaterThan(0.9999);
    }
    const vectorOf = (i: number) => together.subarray(i * dimension, (i + 1) * dimension);
    expect(cosineOfUnitVectors(vectorOf(1), vectorOf(2))).toBeLessThan(0.99);
  });
});

describe('WebGPU', () => {
  it('gives the vectors that WebAssembly gives', { timeout: 200_000 }, async () => {
    // Where there is none, not even in software, nothing is compared.
    if (!(await findGraphicsProcessor(true))) {
      console.log('skipped: this browser has no WebGPU, or cannot suspend WebAssembly');
      return;
    }
    const trial = new Worker(new URL('../../fixtures/embedding-trial.worker.ts', import.meta.url), {
      type: 'module',
    });
    const { leastCosine, wasmMs, webgpuMs } = await tryInWorker(trial, madeModelPath, 180_000);
    console.log(`wasm ${Math.round(wasmMs)} ms, WebGPU ${Math.round(webgpuMs)} ms, cosine ${leastCosine}`);
    expect(leastCosine).toBeGreaterThan(0.999);
    expect(webgpuMs).toBeGreaterThan(0);
  });

  it('is not used where it is computed in software', async () => {
    expect(await findGraphicsProcessor()).toBeUndefined();
  });
});
