import { AppError } from '../../../src/core/app-error';
import { longestInput } from '../../../src/core/models/onnx-files';
import { isJson, usualMaxTokens } from './model-description';

export interface RerankerDescription {
  /** Longest question and text together, in tokens. */
  readonly maxTokens: number;
}

/** No window of passages is longer, and time grows with the square. */
const longestPair = 512;

/**
 * From a folder's config.json and tokenizer_config.json. Throws `model-incompatible` for any model but one that sorts
 * a sequence with a single label, which is its score.
 */
export function describeReranker(config: unknown, tokenizerConfig: unknown): RerankerDescription {
  if (!isJson(config)) throw new AppError('model-incompatible', 'config.json is not an object');
  const { architectures } = config;
  const sorts =
    Array.isArray(architectures) &&
    architectures.some((name) => typeof name === 'string' && name.endsWith('ForSequenceClassification'));
  if (!sorts || labelCount(config) !== 1) {
    throw new AppError('model-incompatible', 'the model is no cross-encoder with a single score');
  }
  return { maxTokens: Math.min(longestPair, longestInput(config, tokenizerConfig) ?? usualMaxTokens) };
}

function labelCount(config: Readonly<Record<string, unknown>>): number | undefined {
  const labels = config['id2label'];
  if (isJson(labels)) return Object.keys(labels).length;
  const count = config['num_labels'];
  return typeof count === 'number' ? count : undefined;
}
