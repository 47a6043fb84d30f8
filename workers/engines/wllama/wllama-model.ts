import type { ChatCompletionUsage, RawCompletionChunk } from '@wllama/wllama';
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
import type { TokenCounter } from './token-counter';

type Usage = Extract<TextEvent, { kind: 'end' }>['usage'];

export interface WllamaModelParts {
  readonly model: NestedModel;
  readonly counter: TokenCounter;
  readonly render: RenderPrompt;
}

export class WllamaModel implements OpenModel {
  readonly contextTokens: number;
  readonly lost: Promise<DeviceLoss>;
  readonly #model: NestedModel;
  readonly #counter: TokenCounter;
  readonly #render: RenderPrompt;

  constructor({ model, counter, render }: WllamaModelParts) {
    this.#model = model;
    this.#counter = counter;
    this.#render = render;
    this.lost = model.lost;
    this.contextTokens = model.wllama.getLoadedContextInfo().n_ctx;
  }

  countTokens(messages: readonly ChatMessage[], options: PromptOptions = {}): Promise<number> {
    return this.#counter.count(this.#render(messages, options).text);
  }

  async *stream(request: TextRequest, signal: AbortSignal): AsyncGenerator<TextEvent, void, undefined> {
    signal.throwIfAborted();
    const { text, opening } = this.#render(request.messages, request);
    if (opening !== '' && !request.replySoFar) yield { kind: 'text', text: opening };
    const arrived: RawCompletionChunk[] = [];
    let wake: () => void = () => undefined;
    const left = new AbortController();
    let isOver = false;
    let failure: unknown;
    const writing = this.#model.wllama
      .createCompletion({
        prompt: text,
        max_tokens: request.maxTokens,
        temperature: request.temperature,
        top_p: request.topP,
        stream: true,
        stream_options: { include_usage: true },
        abortSignal: AbortSignal.any([signal, left.signal]),
        onData: (chunk) => {
          arrived.push(chunk);
          wake();
        },
      })
      .catch((error: unknown) => {
        failure = error;
      })
      .finally(() => {
        isOver = true;
        wake();
      });
    let reason: 'complete' | 'length' = 'complete';
    let usage: Usage = { promptTokens: 0, cachedTokens: 0, completionTokens: 0 };
    try {
      for (;;) {
        signal.throwIfAborted();
        const chunk = arrived.shift();
        if (chunk === undefined) {
          if (isOver) break;
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
          continue;
        }
        const [choice] = chunk.choices;
        if (choice?.finish_reason === 'length') reason = 'length';
        if (chunk.usage) usage = usageOf(chunk.usage);
        if (choice && choice.text !== '') yield { kind: 'text', text: choice.text };
      }
      if (failure !== undefined) throw failure;
      yield { kind: 'end', reason, usage };
    } catch (error) {
      signal.throwIfAborted();
      throw this.#model.failure(error);
    } finally {
      left.abort();
      await writing;
    }
  }

  async close(): Promise<void> {
    await Promise.all([this.#model.close(), this.#counter.close()]);
  }
}

function usageOf(usage: ChatCompletionUsage): Usage {
  return {
    promptTokens: usage.prompt_tokens,
    cachedTokens: usage.prompt_tokens_details?.cached_tokens ?? 0,
    completionTokens: usage.completion_tokens,
  };
}
