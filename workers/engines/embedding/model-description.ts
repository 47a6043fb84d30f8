import { AppError } from '../../../src/core/app-error';
import type { EmbeddingModel } from '../../../src/core/embedding-model';
import { embeddingFactsOf, type Pooling } from '../../../src/core/models/embedding-models';
import { readInstalledPath } from '../../../src/core/models/installed-path';
import { longestInput, type OnnxDtype } from '../../../src/core/models/onnx-files';

export interface ModelDescription {
  readonly model: EmbeddingModel;
  readonly pooling: Pooling;
  /** A text's vector is the normalised mean of its tokens' rows in a table. */
  readonly isStatic: boolean;
}

/** Where a model does not say how much it reads. */
export const usualMaxTokens = 512;

type Json = Readonly<Record<string, unknown>>;

/** What a folder may say besides its config.json. */
export interface DescribingFiles {
  readonly tokenizerConfig?: unknown;
  /** `1_Pooling/config.json`, as Sentence Transformers writes it. */
  readonly poolingConfig?: unknown;
  /** `config_sentence_transformers.json`, which may hold what stands before a question. */
  readonly promptConfig?: unknown;
  readonly dtype?: OnnxDtype;
}

/** From a model's own files. Throws `model-incompatible` when they do not say enough. */
export function describeModel(
  modelPath: string,
  config: unknown,
  { tokenizerConfig, poolingConfig, promptConfig, dtype = 'q8' }: DescribingFiles = {},
): ModelDescription {
  const { id, ...revision } = readInstalledPath(modelPath) ?? { id: lastPart(modelPath) };
  if (!isJson(config)) throw new AppError('model-incompatible', 'config.json is not an object');
  const dimension = config['hidden_size'];
  if (typeof dimension !== 'number')
    throw new AppError('model-incompatible', 'config.json names no hidden_size');
  const table = config['static_embedding'];
  const family = embeddingFactsOf(id) ?? familyOf(id);
  const maxTokens = longestInput(config, tokenizerConfig) ?? usualMaxTokens;
  return {
    model: {
      id,
      ...revision,
      dtype,
      dimension,
      maxTokens,
      prefixes: family.prefixes ?? promptsIn(promptConfig),
    },
    pooling: family.pooling ?? poolingIn(poolingConfig) ?? 'mean',
    isStatic: isJson(table) && table['pooling'] === 'mean' && table['normalize'] === true,
  };
}

function lastPart(modelPath: string): string {
  return modelPath.replace(/\/$/, '').split('/').at(-1) ?? modelPath;
}

interface Family {
  readonly prefixes?: EmbeddingModel['prefixes'];
  readonly pooling?: Pooling;
}

/** What a family was trained with often stands in its papers alone. */
function familyOf(id: string): Family {
  if (/(^|[-_/])e5([-_]|$)/i.test(id)) {
    return { prefixes: { query: 'query: ', passage: 'passage: ' }, pooling: 'mean' };
  }
  if (/(^|[-_/])bge-m3/i.test(id)) return { prefixes: { query: '', passage: '' }, pooling: 'cls' };
  if (/(^|[-_/])bge-.*-zh/i.test(id)) {
    return { prefixes: { query: '为这个句子生成表示以用于检索相关文章：', passage: '' }, pooling: 'cls' };
  }
  if (/(^|[-_/])(bge|mxbai-embed|snowflake-arctic-embed)-/i.test(id)) {
    const query = 'Represent this sentence for searching relevant passages: ';
    return { prefixes: { query, passage: '' }, pooling: 'cls' };
  }
  return {};
}

function poolingIn(json: unknown): Pooling | undefined {
  if (!isJson(json)) return undefined;
  if (json['pooling_mode_cls_token'] === true) return 'cls';
  if (json['pooling_mode_lasttoken'] === true) return 'last_token';
  return json['pooling_mode_mean_tokens'] === true ? 'mean' : undefined;
}

const longestPrompt = 500;

function promptsIn(json: unknown): EmbeddingModel['prefixes'] {
  const prompts = isJson(json) && isJson(json['prompts']) ? json['prompts'] : {};
  const prompt = (...names: readonly string[]): string =>
    names
      .map((name) => prompts[name])
      .find((text) => typeof text === 'string' && text.length <= longestPrompt)
      ?.toString() ?? '';
  return { query: prompt('query'), passage: prompt('document', 'passage') };
}

export function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null;
}
