import { readFileSync } from 'node:fs';
import { Tokenizer } from '@huggingface/tokenizers';
import { beforeAll, describe, expect, it } from 'vitest';
import type { EmbeddingModel } from '../../../../src/core/embedding-model';
import type { EmbeddingBackend } from '../../../../workers/engines/embedding/backend';
import { createStaticBackend } from '../../../../workers/engines/embedding/static-backend';
import { readTokenizerDescription } from '../../../../workers/engines/embedding/tokenizer-description';
import { UnigramTokenizer } from '../../../../workers/engines/embedding/unigram-tokenizer';
import { mixedLines } from '../../../fixtures/mixed-lines';

const folder = new URL('../../../../public/models/inkstone-embed-zh-en-256/', import.meta.url);
const readJson = (name: string): unknown => JSON.parse(readFileSync(new URL(name, folder), 'utf8'));
const description = readJson('tokenizer.json') as Record<string, unknown>;

const model: EmbeddingModel = {
  id: 'inkstone-embed-zh-en-256',
  dtype: 'q8',
  dimension: 256,
  maxTokens: 8192,
  prefixes: { query: '', passage: '' },
};

describe('the fast tokenizer', () => {
  it('gives the ids of the tokenizers library, line for line', () => {
    const reference = new Tokenizer(description, readJson('tokenizer_config.json') as object);
    const fast = new UnigramTokenizer(readTokenizerDescription(description));
    const different = mixedLines(1200).filter(
      (line) => fast.encode(line).join() !== reference.encode(line).ids.join(),
    );
    expect(different).toEqual([]);
  });

  it('refuses a description that it does not know', () => {
    const others: unknown[] = [
      null,
      { ...description, model: { type: 'WordPiece', vocab: {} } },
      { ...description, normalizer: { type: 'BertNormalizer' } },
      { ...description, pre_tokenizer: { type: 'Whitespace' } },
      { ...description, post_processor: { type: 'TemplateProcessing' } },
      { ...description, added_tokens: [{ id: 0, content: '<mask>', lstrip: true }] },
    ];
    for (const other of others) {
      expect(() => readTokenizerDescription(other)).toThrow(
        expect.objectContaining({ code: 'model-incompatible' }),
      );
    }
  });
});

describe('the static embedder', () => {
  let backend: EmbeddingBackend;

  beforeAll(() => {
    const onnx = new Uint8Array(readFileSync(new URL('onnx/model_quantized.onnx', folder)));
    backend = createStaticBackend(model, onnx, description);
  });

  const cosine = (a: Float32Array, b: Float32Array): number =>
    a.reduce((sum, x, i) => sum + x * (b[i] ?? 0), 0);

  it('gives unit vectors, and a zero vector for empty text', async () => {
    const vectors = await backend.embed(['an inkstone', '', '   ']);
    expect(Math.hypot(...vectors.subarray(0, 256))).toBeCloseTo(1, 5);
    expect(vectors.subarray(256).every((value) => value === 0)).toBe(true);
  });

  it('puts a question nearer to its answer than to other text, within and across languages', async () => {
    const [question, same, other, across] = await Promise.all(
      [
        'How is an inkstone made?',
        'Craftsmen carve inkstones out of stone slabs.',
        'The stock market fell by two percent.',
        '砚台由石料雕刻而成。',
      ].map((text) => backend.embed([text])),
    );
    if (!question || !same || !other || !across) throw new Error('missing vectors');
    expect(cosine(question, same)).toBeGreaterThan(cosine(question, other) + 0.1);
    expect(cosine(question, across)).toBeGreaterThan(cosine(question, other) + 0.1);
  });

  it('refuses a file that is no ONNX table', () => {
    const wrong = expect.objectContaining({ code: 'model-incompatible' }) as Error;
    expect(() => createStaticBackend(model, new Uint8Array([1, 2, 3]), description)).toThrow(wrong);
    expect(() => createStaticBackend(model, new Uint8Array(), description)).toThrow(wrong);
  });

  it('embeds a thousand lines quickly', async () => {
    const lines = mixedLines(1000);
    const start = performance.now();
    await backend.embed(lines);
    const seconds = (performance.now() - start) / 1000;
    const characters = lines.reduce((sum, line) => sum + line.length, 0);
    console.log(
      `static embedder: ${Math.round(lines.length / seconds)} lines/s, ${Math.round(characters / seconds / 1000)} kcharacters/s`,
    );
  });
});
