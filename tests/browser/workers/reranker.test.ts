import { afterAll, describe, expect, it } from 'vitest';
import type { EmbedderContract } from '../../../src/contracts/embedder';
import { RpcClient } from '../../../src/rpc/client';

const worker = new Worker(new URL('../../fixtures/reranker.worker.ts', import.meta.url), { type: 'module' });
const embedder = new RpcClient<EmbedderContract>(worker);
const modelPath = '/models/overlap';

afterAll(() => {
  worker.terminate();
});

describe('a cross-encoder in the embedder worker', () => {
  it('scores each text together with the question', { timeout: 60_000 }, async () => {
    const scores = await embedder.call('rerank', {
      modelPath,
      question: 'What is ink made of',
      texts: ['paper is made of bark', 'water', 'ink is made of soot ink', ''],
    });
    expect([...scores]).toEqual([3, 0, 5, 0]);
  });

  it('keeps the order of the texts over several batches, and cuts what is too long', async () => {
    const texts = Array.from(
      { length: 80 },
      (_, i) => `${'stone '.repeat(i % 7)}${i % 3 === 0 ? 'ink' : 'soot'}`,
    );
    const scores = await embedder.call('rerank', { modelPath, question: 'ink', texts });
    expect([...scores]).toEqual(texts.map((text) => (text.endsWith('ink') ? 1 : 0)));
    const long = await embedder.call('rerank', { modelPath, question: 'ink', texts: ['ink '.repeat(500)] });
    expect(long[0]).toBeGreaterThan(20);
    expect(long[0]).toBeLessThanOrEqual(64);
  });

  it('stands beside the embedding model, and takes calls at the same time', { timeout: 60_000 }, async () => {
    await embedder.call('load', { modelPath: '/models/inkstone-embed-zh-en-256' });
    const [vectors, first, second] = await Promise.all([
      embedder.call('embed', { texts: ['ink'], role: 'query' }),
      embedder.call('rerank', { modelPath, question: 'ink', texts: ['ink'] }),
      embedder.call('rerank', { modelPath, question: 'soot', texts: ['ink'] }),
    ]);
    expect(vectors).toHaveLength(256);
    expect([first[0], second[0]]).toEqual([1, 0]);
  });

  it('is refused when the folder holds another kind of model', async () => {
    for (const path of ['/models/two-labels', '/models/inkstone-embed-zh-en-256']) {
      const call = embedder.call('rerank', { modelPath: path, question: 'ink', texts: ['ink'] });
      await expect(call).rejects.toMatchObject({ code: 'model-incompatible' });
    }
  });
});
