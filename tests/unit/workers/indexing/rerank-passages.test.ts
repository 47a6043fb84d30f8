import { afterEach, describe, expect, it } from 'vitest';
import { AppError } from '../../../../src/core/app-error';
import type { Passage } from '../../../../src/core/passage';
import type { EmbedderContract } from '../../../../src/contracts/embedder';
import { RpcClient } from '../../../../src/rpc/client';
import { serve } from '../../../../src/rpc/server';
import { rerankPassages } from '../../../../workers/indexing/rerank-passages';

const ports: MessagePort[] = [];
const { signal } = new AbortController();

afterEach(() => {
  for (const port of ports.splice(0)) port.close();
});

function embedderOver(rerank: EmbedderContract['rerank']): RpcClient<EmbedderContract> {
  const { port1, port2 } = new MessageChannel();
  ports.push(port1, port2);
  serve(port2, { rerank });
  return new RpcClient(port1);
}

const passages = Array.from({ length: 30 }, (_, i): Passage => ({
  documentId: 'd',
  libraryId: 'l',
  documentName: 'ink.md',
  ordinal: i,
  start: 0,
  end: 1,
  text: String(i),
  headingPath: ['Ink'],
  score: 30 - i,
  lanes: {},
}));

function order({ passages: ranked }: { passages: readonly Passage[] }): number[] {
  return ranked.map(({ ordinal }) => ordinal);
}

describe('reranking passages', () => {
  it('has the best ones read again with their headings, and puts the others behind', async () => {
    let read: readonly string[] = [];
    const embedder = embedderOver(({ texts }) => {
      read = texts;
      return Promise.resolve(Float32Array.from(texts, (_, i) => i));
    });
    const ranked = await rerankPassages(passages, 'Ink?', embedder, '/models/reranker', signal);
    expect(read).toHaveLength(24);
    expect(read[0]).toBe('Ink\n0');
    expect(order(ranked).slice(0, 2)).toEqual([23, 22]);
    expect(order(ranked).slice(23)).toEqual([0, 24, 25, 26, 27, 28, 29]);
  });

  it('leaves them as they are and says so when the reranker fails', async () => {
    const embedder = embedderOver(() => Promise.reject(new AppError('model-incompatible', 'no')));
    const ranked = await rerankPassages(passages, 'Ink?', embedder, '/models/reranker', signal);
    expect(ranked).toEqual({
      passages,
      warning: { kind: 'not-reranked', code: 'model-incompatible', message: 'no' },
    });
  });

  it('asks nobody when there is no reranker', async () => {
    const embedder = embedderOver(() => Promise.reject(new Error('nobody should ask')));
    expect(await rerankPassages(passages, 'Ink?', embedder, undefined, signal)).toEqual({ passages });
  });

  it('is given up when it is cancelled', async () => {
    const aborter = new AbortController();
    const embedder = embedderOver(() => {
      aborter.abort();
      return new Promise(() => undefined);
    });
    const ranking = rerankPassages(passages, 'Ink?', embedder, '/models/reranker', aborter.signal);
    await expect(ranking).rejects.toMatchObject({ name: 'AbortError' });
  });
});
