import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Tokenizer } from '@huggingface/tokenizers';
import { beforeAll, describe, expect, it } from 'vitest';
import type { EmbeddingModel } from '../../../../src/core/embedding-model';
import type { EmbeddingBackend } from '../../../../workers/engines/embedding/backend';
import { createStaticBackend } from '../../../../workers/engines/embedding/static-backend';
import { readTokenizerDescription } from '../../../../workers/engines/embedding/tokenizer-description';
import { UnigramTokenizer } from '../../../../workers/engines/embedding/unigram-tokenizer';
import { mixedLines } from '../../../fixtures/mixed-lines';
import { readModelFile, readModelJson } from './model-folder';

const description = readModelJson('tokenizer.json') as Record<string, unknown>;
const corpora = resolve(process.env['INKSTONE_SHARED'] ?? '../shared', 'data/corpora');

/** Every `step`th line of the Markdown files below a folder. */
function* documentLines(folder: string, step: number): Generator<string> {
  let count = 0;
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !entry.name.endsWith('.md')) continue;
    for (const line of readFileSync(join(entry.parentPath, entry.name), 'utf8').split('\n')) {
      count += 1;
      if (count % step === 0) yield line;
    }
  }
}

const model: EmbeddingModel = {
  id: 'inkstone-embed-zh-en-256',
  dtype: 'q8',
  dimension: 256,
  maxTokens: 8192,
  prefixes: { query: '', passage: '' },
};

describe('the fast tokenizer', () => {
  const fast = new UnigramTokenizer(readTokenizerDescription(description));
  const reference = new Tokenizer(description, readModelJson('tokenizer_config.json') as object);

  it('gives the ids of the tokenizers library, line for line', () => {
    const different = mixedLines(1200).filter(
      (line) => fast.encode(line).join() !== reference.encode(line).ids.join(),
    );
    expect(different).toEqual([]);
  });

  it('gives the same tokens for lines of real documents, in another order at most where two ways are equal', () => {
    if (!existsSync(corpora)) {
      console.log('skipped: there are no shared corpora');
      return;
    }
    let lines = 0;
    let reordered = 0;
    for (const line of documentLines(corpora, 101)) {
      const actual = fast.encode(line);
      const expected = reference.encode(line).ids;
      lines += 1;
      if (actual.join() === expected.join()) continue;
      reordered += 1;
      expect(actual.sort().join()).toBe(expected.sort().join());
    }
    expect(lines).toBeGreaterThan(1000);
    expect(reordered / lines).toBeLessThan(0.001);
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

const tableName = 'onnx/model_quantized.onnx';

describe('the static embedder', () => {
  let backend: EmbeddingBackend;

  beforeAll(() => {
    backend = createStaticBackend(model, readModelFile(tableName), description);
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
    const smaller = { ...model, dimension: 128 };
    expect(() => createStaticBackend(smaller, readModelFile(tableName), description)).toThrow(wrong);
  });

  it('refuses a graph that does anything else with the table', () => {
    const bytes = readModelFile(tableName);
    // The same length, so that the file stays readable.
    bytes.write('Div', bytes.indexOf('Mul'));
    expect(() => createStaticBackend(model, bytes, description)).toThrow(
      expect.objectContaining({ code: 'model-incompatible' }),
    );
  });

  it('does not see what is beyond the longest text', async () => {
    const short = createStaticBackend({ ...model, maxTokens: 3 }, readModelFile(tableName), description);
    const [cut, whole] = [
      await short.embed(['one two three four five']),
      await backend.embed(['one two three']),
    ];
    expect(cosine(cut, whole)).toBeCloseTo(1, 6);
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
