import type { AppConfig, MLCEngine, ModelRecord } from '@mlc-ai/web-llm';
import { AppError } from '../../../src/core/app-error';
import type { ChatTemplate } from '../../../src/core/prompt/chat-template';
import { DeviceWatch } from './device-watch';
import type { LoadedModel, WebLlmEngine, WebLlmLibrary } from './library';
import { cachedUrls, deleteCached, type ModelCache } from './model-cache';

/** web-llm itself: 6.8 MB, so it is loaded when it is first needed. */
export async function loadWebLlm(): Promise<WebLlmLibrary> {
  const { MLCEngine, hasModelInCache, prebuiltAppConfig } = await import('@mlc-ai/web-llm');
  /*
   * The Cache API and not OPFS: an entry is there whole or not at all, whoever kills the tab; and by their URLs
   * the files of a broken-off download can be found and deleted, which the library's own deletion does not do.
   */
  const appConfig: AppConfig = { ...prebuiltAppConfig, cacheBackend: 'cache' };
  const models = appConfig.model_list;
  const devices = new DeviceWatch();
  const internals = new WeakMap<WebLlmEngine, MLCEngine>();

  async function installedModels(): Promise<ReadonlySet<string>> {
    const [weights, libraries] = await Promise.all([cachedUrls('webllm/model'), cachedUrls('webllm/wasm')]);
    const candidates = models.filter(
      (record) =>
        libraries.has(record.model_lib) && weights.has(new URL('tensor-cache.json', filesUrl(record)).href),
    );
    const complete = await Promise.all(candidates.map(({ model_id: id }) => hasModelInCache(id, appConfig)));
    return new Set(candidates.filter((_, i) => complete[i]).map(({ model_id: id }) => id));
  }

  return {
    models,
    createEngine: ({ onProgress, onDeviceLost }) => {
      const engine = new MLCEngine({ appConfig, initProgressCallback: onProgress, logLevel: 'WARN' });
      const owned = devices.open(onDeviceLost);
      const guarded: WebLlmEngine = {
        reload: (modelId) => engine.reload(modelId),
        interruptGenerate: () => engine.interruptGenerate(),
        chat: { completions: { create: (request) => engine.chat.completions.create(request) } },
        unload: async () => {
          try {
            await engine.unload();
          } finally {
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
    installedModels,
    remove: async (modelId) => {
      const record = models.find((candidate) => candidate.model_id === modelId);
      if (!record) return;
      const url = filesUrl(record);
      const caches: readonly ModelCache[] = ['webllm/model', 'webllm/config'];
      await Promise.all(caches.map((cache) => deleteCached(cache, (cached) => cached.startsWith(url))));
      const installed = await installedModels();
      const isShared = models.some(
        (other) => installed.has(other.model_id) && other.model_lib === record.model_lib,
      );
      if (!isShared) await deleteCached('webllm/wasm', (cached) => cached === record.model_lib);
    },
  };
}

/** Where a record's files lie, as the library completes it. */
function filesUrl({ model }: ModelRecord): string {
  const folder = model.endsWith('/') ? model : `${model}/`;
  return /\/resolve\/.+\//.test(folder) ? folder : `${folder}resolve/main/`;
}

/**
 * The tokenizer and the configuration of a loaded model. The library keeps both in private fields and shows
 * neither; so every step is checked.
 */
function readLoadedModel(engine: MLCEngine | undefined, modelId: string): LoadedModel | undefined {
  const config = entryOf(field(engine, 'loadedModelIdToChatConfig'), modelId);
  const tokenizer = field(entryOf(field(engine, 'loadedModelIdToPipeline'), modelId), 'tokenizer');
  const encode = field(tokenizer, 'encode');
  const template = { ...record(field(config, 'conv_template')), ...record(field(config, 'conv_config')) };
  const contextTokens = [field(config, 'context_window_size'), field(config, 'sliding_window_size')].find(
    (size): size is number => typeof size === 'number' && size > 0,
  );
  if (typeof encode !== 'function' || !isChatTemplate(template) || contextTokens === undefined) {
    return undefined;
  }
  return {
    contextTokens,
    template,
    countTokens: (text) => {
      const tokens: unknown = encode.call(tokenizer, text);
      return (tokens as ArrayLike<number>).length;
    },
  };
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
