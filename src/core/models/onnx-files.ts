import type { ModelTask } from './model-package';
import { readRecord } from './package-description';

/** As transformers.js names precisions, with the ending of a file's name; what suits processors first. */
export const onnxDtypes = [
  ['q8', '_quantized'],
  ['int8', '_int8'],
  ['uint8', '_uint8'],
  ['q4', '_q4'],
  ['fp32', ''],
  ['fp16', '_fp16'],
  ['q4f16', '_q4f16'],
  ['bnb4', '_bnb4'],
] as const;

export type OnnxDtype = (typeof onnxDtypes)[number][0];

export const requiredOnnxFiles: readonly string[] = ['config.json', 'tokenizer.json'];
export const optionalOnnxFiles: readonly string[] = [
  'tokenizer_config.json',
  '1_Pooling/config.json',
  'config_sentence_transformers.json',
  't2s.json',
];

export interface OnnxWeights {
  readonly dtype: OnnxDtype;
  /** `onnx/model….onnx` and the files of its weights outside of it, as the library asks for them. */
  readonly files: readonly { readonly path: string; readonly from: string }[];
}

/** The graph to take of those that are there; some folders keep it beside the configuration. */
export function chooseOnnxWeights(paths: readonly string[]): OnnxWeights | undefined {
  for (const [dtype, ending] of onnxDtypes) {
    const graph = `onnx/model${ending}.onnx`;
    const from = [graph, graph.slice('onnx/'.length)].find((path) => paths.includes(path));
    if (from === undefined) continue;
    const data = externalDataNames(graph, from, paths);
    return { dtype, files: [{ path: graph, from }, ...data] };
  }
  return undefined;
}

function externalDataNames(graph: string, from: string, paths: readonly string[]) {
  const files: { path: string; from: string }[] = [];
  for (;;) {
    const ending = files.length === 0 ? '_data' : `_data_${files.length}`;
    if (!paths.includes(from + ending)) return files;
    files.push({ path: graph + ending, from: from + ending });
  }
}

/** What a model's `config.json` says that it is for; undefined for what the app has no use for. */
export function onnxTaskOf(config: unknown): ModelTask | undefined {
  const record = readRecord(config);
  const architectures: unknown = record?.['architectures'];
  const names: unknown[] = Array.isArray(architectures) ? architectures : [];
  const endsWith = (ending: string): boolean =>
    names.some((name) => typeof name === 'string' && name.endsWith(ending));
  if (endsWith('ForSequenceClassification')) return 'reranker';
  return typeof record?.['hidden_size'] === 'number' ? 'embedding' : undefined;
}

const poolingFiles = ['1_Pooling/config.json', 'config_sentence_transformers.json', 'modules.json'];

/**
 * Whether a model of transformers.js writes text, and gives no vectors. Embedding models that were made of one that
 * writes keep its architecture in their `config.json`; their other files, or their name, tell them apart.
 */
export function onlyWritesText(config: unknown, paths: readonly string[], name: string): boolean {
  const architectures: unknown = readRecord(config)?.['architectures'];
  const names: unknown[] = Array.isArray(architectures) ? architectures : [];
  const writes = names.some(
    (each) => typeof each === 'string' && /For(CausalLM|ConditionalGeneration)$/.test(each),
  );
  return writes && !paths.some((path) => poolingFiles.includes(path)) && !/embed/i.test(name);
}

/** Tokenizers without a limit write a number far above this one. */
const noLimit = 1e9;

/**
 * The most tokens that a model reads at once; undefined where its files do not say. Some models count positions that no
 * token can have; the tokenizer then knows better, and cuts there.
 */
export function longestInput(config: unknown, tokenizerConfig: unknown): number | undefined {
  const limits = [
    readRecord(config)?.['max_position_embeddings'],
    readRecord(tokenizerConfig)?.['model_max_length'],
  ].filter((limit): limit is number => typeof limit === 'number' && limit < noLimit);
  return limits.length === 0 ? undefined : Math.min(...limits);
}
