import type { ChatCompletionChunk, ChatCompletionRequestStreaming, ModelRecord } from '@mlc-ai/web-llm';
import type { ChatTemplate } from '../../../../src/core/prompt/chat-template';
import type {
  DeviceLoss,
  EngineOptions,
  LoadedModel,
  WebLlmEngine,
  WebLlmLibrary,
} from '../../../../workers/engines/webllm/library';

export const modelId = 'Qwen2.5-0.5B-Instruct-q4f16_1-MLC';

export function modelRecord(id = modelId, change: Partial<ModelRecord> = {}): ModelRecord {
  return {
    model: `https://models.test/${id}`,
    model_id: id,
    model_lib: `https://models.test/${id}.wasm`,
    vram_required_MB: 900,
    low_resource_required: true,
    overrides: { context_window_size: 4096 },
    ...change,
  };
}

export const chatTemplate: ChatTemplate = {
  system_template: '<|im_start|>system\n{system_message}<|im_end|>\n',
  system_message: 'You are a helpful assistant.',
  roles: { user: '<|im_start|>user', assistant: '<|im_start|>assistant' },
  role_templates: { user: '{user_message}', assistant: '{assistant_message}' },
  role_content_sep: '\n',
  role_empty_sep: '\n',
  seps: ['<|im_end|>\n'],
};

/** What the library is to do; a step is a promise that the test settles. */
export interface Script {
  /** The pieces of text of each answer in turn; the last is repeated. */
  answers: (readonly string[])[];
  /** Files that a download consists of. */
  readonly shards: number;
  readonly contextTokens: number;
  /** Awaited before shard n is stored; it may throw. */
  beforeShard?: (n: number) => Promise<void> | void;
  /** Awaited before token n is given out; it may throw. */
  beforeToken?: (n: number) => Promise<void> | void;
  /** Throws, once the files are there. */
  failLoading?: () => void;
}

/** The library's own behaviour in small, its traps included, without a GPU and without a network. */
export class ScriptedLibrary implements WebLlmLibrary {
  readonly models: readonly ModelRecord[];
  readonly script: Script;
  readonly engines: ScriptedEngine[] = [];
  /** Shards stored for each model. */
  readonly stored = new Map<string, number>();
  readonly removed: string[] = [];

  constructor(script: Partial<Script> = {}, models: readonly ModelRecord[] = [modelRecord()]) {
    this.script = { answers: [['Ink.']], shards: 4, contextTokens: 4096, ...script };
    this.models = models;
  }

  install(id = modelId): this {
    this.stored.set(id, this.script.shards);
    return this;
  }

  get engine(): ScriptedEngine {
    const last = this.engines.at(-1);
    if (!last) throw new Error('no engine has been made');
    return last;
  }

  createEngine(options: EngineOptions): ScriptedEngine {
    const engine = new ScriptedEngine(this, options);
    this.engines.push(engine);
    return engine;
  }

  loadedModel(): LoadedModel {
    return { contextTokens: this.script.contextTokens, template: chatTemplate, countTokens };
  }

  installedModels(): Promise<ReadonlySet<string>> {
    const complete = [...this.stored].filter(([, shards]) => shards >= this.script.shards);
    return Promise.resolve(new Set(complete.map(([id]) => id)));
  }

  remove(id: string): Promise<void> {
    this.removed.push(id);
    this.stored.delete(id);
    return Promise.resolve();
  }
}

/** One token for each word, Han character, sign and line break. */
export function countTokens(text: string): number {
  return text.match(/[\p{L}\p{N}]+(?<!\p{Script=Han})|\p{Script=Han}|[^\p{L}\p{N} ]/gu)?.length ?? 0;
}

export class ScriptedEngine implements WebLlmEngine {
  readonly #library: ScriptedLibrary;
  readonly #options: EngineOptions;
  #aborter: AbortController | undefined;
  #isInterrupted = false;
  #isBusy = false;
  /** The prompts read, as the library puts them together. */
  readonly prompts: string[][] = [];
  readonly requests: ChatCompletionRequestStreaming[] = [];
  reloads = 0;
  unloads = 0;
  tokens = 0;

  readonly chat = {
    completions: {
      create: (request: ChatCompletionRequestStreaming): Promise<AsyncIterable<ChatCompletionChunk>> =>
        Promise.resolve(this.#generate(request)),
    },
  };

  constructor(library: ScriptedLibrary, options: EngineOptions) {
    this.#library = library;
    this.#options = options;
  }

  lose(loss: DeviceLoss): void {
    this.#options.onDeviceLost(loss);
  }

  async reload(id: string): Promise<void> {
    const { script, stored } = this.#library;
    this.reloads += 1;
    await Promise.resolve();
    const aborter = new AbortController();
    this.#aborter = aborter;
    try {
      this.#report(0, 'Start to fetch params');
      for (let shard = stored.get(id) ?? 0; shard < script.shards; shard += 1) {
        await script.beforeShard?.(shard);
        // The signal is forgotten once unload has been called, as in the library.
        if (this.#aborter === aborter) aborter.signal.throwIfAborted();
        stored.set(id, shard + 1);
        const share = (shard + 1) / script.shards;
        const percent = Math.floor(share * 100);
        this.#report(
          share,
          `Fetching param cache[${shard + 1}/${script.shards}]: ${percent}MB fetched. ${percent}% completed, 1 secs elapsed.`,
        );
      }
      script.failLoading?.();
      this.#report(1, `Loading model from cache[1/1]: 100MB loaded. 100% completed, 1 secs elapsed.`);
      this.#report(1, 'Loading GPU shader modules[9/9]: 100% completed, 1 secs elapsed.');
      this.#report(1, 'Finish loading on WebGPU - scripted');
    } catch (error) {
      // An aborted reload resolves as if nothing had been the matter.
      if (error instanceof DOMException && error.name === 'AbortError') return;
      throw error;
    } finally {
      this.#aborter = undefined;
    }
  }

  interruptGenerate(): Promise<void> {
    this.#isInterrupted = true;
    return Promise.resolve();
  }

  unload(): Promise<void> {
    this.unloads += 1;
    this.#aborter?.abort();
    this.#aborter = undefined;
    this.#options.onDeviceLost({ reason: 'destroyed', message: 'device was destroyed' });
    return Promise.resolve();
  }

  async *#generate(
    request: ChatCompletionRequestStreaming,
  ): AsyncGenerator<ChatCompletionChunk, void, undefined> {
    if (this.#isBusy) throw new Error('the engine has not ended the call before');
    this.#isBusy = true;
    try {
      await Promise.resolve();
      this.#isInterrupted = false;
      this.requests.push(request);
      const prompt = rendered(request);
      this.prompts.push(prompt);
      const { answers, beforeToken } = this.#library.script;
      const answer = (answers.length > 1 ? answers.shift() : answers[0]) ?? [];
      let given = 0;
      let reason: 'stop' | 'length' | 'abort' = 'stop';
      for (const text of answer) {
        await beforeToken?.(given);
        if (this.#wasInterrupted()) {
          reason = 'abort';
          break;
        }
        if (given >= (request.max_tokens ?? Infinity)) {
          reason = 'length';
          break;
        }
        given += 1;
        this.tokens += 1;
        yield chunk({ choices: [{ delta: { content: text }, finish_reason: null, index: 0 }] });
      }
      yield chunk({ choices: [{ delta: {}, finish_reason: reason, index: 0 }] });
      const promptTokens = prompt.reduce((total, piece) => total + countTokens(piece), 0);
      yield chunk({
        choices: [],
        usage: {
          prompt_tokens: promptTokens,
          completion_tokens: given,
          total_tokens: promptTokens + given,
          extra: {
            e2e_latency_s: 0,
            prefill_tokens_per_s: 0,
            decode_tokens_per_s: 0,
            time_to_first_token_s: 0,
            time_per_output_token_s: 0,
          },
        },
      });
    } finally {
      this.#isBusy = false;
    }
  }

  /** `interruptGenerate` may have been called in the meantime. */
  #wasInterrupted(): boolean {
    return this.#isInterrupted;
  }

  #report(progress: number, text: string): void {
    this.#options.onProgress({ progress, timeElapsed: 1, text });
  }
}

/** With `String.replace` and a string, as the library does it. */
function rendered({ messages }: ChatCompletionRequestStreaming): string[] {
  const pieces = messages.map((message) => {
    const content = typeof message.content === 'string' ? message.content : '';
    if (message.role === 'system') return chatTemplate.system_template.replace('{system_message}', content);
    const role = message.role === 'assistant' ? 'assistant' : 'user';
    const body = (chatTemplate.role_templates?.[role] ?? '').replace(`{${role}_message}`, content);
    return `${chatTemplate.roles[role]}\n${body}<|im_end|>\n`;
  });
  return [...pieces, `${chatTemplate.roles.assistant}\n`];
}

function chunk(change: Pick<ChatCompletionChunk, 'choices' | 'usage'>): ChatCompletionChunk {
  return { id: 'scripted', created: 0, model: 'scripted', object: 'chat.completion.chunk', ...change };
}
