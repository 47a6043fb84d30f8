import { AppError } from '../../../src/core/app-error';
import type { EmbeddingModel } from '../../../src/core/embedding-model';

/** How the vectors of a text's tokens become the text's own. */
export type Pooling = 'mean' | 'cls';

export interface ModelDescription {
  readonly model: EmbeddingModel;
  readonly pooling: Pooling;
  /** A text's vector is the normalised mean of its tokens' rows in a table. */
  readonly isStatic: boolean;
}

type Json = Readonly<Record<string, unknown>>;

/** From a model's config.json and tokenizer_config.json. Throws `model-incompatible` when they do not say enough. */
export function describeModel(
  modelPath: string,
  config: unknown,
  tokenizerConfig: unknown,
): ModelDescription {
  const id = modelPath.replace(/\/$/, '').split('/').at(-1) ?? modelPath;
  if (!isJson(config)) throw new AppError('model-incompatible', 'config.json is not an object');
  const dimension = config['hidden_size'];
  if (typeof dimension !== 'number')
    throw new AppError('model-incompatible', 'config.json names no hidden_size');
  const table = config['static_embedding'];
  const { prefixes, pooling } = familyOf(id);
  return {
    model: { id, dtype: 'q8', dimension, maxTokens: longestInput(config, tokenizerConfig), prefixes },
    pooling,
    isStatic: isJson(table) && table['pooling'] === 'mean' && table['normalize'] === true,
  };
}

/** Some models count positions that no token can have; the tokenizer then knows better, and cuts there. */
export function longestInput(config: Json, tokenizerConfig: unknown): number {
  const limits = [
    config['max_position_embeddings'],
    isJson(tokenizerConfig) ? tokenizerConfig['model_max_length'] : undefined,
  ].filter((limit) => typeof limit === 'number');
  return limits.length === 0 ? 512 : Math.min(...limits);
}

/** What a family was trained with is written in no file, only in its papers. */
function familyOf(id: string): { prefixes: EmbeddingModel['prefixes']; pooling: Pooling } {
  if (/(^|[-_])e5([-_]|$)/i.test(id)) {
    return { prefixes: { query: 'query: ', passage: 'passage: ' }, pooling: 'mean' };
  }
  if (/(^|[-_])bge-m3/i.test(id)) return { prefixes: { query: '', passage: '' }, pooling: 'cls' };
  if (/(^|[-_])bge-.*-zh/i.test(id)) {
    return { prefixes: { query: '为这个句子生成表示以用于检索相关文章：', passage: '' }, pooling: 'cls' };
  }
  if (/(^|[-_])(bge|mxbai-embed|snowflake-arctic-embed)-/i.test(id)) {
    const query = 'Represent this sentence for searching relevant passages: ';
    return { prefixes: { query, passage: '' }, pooling: 'cls' };
  }
  return { prefixes: { query: '', passage: '' }, pooling: 'mean' };
}

export function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null;
}
