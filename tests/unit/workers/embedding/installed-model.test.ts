import { describe, expect, it } from 'vitest';
import { AppError } from '../../../../src/core/app-error';
import { installedPath } from '../../../../src/core/models/installed-path';
import type { EmbeddingBackend } from '../../../../workers/engines/embedding/backend';
import { soundBackend } from '../../../../workers/engines/embedding/golden-vectors';
import { readDescription } from '../../../../workers/engines/embedding/load-backend';
import { ModelFiles } from '../../../../workers/engines/embedding/model-files';
import type { SoundnessMemory } from '../../../../workers/engines/embedding/soundness-memory';

function installed(id: string, contents: Readonly<Record<string, unknown>>): ModelFiles {
  const files = new Map(
    Object.entries(contents).map(([path, content]) => [path, new File([JSON.stringify(content)], path)]),
  );
  return new ModelFiles(
    installedPath({ id, files: [] }),
    () => undefined,
    () => Promise.resolve(files),
  );
}

describe('an embedding model that is kept on this device', () => {
  const folder = { 'config.json': { hidden_size: 8 }, 'onnx/model_int8.onnx': 1 };

  it('is described by the catalogue, and computed in the precision that is there', async () => {
    const { model, pooling } = await readDescription(installed('Xenova/bge-small-zh-v1.5', folder));
    expect(model).toMatchObject({ id: 'Xenova/bge-small-zh-v1.5', dtype: 'int8', dimension: 8 });
    expect(model.prefixes.query).toContain('检索');
    expect(pooling).toBe('cls');
  });

  it('is described by its own folder where the catalogue does not know it', async () => {
    const files = installed('mine', {
      ...folder,
      '1_Pooling/config.json': { pooling_mode_lasttoken: true },
      'config_sentence_transformers.json': { prompts: { query: 'ask: ', document: 'doc: ' } },
    });
    const { model, pooling } = await readDescription(files);
    expect(pooling).toBe('last_token');
    expect(model.prefixes).toEqual({ query: 'ask: ', passage: 'doc: ' });
  });

  it('has a file only where it is stored', async () => {
    const files = installed('mine', folder);
    expect(await files.optionalJson(files.address('tokenizer_config.json'))).toBeUndefined();
    await expect(files.json(files.address('tokenizer.json'))).rejects.toMatchObject({
      code: 'model-load-failed',
    });
  });

  it('is not used without weights', async () => {
    const files = installed('mine', { 'config.json': { hidden_size: 8 } });
    await expect(readDescription(files)).rejects.toMatchObject({ code: 'model-damaged' });
  });
});

describe("the test of a model's vectors", () => {
  /** Texts that share words lie near each other. */
  function backend(change: (vector: Float32Array, i: number) => void = () => undefined) {
    let runs = 0;
    const dimension = 512;
    const made: EmbeddingBackend = {
      model: { id: 'm', dtype: 'q8', dimension, maxTokens: 512, prefixes: { query: '', passage: '' } },
      countTokens: (texts) => texts.map(() => 1),
      embed: (texts) => {
        runs += 1;
        const vectors = new Float32Array(texts.length * dimension);
        texts.forEach((text, i) => {
          const vector = vectors.subarray(i * dimension, (i + 1) * dimension);
          for (const character of text) {
            if (/[\p{Script=Han}\d]/u.test(character))
              vector[(character.codePointAt(0) ?? 0) % dimension] = 1;
          }
          vector[0] = 0.1;
          const length = Math.hypot(...vector);
          vector.forEach((value, d) => (vector[d] = value / length));
          change(vector, i);
        });
        return Promise.resolve(vectors);
      },
    };
    return { made, runs: () => runs };
  }

  function memory(): SoundnessMemory {
    const known = new Set<string>();
    return {
      isKnown: (key) => Promise.resolve(known.has(key)),
      remember: (key) => {
        known.add(key);
        return Promise.resolve();
      },
    };
  }

  it('lets a model pass that is good at one language, and is not repeated', async () => {
    const { made, runs } = backend();
    const remembered = memory();
    expect(await soundBackend('installed:m', made, remembered)).toBe(made);
    expect(await soundBackend('installed:m', made, remembered)).toBe(made);
    // The texts together, and one of them alone.
    expect(runs()).toBe(2);
  });

  it.each<[string, Partial<EmbeddingBackend>, string]>([
    [
      'cannot be used',
      { embed: () => Promise.reject(new AppError('model-incompatible')) },
      'model-incompatible',
    ],
    ['means nothing', backend((vector) => vector.fill(NaN)).made, 'model-unsound'],
  ])('frees a model that %s', async (_, { embed }, code) => {
    let freed = 0;
    const dispose = (): Promise<void> => {
      freed += 1;
      return Promise.resolve();
    };
    const { made } = backend();
    const refused = { ...made, ...(embed ? { embed } : {}), dispose };
    await expect(soundBackend('installed:m', refused, memory())).rejects.toMatchObject({ code });
    expect(freed).toBe(1);
  });

  it('refuses a model that gives the same text another vector each time', async () => {
    let calls = 0;
    const { made } = backend((vector, i) => {
      if (i === 0) calls += 1;
      if (calls === 2) vector.fill(0).fill(1, 5, 6);
    });
    await expect(soundBackend('installed:m', made, memory())).rejects.toThrow('another vector each time');
  });

  it.each<[string, (vector: Float32Array, i: number) => void]>([
    ['that are no numbers', (vector) => vector.fill(NaN)],
    ['of no length', (vector) => vector.fill(0)],
    ['of another length', (vector) => vector.forEach((value, d) => (vector[d] = value * 3))],
    ['that are all the same', (vector) => vector.fill(0).fill(1, 0, 1)],
    [
      'that nearly are the same',
      (vector, i) => {
        const aside = 0.001 * (i % 3);
        vector
          .fill(0)
          .fill(Math.sqrt(1 - aside ** 2), 0, 1)
          .fill(aside, 1, 2);
      },
    ],
    [
      'without any direction',
      (vector, i) => vector.fill(0).fill(1, i % 3 === 1 ? 1 : 2, i % 3 === 1 ? 2 : 3),
    ],
  ])('refuses vectors %s', async (_, change) => {
    await expect(soundBackend('installed:m', backend(change).made, memory())).rejects.toMatchObject({
      code: 'model-unsound',
    });
  });
});
