import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { EmbedderContract, LoadProgress } from '../../../../src/contracts/embedder';
import { RpcClient } from '../../../../src/rpc/client';
import { serve } from '../../../../src/rpc/server';
import { createEmbedder } from '../../../../workers/engines/embedding/embedder';
import { mixedLines } from '../../../fixtures/mixed-lines';
import { modelPath, readModelFile, servePublicFolder } from './model-folder';

const tableAddress = `${modelPath}/onnx/model_quantized.onnx`;
const ports: MessagePort[] = [];
let embedder: RpcClient<EmbedderContract>;

beforeEach(() => {
  const { port1, port2 } = new MessageChannel();
  ports.push(port1, port2);
  serve(port1, createEmbedder());
  embedder = new RpcClient<EmbedderContract>(port2);
});

afterEach(() => {
  for (const port of ports.splice(0)) port.close();
  vi.unstubAllGlobals();
});

function embed(texts: readonly string[]): Promise<Float32Array> {
  return embedder.call('embed', { texts, role: 'passage' });
}

function cosine(a: Float32Array, b: Float32Array): number {
  return a.reduce((sum, value, i) => sum + value * (b[i] ?? 0), 0);
}

describe('loading a model', () => {
  it('tells how many of all bytes have come, and the total never grows', async () => {
    servePublicFolder();
    const progress: LoadProgress[] = [];
    await embedder.call('load', { modelPath }, { onProgress: (value) => progress.push(value) });
    expect(new Set(progress.map(({ totalBytes }) => totalBytes)).size).toBe(1);
    expect(progress.at(-1)?.loadedBytes).toBe(progress.at(-1)?.totalBytes);
    expect(progress.length).toBeGreaterThan(2);
  });

  it('happens once, however many ask', async () => {
    const asked = servePublicFolder();
    const models = await Promise.all([1, 2, 3].map(() => embedder.call('load', { modelPath })));
    expect(models[0]).toMatchObject({ id: 'inkstone-embed-zh-en-256', dimension: 256, maxTokens: 8192 });
    expect(asked.filter((address) => address === tableAddress)).toHaveLength(1);
  });

  it('says when nothing answers, and can be tried again', async () => {
    servePublicFolder({ [tableAddress]: [new TypeError('Failed to fetch')] });
    await expect(embedder.call('load', { modelPath })).rejects.toMatchObject({ code: 'offline' });
    await expect(embedder.call('load', { modelPath })).resolves.toMatchObject({ dimension: 256 });
  });

  it('says when the connection is lost half way', async () => {
    const body = new ReadableStream({
      start: (controller) => controller.enqueue(new Uint8Array(1000)),
      pull: (controller) => controller.error(new TypeError('network error')),
    });
    servePublicFolder({ [tableAddress]: [new Response(body)] });
    await expect(embedder.call('load', { modelPath })).rejects.toMatchObject({ code: 'offline' });
  });

  it('says when a file is missing or damaged', async () => {
    const tokenizer = `${modelPath}/tokenizer.json`;
    servePublicFolder({
      [tokenizer]: [new Response('', { status: 404 }), new Response('{"model":'), new Response('<html>')],
    });
    for (let attempt = 0; attempt < 3; attempt += 1) {
      await expect(embedder.call('load', { modelPath })).rejects.toMatchObject({
        code: 'model-load-failed',
        message: expect.stringContaining('tokenizer.json') as string,
      });
    }
    await expect(embedder.call('load', { modelPath: '/models/none' })).rejects.toMatchObject({
      code: 'model-load-failed',
    });
  });

  it('does not take another kind of model for a table', async () => {
    servePublicFolder({ [tableAddress]: [new Response(new Uint8Array(100))] });
    await expect(embedder.call('load', { modelPath, backend: 'static' })).rejects.toMatchObject({
      code: 'model-incompatible',
    });
  });

  it('must come before anything else', async () => {
    await expect(embed(['text'])).rejects.toMatchObject({ code: 'model-load-failed' });
  });
});

describe('the embedder', () => {
  it('reads traditional characters as simplified ones', async () => {
    servePublicFolder();
    await embedder.call('load', { modelPath });
    const [traditional, simplified] = await Promise.all([
      embed(['傳統漢字與書法']),
      embed(['传统汉字与书法']),
    ]);
    expect(cosine(traditional, simplified)).toBeCloseTo(1, 6);
  });

  it('splits by the strategy that it is given, and refuses one that does not fit the model', async () => {
    servePublicFolder();
    await embedder.call('load', { modelPath });
    const document = { text: 'Ink is ground with water. '.repeat(80), blocks: [], marks: [], pages: [] };
    const splitting = { kind: 'fixed', tokens: 32, overlap: 8 } as const;
    const chunks = await embedder.call('split', { document, splitting });
    expect(Math.max(...chunks.map(({ tokens }) => tokens))).toBeLessThanOrEqual(32);
    expect(chunks.every(({ start }, i) => start < (chunks[i - 1]?.end ?? 1))).toBe(true);
    for (const wrong of [
      { kind: 'fixed', tokens: 32, overlap: 32 },
      { kind: 'structure', tokens: 9000 },
    ] as const) {
      const refused = embedder.call('split', { document, splitting: wrong });
      await expect(refused).rejects.toMatchObject({ code: 'invalid-input' });
    }
  });

  it('splits a document into chunks counted in its own tokens', async () => {
    servePublicFolder();
    await embedder.call('load', { modelPath });
    const text = '砚台由石料雕刻而成。An inkstone is carved from stone. '.repeat(100);
    const document = { text, blocks: [], marks: [], pages: [] };
    const chunks = await embedder.call('split', { document, title: 'Inkstones' });
    expect(chunks.length).toBeGreaterThan(3);
    expect(chunks.every((chunk) => chunk.text === text.slice(chunk.start, chunk.end))).toBe(true);
    expect(chunks.every((chunk) => chunk.tokens > 0 && chunk.tokens < 350)).toBe(true);
  });

  it('uses the model that a call names, and otherwise the one loaded last', async () => {
    const other = '/models/other';
    const copies = [
      'config.json',
      'tokenizer_config.json',
      't2s.json',
      'tokenizer.json',
      'onnx/model_quantized.onnx',
    ];
    const asked = servePublicFolder(
      Object.fromEntries(copies.map((name) => [`${other}/${name}`, [new Response(readModelFile(name))]])),
    );
    await embedder.call('load', { modelPath });
    // Never loaded before: the call that names it loads it.
    const named = await embedder.call('embed', { texts: ['ink'], role: 'query', modelPath: other });
    const last = await embedder.call('embed', { texts: ['ink'], role: 'query', modelPath });
    const unnamed = await embedder.call('embed', { texts: ['ink'], role: 'query' });
    const document = { text: 'Ink is made of soot.', blocks: [], marks: [], pages: [] };
    expect(await embedder.call('split', { document, modelPath: other })).toHaveLength(1);
    expect([named, last, unnamed].map(({ length }) => length)).toEqual([256, 256, 256]);
    expect(asked.filter((address) => address.endsWith('.onnx'))).toEqual([
      tableAddress,
      `${other}/onnx/model_quantized.onnx`,
    ]);
  });

  it('hands on the scores of a cross-encoder', async () => {
    const { port1, port2 } = new MessageChannel();
    ports.push(port1, port2);
    const opened: string[] = [];
    const openReranker = (path: string) => {
      opened.push(path);
      const score = (_: string, texts: readonly string[]) =>
        Promise.resolve(Float32Array.from(texts, ({ length }) => length));
      return Promise.resolve({ score });
    };
    serve(port1, createEmbedder({ openReranker }));
    const client = new RpcClient<EmbedderContract>(port2);
    const input = { modelPath: '/models/reranker', question: 'Ink?', texts: ['a', 'bcd'] };
    expect([...(await client.call('rerank', input))]).toEqual([1, 3]);
    await client.call('rerank', input);
    expect(opened).toEqual(['/models/reranker']);
  });

  it('answers a question while it embeds a document, and stops when told to', async () => {
    servePublicFolder();
    await embedder.call('load', { modelPath });
    const texts = mixedLines(1000).map((line) => `${line} `.repeat(60));
    const cancel = new AbortController();
    let told: (value: { loaded: number; total: number }) => void;
    const begun = new Promise((resolve) => {
      told = resolve;
    });
    const document = embedder.call(
      'embed',
      { texts, role: 'passage' },
      { signal: cancel.signal, onProgress: (value) => told(value) },
    );
    const rejected = expect(document).rejects.toMatchObject({ name: 'AbortError' });
    expect(await begun).toMatchObject({ total: 1000 });
    const question = await embed(['What is an inkstone?']);
    expect(Math.hypot(...question)).toBeCloseTo(1, 5);
    cancel.abort();
    await rejected;
  });
});
