import type * as WebLlm from '@mlc-ai/web-llm';
import type { MLCEngine } from '@mlc-ai/web-llm';
import { AppError } from '../../../src/core/app-error';
import type { ChatTemplate } from '../../../src/core/prompt/chat-template';
import { DeviceWatch } from './device-watch';
import { forgetEarlierCaches } from './earlier-caches';
import type { KeptConversation, LoadedModel, WebLlmEngine, WebLlmLibrary } from './library';
import { StoredFiles } from './stored-files';

let library: Promise<WebLlmLibrary> | undefined;

/** web-llm itself: 6.8 MB, so it is loaded when it is first needed. */
export function loadWebLlm(): Promise<WebLlmLibrary> {
  library ??= loadOnce().catch((error: unknown) => {
    library = undefined;
    throw error;
  });
  return library;
}

async function loadOnce(): Promise<WebLlmLibrary> {
  return adaptWebLlm(await import('@mlc-ai/web-llm'));
}

/** The library as the rest of the app uses it: it reads the store, and its devices are watched. */
export async function adaptWebLlm({
  MLCEngine,
  prebuiltAppConfig,
}: Pick<typeof WebLlm, 'MLCEngine' | 'prebuiltAppConfig'>): Promise<WebLlmLibrary> {
  const devices = new DeviceWatch();
  // Where the browser gives no access to them, there is nothing to forget.
  await forgetEarlierCaches(globalThis.caches).catch(() => undefined);
  const stored = new StoredFiles();
  const internals = new WeakMap<WebLlmEngine, MLCEngine>();

  return {
    models: prebuiltAppConfig.model_list,
    createEngine: ({ record: model, files, onProgress, onDeviceLost }) => {
      const engine = new MLCEngine({
        appConfig: { model_list: [model], cacheBackend: 'cache' },
        initProgressCallback: onProgress,
        logLevel: 'WARN',
      });
      const release = stored.hold(model.model_id, files);
      const owned = devices.open(onDeviceLost);
      const guarded: WebLlmEngine = {
        reload: (modelId) => engine.reload(modelId),
        interruptGenerate: () => engine.interruptGenerate(),
        chat: { completions: { create: (request) => engine.chat.completions.create(request) } },
        completions: { create: (request) => engine.completions.create(request) },
        unload: async () => {
          try {
            await engine.unload();
          } finally {
            release();
            // A load that failed half-way leaves its device behind.
            owned.destroy();
          }
        },
      };
      internals.set(guarded, engine);
      return guarded;
    },
    loadedModel: (engine, modelId) => {
      const model = readLoadedModel(internals.get(engine), modelId);
      if (!model) throw new AppError('model-incompatible', `${modelId} is not of the shape that is expected`);
      return model;
    },
  };
}

/**
 * The tokenizer, the configuration and the conversation of a loaded model. The library keeps them in private fields and
 * shows none of them; so every step is checked.
 */
export function readLoadedModel(engine: MLCEngine | undefined, modelId: string): LoadedModel | undefined {
  const config = entryOf(field(engine, 'loadedModelIdToChatConfig'), modelId);
  const pipeline = entryOf(field(engine, 'loadedModelIdToPipeline'), modelId);
  const tokenizer = field(pipeline, 'tokenizer');
  const encode = field(tokenizer, 'encode');
  const template = { ...record(field(config, 'conv_template')), ...record(field(config, 'conv_config')) };
  const contextTokens = [field(config, 'context_window_size'), field(config, 'sliding_window_size')].find(
    (size): size is number => typeof size === 'number' && size > 0,
  );
  if (typeof encode !== 'function' || !isChatTemplate(template) || contextTokens === undefined) {
    return undefined;
  }
  const tokensOf = (text: string): ArrayLike<number> => {
    const tokens: unknown = encode.call(tokenizer, text);
    return isArrayLike(tokens) ? tokens : [];
  };
  return {
    contextTokens,
    template,
    openingText: openingText(tokenizer, template, tokensOf),
    countTokens: (text) => tokensOf(text).length,
    keptConversation: () => readKeptConversation(pipeline),
  };
}

/** A raw text is not given the model's opening tokens by the library; as text they come out the same. */
function openingText(
  tokenizer: unknown,
  { system_prefix_token_ids: ids }: ChatTemplate,
  tokensOf: (text: string) => ArrayLike<number>,
): string {
  const decode = field(tokenizer, 'decode');
  if (!ids || ids.length === 0 || typeof decode !== 'function') return '';
  const text: unknown = decode.call(tokenizer, new Int32Array(ids));
  if (typeof text !== 'string') return '';
  const again = tokensOf(text);
  return again.length === ids.length && ids.every((id, i) => id === again[i]) ? text : '';
}

/** The library goes on from its conversation when it is told the same one, unless the last reply was cut off. */
function readKeptConversation(pipeline: unknown): KeptConversation | undefined {
  const conversation = field(pipeline, 'conversation');
  const messages = field(conversation, 'messages');
  const system = field(conversation, 'override_system_message');
  const tokens = field(pipeline, 'filledKVCacheLength');
  if (field(pipeline, 'finishReason') !== 'stop') return undefined;
  if (field(conversation, 'isTextCompletion') === true) return undefined;
  if (typeof tokens !== 'number' || tokens <= 0) return undefined;
  if (!Array.isArray(messages) || !messages.every(isKeptMessage)) return undefined;
  return { system: typeof system === 'string' ? system : undefined, messages, tokens };
}

function isKeptMessage(value: unknown): value is KeptConversation['messages'][number] {
  return Array.isArray(value) && value.length === 3 && value.every((part) => typeof part === 'string');
}

function isArrayLike(value: unknown): value is ArrayLike<number> {
  return typeof field(value, 'length') === 'number';
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}

function record(value: unknown): object {
  return typeof value === 'object' && value !== null ? value : {};
}

function entryOf(map: unknown, key: string): unknown {
  return map instanceof Map ? map.get(key) : undefined;
}

function isChatTemplate(value: object): value is ChatTemplate {
  const roles = field(value, 'roles');
  return (
    typeof field(value, 'system_template') === 'string' &&
    typeof field(roles, 'user') === 'string' &&
    typeof field(roles, 'assistant') === 'string' &&
    Array.isArray(field(value, 'seps'))
  );
}
