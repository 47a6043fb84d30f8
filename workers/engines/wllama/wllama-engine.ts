import { AppError } from '../../../src/core/app-error';
import { ggufWindowTokens } from '../../../src/core/models/gguf-window';
import type { ModelToOpen, OpenModel, OpenOptions, TextEngine } from '../../language-models/text-engine';
import { canSkipThinking, readChatTemplate } from './chat-template';
import { readGgufHeader } from './gguf-header';
import { NestedModel, type NestedPatience } from './nested-model';
import { modelThreads } from './threads';
import { TokenCounter } from './token-counter';
import { WllamaModel } from './wllama-model';

export interface WllamaOptions {
  /** Whether there is a graphics processor that llama.cpp can compute on. */
  readonly hasGpu?: () => Promise<boolean>;
  readonly threads?: number;
  /** Less than usual, where nobody is to wait. */
  readonly patience?: NestedPatience;
}

/**
 * Tokens of the prompt that are read at a time. Only between two of these can reading be stopped; on the processor,
 * larger ones are hardly faster, since each matrix is computed row by row.
 */
const batchTokens = 32;
const gpuBatchTokens = 256;
/** More than any model has. */
const allLayers = 999;

/** Runs .gguf files with llama.cpp in WebAssembly, on the graphics processor where it can. */
export function createWllamaEngine(engineOptions: WllamaOptions = {}): TextEngine {
  return {
    id: 'wllama',
    format: 'gguf',
    usualContextTokens: ggufWindowTokens,
    open: (model, options) => openModel(model, options, engineOptions),
  };
}

async function openModel(
  model: ModelToOpen,
  { signal, onProgress }: OpenOptions,
  engineOptions: WllamaOptions,
): Promise<OpenModel> {
  const files = weightFiles(model);
  const [first] = files;
  if (first === undefined) throw new AppError('model-incompatible', 'The model has no .gguf file.');
  const header = await readGgufHeader(first);
  const render = readChatTemplate(header);
  const contextTokens = Math.min(
    model.contextTokens ?? ggufWindowTokens,
    header.contextTokens ?? ggufWindowTokens,
  );
  const ended = new AbortController();
  const either = { signal: AbortSignal.any([signal, ended.signal]), onProgress };
  const weights = { files, contextTokens, avoidsGpu: model.avoidsGpu === true };
  const opening = openWeights(weights, either, engineOptions);
  const counting = TokenCounter.open(header, either.signal, engineOptions.patience);
  try {
    const [{ nested, hasGpuFailed }, counter] = await Promise.all([opening, counting]);
    const opened = new WllamaModel({ model: nested, counter, render, canThink: canSkipThinking(render) });
    opened.hasGpuFailed = hasGpuFailed;
    return opened;
  } catch (error) {
    // Neither stays open without the other, not even one that was open before the other failed.
    ended.abort();
    const [ofWeights, ofCounter] = await Promise.allSettled([opening, counting]);
    if (ofWeights.status === 'fulfilled') await ofWeights.value.nested.close();
    if (ofCounter.status === 'fulfilled') await ofCounter.value.close();
    throw error;
  }
}

interface Weights {
  readonly files: readonly File[];
  readonly contextTokens: number;
  readonly avoidsGpu: boolean;
}

interface OpenWeights {
  readonly nested: NestedModel;
  readonly hasGpuFailed: boolean;
}

async function openWeights(
  weights: Weights,
  options: OpenOptions,
  engineOptions: WllamaOptions,
): Promise<OpenWeights> {
  const { hasGpu = () => Promise.resolve(false) } = engineOptions;
  const triesGpu = !weights.avoidsGpu && (await hasGpu().catch(() => false));
  if (triesGpu) {
    const nested = await openOn('gpu', weights, options, engineOptions).catch(() => undefined);
    if (nested?.usesGpu === true) return { nested, hasGpuFailed: false };
    // What its memory or its driver does not bear, the processor may; or it tells what is wrong.
    await nested?.close();
    options.signal.throwIfAborted();
  }
  const nested = await openOn('processor', weights, options, engineOptions);
  return { nested, hasGpuFailed: triesGpu };
}

function openOn(
  device: 'gpu' | 'processor',
  { files, contextTokens }: Weights,
  { signal, onProgress }: OpenOptions,
  { threads = modelThreads(globalThis), patience }: WllamaOptions,
): Promise<NestedModel> {
  const batch = device === 'gpu' ? gpuBatchTokens : batchTokens;
  const params = {
    n_ctx: contextTokens,
    n_batch: batch,
    n_ubatch: batch,
    n_threads: threads,
    n_gpu_layers: device === 'gpu' ? allLayers : 0,
    n_parallel: 1,
    // Frees the cache without a copy of it; see `WllamaModel`.
    embeddings: true,
    cache_idle_slots: false,
    warmup: false,
    // Its own is rendered here, and never by the library.
    chat_template: 'chatml',
  };
  return NestedModel.open(files, params, { signal, onProgress }, patience);
}

/** The shards in the order that their names give. */
function weightFiles({ files }: ModelToOpen): readonly File[] {
  return [...files]
    .filter(([path]) => path.toLowerCase().endsWith('.gguf'))
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([path, file]) => new File([file], path.split('/').at(-1) ?? path));
}
