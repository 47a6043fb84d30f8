import type { EmbeddingBackend } from './backend';
import { batchesByLength } from './batches';
import type { ModelDescription } from './model-description';
import type { ModelFiles } from './model-files';
import { oneAtATime } from './one-at-a-time';
import { loadWithTransformers, type RuntimeSettings } from './transformers-runtime';

/** Any embedding model that transformers.js can run. */
export async function createTransformersBackend(
  { model, pooling }: ModelDescription,
  files: ModelFiles,
  settings: RuntimeSettings,
): Promise<EmbeddingBackend> {
  const extractor = await loadWithTransformers(
    files,
    ({ pipeline }, name) => pipeline('feature-extraction', name, { dtype: 'q8', device: 'wasm' }),
    settings,
  );
  const countTokens = (texts: readonly string[]): number[] =>
    texts.map((text) => extractor.tokenizer.encode(text).length);

  // One session must not run two calls at once; a question's single text goes between two batches.
  const inTurn = oneAtATime();
  function run(inputs: string[]): Promise<Float32Array> {
    return inTurn(async () => {
      const output = await extractor(inputs, { pooling, normalize: true });
      const rows = Float32Array.from(output.data as Float32Array);
      output.dispose();
      return rows;
    });
  }

  return {
    model,
    countTokens,
    embed: async (texts, pause) => {
      const { dimension } = model;
      const vectors = new Float32Array(texts.length * dimension);
      let embedded = 0;
      for (const batch of batchesByLength(countTokens(texts))) {
        if (embedded > 0) await pause?.(embedded);
        const rows = await run(batch.map((position) => texts[position] ?? ''));
        batch.forEach((position, i) => {
          const vector = rows.subarray(i * dimension, (i + 1) * dimension);
          // The library's mean over no tokens is not a number.
          if (!vector.some(Number.isNaN)) vectors.set(vector, position * dimension);
        });
        embedded += batch.length;
      }
      return vectors;
    },
    dispose: () => inTurn(() => extractor.dispose()),
  };
}
