import { AppError, isAbortError, toAppError } from '../../../src/core/app-error';
import { splitIntoChunks } from '../../../src/core/chunking';
import type { EmbeddingModel } from '../../../src/core/embedding-model';
import type { EmbedderContract, LoadProgress } from '../../../src/contracts/embedder';
import { transfer } from '../../../src/rpc/protocol';
import type { EmbeddingBackend, ModelConfig } from './backend';
import { createFolding } from './character-folding';
import { ModelFiles } from './model-files';
import { createStaticBackend } from './static-backend';
import { createTransformersBackend } from './transformers-backend';
import type { TokenizerDescription } from './unigram-tokenizer';

/** Texts embedded before other calls get their turn. */
const textsPerTurn = 32;
const modelFile = 'onnx/model_quantized.onnx';

interface Loaded {
  readonly key: string;
  readonly backend: Promise<EmbeddingBackend>;
  readonly progress: Set<(progress: LoadProgress) => void>;
}

/** Embeds with one model at a time; loading another lets the earlier one go. */
export function createEmbedder(): EmbedderContract {
  let loaded: Loaded | undefined;

  function load(modelPath: string, kind: 'auto' | 'transformers' | 'static'): Loaded {
    const key = `${kind} ${modelPath}`;
    if (loaded?.key === key) return loaded;
    const progress = new Set<(progress: LoadProgress) => void>();
    const report = (value: LoadProgress): void => progress.forEach((listener) => listener(value));
    // Loading is shared by all who ask, so no single caller's signal ends it.
    const loading: Loaded = { key, progress, backend: loadBackend(modelPath, kind, report) };
    loaded = loading;
    loading.backend.catch(() => {
      if (loaded === loading) loaded = undefined;
    });
    return loading;
  }

  async function current(): Promise<EmbeddingBackend> {
    if (!loaded) throw new AppError('model-load-failed', 'no search model is loaded');
    return loaded.backend;
  }

  return {
    load: async ({ modelPath, backend = 'auto' }, { progress }) => {
      const loading = load(modelPath, backend);
      loading.progress.add(progress);
      try {
        return (await loading.backend).model;
      } finally {
        loading.progress.delete(progress);
      }
    },

    split: async ({ document, title }, { signal }) => {
      const backend = await current();
      signal.throwIfAborted();
      const countTokens = (texts: readonly string[]): number[] => backend.countTokens(texts);
      return splitIntoChunks(document, { countTokens, ...(title === undefined ? {} : { title }) });
    },

    embed: async ({ texts, role }, { signal, progress }) => {
      const backend = await current();
      const { dimension, prefixes } = backend.model;
      const vectors = new Float32Array(texts.length * dimension);
      for (let first = 0; first < texts.length; first += textsPerTurn) {
        const turn = texts.slice(first, first + textsPerTurn).map((text) => prefixes[role] + text);
        vectors.set(await backend.embed(turn), first * dimension);
        progress({ loaded: first + turn.length, total: texts.length });
        if (first + textsPerTurn < texts.length) await nextTurn();
        signal.throwIfAborted();
      }
      return transfer(vectors, [vectors.buffer]);
    },
  };
}

async function loadBackend(
  modelPath: string,
  kind: 'auto' | 'transformers' | 'static',
  report: (progress: LoadProgress) => void,
): Promise<EmbeddingBackend> {
  try {
    const files = new ModelFiles(modelPath, report, new AbortController().signal);
    const [config, foldingTable] = await Promise.all([
      files.json('config.json') as Promise<ModelConfig>,
      files.optionalJson('t2s.json') as Promise<Record<string, string> | undefined>,
    ]);
    const model = describeModel(modelPath, config);
    const backend = await chooseBackend(modelPath, kind, config, model, files);
    return foldingTable ? withFolding(backend, createFolding(foldingTable)) : backend;
  } catch (error) {
    if (isAbortError(error)) throw error;
    throw toAppError(error, 'model-load-failed');
  }
}

async function chooseBackend(
  modelPath: string,
  kind: 'auto' | 'transformers' | 'static',
  config: ModelConfig,
  model: EmbeddingModel,
  files: ModelFiles,
): Promise<EmbeddingBackend> {
  if (kind === 'transformers' || (kind === 'auto' && !config.static_embedding)) {
    return createTransformersBackend(modelPath, model);
  }
  try {
    const [onnx, tokenizer] = await Promise.all([files.bytes(modelFile), files.json('tokenizer.json')]);
    return createStaticBackend(model, onnx, tokenizer as TokenizerDescription);
  } catch (error) {
    const isForeign = error instanceof AppError && error.code === 'model-incompatible';
    if (kind === 'auto' && isForeign) return createTransformersBackend(modelPath, model);
    throw error;
  }
}

function describeModel(modelPath: string, config: ModelConfig): EmbeddingModel {
  const id = modelPath.replace(/\/$/, '').split('/').at(-1) ?? modelPath;
  const { hidden_size: dimension, max_position_embeddings: maxTokens = 512 } = config;
  if (dimension === undefined) throw new AppError('model-incompatible', 'config.json names no hidden_size');
  return { id, dtype: 'q8', dimension, maxTokens, prefixes: prefixesOf(id) };
}

/** The families that were trained with words before each text. */
function prefixesOf(id: string): EmbeddingModel['prefixes'] {
  if (/(^|[-_])e5([-_]|$)/i.test(id)) return { query: 'query: ', passage: 'passage: ' };
  if (/bge-.*-en/i.test(id)) {
    return { query: 'Represent this sentence for searching relevant passages: ', passage: '' };
  }
  return { query: '', passage: '' };
}

function withFolding(backend: EmbeddingBackend, fold: (text: string) => string): EmbeddingBackend {
  return {
    model: backend.model,
    countTokens: (texts) => backend.countTokens(texts.map(fold)),
    embed: (texts) => backend.embed(texts.map(fold)),
  };
}

/** Lets waiting messages in, a cancel among them. */
function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve);
  });
}
