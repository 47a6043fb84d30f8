import type { FeatureExtractionPipeline, Tensor } from '@huggingface/transformers';
import { AppError } from '../../../src/core/app-error';
import type { ModelDescription } from './model-description';
import type { ModelFiles } from './model-files';
import { loadWithTransformers, type RuntimeSettings } from './transformers-runtime';
import type { Device } from './device-memory';

export interface TransformersSession {
  readonly countTokens: (texts: readonly string[]) => number[];
  /** Unit vectors of the texts, padded to the longest; one call at a time. */
  readonly run: (texts: readonly string[]) => Promise<Float32Array>;
  readonly dispose: () => Promise<void>;
}

/** A model loaded through transformers.js onto one device. */
export async function openTransformersSession(
  { pooling }: ModelDescription,
  files: ModelFiles,
  { device, ...settings }: RuntimeSettings & { readonly device: Device },
): Promise<TransformersSession> {
  const extractor = await loadWithTransformers(
    files,
    ({ pipeline }, name, weights) => pipeline('feature-extraction', name, { ...weights, device }),
    settings,
  );
  return {
    countTokens: (texts) => texts.map((text) => extractor.tokenizer.encode(text).length),
    run: async (texts) => {
      const output =
        pooling === 'output'
          ? await ownVectors(extractor, [...texts])
          : await extractor([...texts], { pooling, normalize: true });
      const rows = Float32Array.from(output.data as Float32Array);
      output.dispose();
      return rows;
    },
    dispose: () => extractor.dispose(),
  };
}

/** Of a model that ends in more than a mean over its tokens. */
async function ownVectors({ tokenizer, model }: FeatureExtractionPipeline, texts: string[]): Promise<Tensor> {
  const outputs = (await model(tokenizer(texts, { padding: true, truncation: true }))) as {
    readonly sentence_embedding?: Tensor;
  };
  if (!outputs.sentence_embedding) {
    throw new AppError('model-incompatible', 'the model gives no vector of a text');
  }
  return outputs.sentence_embedding.normalize(2, -1);
}
