import type { Tensor } from '@huggingface/transformers';
import { AppError } from '../../../src/core/app-error';
import { batchesByLength } from './batches';
import type { ModelFiles } from './model-files';
import { oneAtATime } from '../../../src/core/one-at-a-time';
import type { Reranker } from './reranker';
import type { RerankerDescription } from './reranker-description';
import { loadWithTransformers } from './transformers-runtime';

/** A cross-encoder that transformers.js can run; its single logit is the score. */
export async function createTransformersReranker(
  { maxTokens }: RerankerDescription,
  files: ModelFiles,
): Promise<Reranker> {
  const { tokenizer, model } = await loadWithTransformers(
    files,
    async ({ AutoModelForSequenceClassification, AutoTokenizer }, name, weights) => {
      const [loadedTokenizer, loadedModel] = await Promise.all([
        AutoTokenizer.from_pretrained(name),
        AutoModelForSequenceClassification.from_pretrained(name, { ...weights, device: 'wasm' }),
      ]);
      return { tokenizer: loadedTokenizer, model: loadedModel };
    },
  );
  const inTurn = oneAtATime();

  function run(question: string, texts: string[]): Promise<Float32Array> {
    return inTurn(async () => {
      const questions = texts.map(() => question);
      const inputs = tokenizer(questions, {
        text_pair: texts,
        padding: true,
        truncation: true,
        max_length: maxTokens,
      });
      const { logits } = (await model(inputs)) as { logits: Tensor };
      const scores = Float32Array.from(logits.data as Float32Array);
      logits.dispose();
      return scores;
    });
  }

  return {
    score: async (question, texts, pause) => {
      const scores = new Float32Array(texts.length);
      const lengths = texts.map((text) => Math.min(maxTokens, tokenizer.encode(text).length));
      for (const [i, batch] of batchesByLength(lengths).entries()) {
        if (i > 0) await pause?.();
        const rows = await run(
          question,
          batch.map((position) => texts[position] ?? ''),
        );
        if (rows.length !== batch.length) {
          throw new AppError('model-incompatible', 'the model gives no single score a pair');
        }
        if (!rows.every(Number.isFinite)) {
          throw new AppError('model-unsound', 'the model gives scores that are no numbers');
        }
        batch.forEach((position, row) => {
          scores[position] = rows[row] ?? 0;
        });
      }
      return scores;
    },
    dispose: () =>
      inTurn(async () => {
        await model.dispose();
      }),
  };
}
