import type {
  ChatCompletionChunk,
  ChatCompletionRequestStreaming,
  Completion,
  CompletionCreateParamsStreaming,
  ModelRecord,
} from '@mlc-ai/web-llm';
import type { ChatTemplate } from '../../../../src/core/prompt/chat-template';
import type {
  EngineOptions,
  KeptConversation,
  LibraryDeviceLoss,
  LoadedModel,
  WebLlmEngine,
  WebLlmLibrary,
} from '../../../../workers/engines/webllm/library';
import { AppError } from '../../../../src/core/app-error';
import type { InstalledModels } from '../../../../workers/language-models/model-slot';

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
  /** Files of weights that a model consists of. */
  readonly shards: number;
  readonly contextTokens: number;
  /** Awaited before shard n is read; it may throw. */
  beforeShard?: (n: number) => Promise<void> | void;
  /** Awaited before token n is given out; it may throw. */
  beforeToken?: (n: number) => Promise<void> | void;
  /** Throws, once the weights are read. */
  failLoading?: (options: EngineOptions) => void;
}

/** The library's own behaviour in small, its traps included, without a GPU; and the models that lie on the device. */
export class ScriptedLibrary implements WebLlmLibrary, InstalledModels {
  readonly models: readonly ModelRecord[];
  readonly script: Script;
  readonly engines: ScriptedEngine[] = [];
  readonly installed = new Map<string, ReadonlyMap<string, File>>();

  constructor(script: Partial<Script> = {}, models: readonly ModelRecord[] = [modelRecord()]) {
    this.script = { answers: [['Ink.']], shards: 4, contextTokens: 4096, ...script };
    this.models = models;
  }

  install(id = modelId): this {
    this.installed.set(
      id,
      new Map([
        ['mlc-chat-config.json', new File([JSON.stringify({ context_window_size: 32_768 })], 'config')],
        ['library.wasm', new File(['wasm'], 'library.wasm')],
      ]),
    );
    return this;
  }

  get(id: string): ReturnType<InstalledModels['get']> {
    const files = this.installed.get(id);
    if (!files) return Promise.reject(new AppError('not-found', `${id} is not here`));
    const model = { id, format: 'mlc', task: 'answer', name: id, state: 'installed', addedAt: 0 } as const;
    return Promise.resolve({ model: { ...model, origin: { kind: 'files' }, files: [] }, files });
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
    const { engine } = this;
    const wanted = engine.options.record.overrides?.context_window_size ?? Infinity;
    return {
      contextTokens: Math.min(this.script.contextTokens, wanted),
      template: chatTemplate,
      openingText: '',
      countTokens,
      keptConversation: () => engine.kept,
    };
  }
}

/** One token for each word, Han character, sign and line break. */
export function countTokens(text: string): number {
  return text.match(/[\p{L}\p{N}]+(?<!\p{Script=Han})|\p{Script=Han}|[^\p{L}\p{N} ]/gu)?.length ?? 0;
}

export class ScriptedEngine implements WebLlmEngine {
  readonly #library: ScriptedLibrary;
  readonly options: EngineOptions;
  #aborter: AbortController | undefined;
  #isInterrupted = false;
  #isBusy = false;
  /** What has been read, as the library puts it together; of a conversation that goes on, the new part. */
  readonly prompts: string[][] = [];
  readonly requests: ChatCompletionRequestStreaming[] = [];
  /** Texts that were to be gone on with. */
  readonly texts: CompletionCreateParamsStreaming[] = [];
  kept: KeptConversation | undefined;
  reloads = 0;
  unloads = 0;
  tokens = 0;

  readonly chat = {
    completions: {
      create: (request: ChatCompletionRequestStreaming): Promise<AsyncIterable<ChatCompletionChunk>> =>
        Promise.resolve(this.#chat(request)),
    },
  };

  readonly completions = {
    create: (request: CompletionCreateParamsStreaming): Promise<AsyncIterable<Completion>> =>
      Promise.resolve(this.#complete(request)),
  };

  constructor(library: ScriptedLibrary, options: EngineOptions) {
    this.#library = library;
    this.options = options;
  }

  lose(loss: LibraryDeviceLoss): void {
    this.options.onDeviceLost(loss);
  }

  async reload(): Promise<void> {
    const { script } = this.#library;
    this.reloads += 1;
    await Promise.resolve();
    const aborter = new AbortController();
    this.#aborter = aborter;
    try {
      this.#report(0, 'Start to fetch params');
      for (let shard = 0; shard < script.shards; shard += 1) {
        await script.beforeShard?.(shard);
        // The signal is forgotten once unload has been called, as in the library.
        if (this.#aborter === aborter) aborter.signal.throwIfAborted();
        const share = (shard + 1) / script.shards;
        this.#report(
          share,
          `Loading model from cache[${shard + 1}/${script.shards}]: 1MB loaded. 1 secs elapsed.`,
        );
      }
      script.failLoading?.(this.options);
      this.#report(0.5, 'Loading GPU shader modules[5/9]: 50% completed, 1 secs elapsed.');
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
    this.options.onDeviceLost({ reason: 'destroyed', message: 'device was destroyed' });
    return Promise.resolve();
  }

  async *#chat(
    request: ChatCompletionRequestStreaming,
  ): AsyncGenerator<ChatCompletionChunk, void, undefined> {
    await Promise.resolve();
    this.requests.push(request);
    const asked = conversationOf(request);
    const goesOn = this.kept !== undefined && isSame(asked.slice(0, -1), this.kept.messages);
    const prompt = rendered(request).slice(goesOn ? -2 : 0);
    const before = goesOn ? (this.kept?.tokens ?? 0) : 0;
    this.kept = undefined;
    let reply = '';
    for await (const { text, reason, usage } of this.#generate(prompt, request.max_tokens)) {
      reply += text ?? '';
      if (text !== undefined)
        yield chunk({ choices: [{ delta: { content: text }, finish_reason: null, index: 0 }] });
      if (reason) yield chunk({ choices: [{ delta: {}, finish_reason: reason, index: 0 }] });
      if (usage) yield chunk({ choices: [], usage });
      if (usage && this.#endedWell()) {
        const tokens = before + usage.total_tokens;
        const system = request.messages.find(({ role }) => role === 'system')?.content;
        this.kept = {
          system: typeof system === 'string' ? system : undefined,
          messages: [...asked, ['assistant', chatTemplate.roles.assistant, reply]],
          tokens,
        };
      }
    }
  }

  async *#complete(request: CompletionCreateParamsStreaming): AsyncGenerator<Completion, void, undefined> {
    await Promise.resolve();
    this.texts.push(request);
    this.kept = undefined;
    for await (const { text, reason, usage } of this.#generate([request.prompt], request.max_tokens)) {
      const whole = { id: 'scripted', created: 0, model: 'scripted', object: 'text_completion' } as const;
      if (text !== undefined) {
        yield { ...whole, choices: [{ text, finish_reason: null, index: 0, logprobs: null }] };
      }
      if (reason)
        yield { ...whole, choices: [{ text: '', finish_reason: reason, index: 0, logprobs: null }] };
      if (usage) yield { ...whole, choices: [], usage };
    }
  }

  #ended: 'stop' | 'length' | 'abort' = 'stop';

  async *#generate(prompt: string[], maxTokens: number | null = null) {
    if (this.#isBusy) throw new Error('the engine has not ended the call before');
    this.#isBusy = true;
    try {
      this.#isInterrupted = false;
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
        if (given >= (maxTokens ?? Infinity)) {
          reason = 'length';
          break;
        }
        given += 1;
        this.tokens += 1;
        yield { text };
      }
      this.#ended = reason;
      yield { reason };
      const promptTokens = prompt.reduce((total, piece) => total + countTokens(piece), 0);
      yield {
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
      };
    } finally {
      this.#isBusy = false;
    }
  }

  #endedWell(): boolean {
    return this.#ended === 'stop';
  }

  /** `interruptGenerate` may have been called in the meantime. */
  #wasInterrupted(): boolean {
    return this.#isInterrupted;
  }

  #report(progress: number, text: string): void {
    this.options.onProgress({ progress, timeElapsed: 1, text });
  }
}

type Kept = KeptConversation['messages'];

function conversationOf({ messages }: ChatCompletionRequestStreaming): Kept {
  return messages.flatMap((message) => {
    if (message.role === 'system') return [];
    const role = message.role === 'assistant' ? 'assistant' : 'user';
    const written = ('name' in message ? message.name : undefined) ?? chatTemplate.roles[role];
    return [[role, written, typeof message.content === 'string' ? message.content : ''] as const];
  });
}

function isSame(one: Kept, other: Kept): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** With `String.replace` and a string, as the library does it. */
function rendered(request: ChatCompletionRequestStreaming): string[] {
  const [first] = request.messages;
  const system = first?.role === 'system' ? first.content : chatTemplate.system_message;
  const pieces = conversationOf(request).map(([role, written, content]) => {
    const template = chatTemplate.role_templates?.[role === 'assistant' ? 'assistant' : 'user'] ?? '';
    return `${written}\n${template.replace(`{${role}_message}`, content)}<|im_end|>\n`;
  });
  return [
    chatTemplate.system_template.replace('{system_message}', system),
    ...pieces,
    `${chatTemplate.roles.assistant}\n`,
  ];
}

function chunk(change: Pick<ChatCompletionChunk, 'choices' | 'usage'>): ChatCompletionChunk {
  return { id: 'scripted', created: 0, model: 'scripted', object: 'chat.completion.chunk', ...change };
}
