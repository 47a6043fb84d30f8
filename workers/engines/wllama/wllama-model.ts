import type { ChatCompletionUsage, RawCompletionChunk } from '@wllama/wllama';
import { AppError } from '../../../src/core/app-error';
import type { ChatMessage } from '../../../src/core/prompt/answer-prompt';
import type {
  DeviceLoss,
  OpenModel,
  PromptOptions,
  TextEvent,
  TextRequest,
} from '../../language-models/text-engine';
import type { RenderPrompt } from './chat-template';
import type { NestedModel } from './nested-model';
import { refusal, type TokenCounter } from './token-counter';

/** Any text. Bytes that are none, as a model may write them by mistake, would bring the library down. */
const validText = 'root ::= .*';

type Usage = Extract<TextEvent, { kind: 'end' }>['usage'];

export interface WllamaModelParts {
  readonly model: NestedModel;
  readonly counter: TokenCounter;
  readonly render: RenderPrompt;
  readonly canThink: boolean;
}

export class WllamaModel implements OpenModel {
  readonly contextTokens: number;
  readonly threads?: number;
  readonly mayAvoidGpu: boolean;
  hasGpuFailed = false;
  readonly canThink: boolean;
  readonly lost: Promise<DeviceLoss>;
  readonly #model: NestedModel;
  readonly #counter: TokenCounter;
  readonly #render: RenderPrompt;
  readonly #batchTokens: number;
  /** The text that the library's cache holds. */
  #held = '';

  constructor({ model, counter, render, canThink }: WllamaModelParts) {
    this.#model = model;
    this.#counter = counter;
    this.#render = render;
    this.canThink = canThink;
    this.lost = Promise.race([model.lost, counter.lost]);
    const { n_ctx: contextTokens, n_ubatch: batchTokens } = model.wllama.getLoadedContextInfo();
    this.contextTokens = contextTokens;
    this.mayAvoidGpu = model.usesGpu;
    if (!model.usesGpu) this.threads = model.wllama.getNumThreads();
    this.#batchTokens = batchTokens;
  }

  countTokens(messages: readonly ChatMessage[], options: PromptOptions = {}): Promise<number> {
    return this.#counter.count(this.#render(messages, options).text);
  }

  async *stream(request: TextRequest, signal: AbortSignal): AsyncGenerator<TextEvent, void, undefined> {
    signal.throwIfAborted();
    const { text, opening } = this.#render(request.messages, request);
    if (opening !== '' && !request.replySoFar) yield { kind: 'text', text: opening };
    await this.#makeRoom(text, signal);
    const heldBefore = this.#held;
    this.#held = text;
    const arrived: RawCompletionChunk[] = [];
    let wake: () => void = () => undefined;
    const onAbort = (): void => wake();
    const left = new AbortController();
    const outcome: { isOver: boolean; failure?: Error } = { isOver: false };
    const writing = this.#model
      .call((onSign) =>
        this.#model.wllama.createCompletion({
          prompt: text,
          max_tokens: request.maxTokens,
          temperature: request.temperature,
          top_p: request.topP,
          grammar: validText,
          stream: true,
          // A sign after each batch of the prompt.
          return_progress: true,
          abortSignal: AbortSignal.any([signal, left.signal]),
          onData: (chunk) => {
            onSign();
            arrived.push(chunk);
            wake();
          },
        }),
      )
      .catch((error: unknown) => {
        outcome.failure = error instanceof Error ? error : new Error(String(error));
        // What is too long is refused unread.
        if (error instanceof AppError && error.code === 'context-overflow') this.#held = heldBefore;
      })
      .finally(() => {
        outcome.isOver = true;
        wake();
      });
    signal.addEventListener('abort', onAbort, { once: true });
    let reason: 'complete' | 'length' = 'complete';
    let usage: Usage = { promptTokens: 0, cachedTokens: 0, completionTokens: 0 };
    try {
      for (;;) {
        signal.throwIfAborted();
        const chunk = arrived.shift();
        if (chunk === undefined) {
          if (outcome.isOver) break;
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
          continue;
        }
        const [choice] = chunk.choices;
        if (choice?.finish_reason === 'length') reason = 'length';
        if (chunk.usage) usage = usageOf(chunk.usage);
        if (choice && choice.text !== '') {
          this.#held += choice.text;
          yield { kind: 'text', text: choice.text };
        }
      }
      if (outcome.failure !== undefined) throw outcome.failure;
      yield { kind: 'end', reason, usage };
    } finally {
      signal.removeEventListener('abort', onAbort);
      left.abort();
      await this.#model.stopped(writing);
    }
  }

  /**
   * Where a prompt has less in common with what the cache holds, llama.cpp copies the cache aside before it empties it:
   * up to 8 GiB of copies, which is more than WebAssembly has. So the cache is shortened first, in steps that it takes
   * for one conversation, at the price of reading a token each; or emptied by a request for an embedding, which it
   * refuses.
   */
  async #makeRoom(text: string, signal: AbortSignal): Promise<void> {
    const common = commonLength(this.#held, text);
    if (common < text.length * sharedShare) {
      if (this.#held !== '') await this.#forget();
      return;
    }
    while (common < this.#held.length * keptShare) {
      signal.throwIfAborted();
      const kept = this.#held.slice(0, Math.max(common, Math.ceil(this.#held.length * keptShare)));
      await this.#model.call(() => this.#model.wllama.createCompletion({ prompt: kept, max_tokens: 0 }));
      this.#held = kept;
    }
  }

  async #forget(): Promise<void> {
    const tooMany = Array.from({ length: this.#batchTokens + 1 }, () => 0);
    await this.#model.call(() =>
      this.#model.wllama.createEmbedding({ input: tooMany }).catch((error: unknown) => {
        if (!(error instanceof Error && refusal.test(error.message))) throw error;
      }),
    );
    this.#held = '';
  }

  async close(): Promise<void> {
    await Promise.all([this.#model.close(), this.#counter.close()]);
  }
}

/** Below these shares, of what is held and of what is asked, llama.cpp would copy; it has 0.5 and 0.1 of the tokens. */
const keptShare = 0.6;
const sharedShare = 0.15;

function commonLength(a: string, b: string): number {
  const most = Math.min(a.length, b.length);
  for (let i = 0; i < most; i += 1) if (a.charCodeAt(i) !== b.charCodeAt(i)) return i;
  return most;
}

function usageOf(usage: ChatCompletionUsage): Usage {
  return {
    promptTokens: usage.prompt_tokens,
    cachedTokens: usage.prompt_tokens_details?.cached_tokens ?? 0,
    completionTokens: usage.completion_tokens,
  };
}
