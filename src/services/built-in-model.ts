import type {
  BuiltInAvailability,
  BuiltInEvent,
  BuiltInModelContract,
  BuiltInPrompt,
} from '../contracts/built-in-model';
import { AppError, isAbortError, toAppError, type ErrorCode } from '../core/app-error';
import { BuiltInSession, questionOf } from './built-in-session';
import {
  expectedLanguages,
  findPromptApi,
  type PromptApi,
  type PromptMessage,
  type PromptSession,
} from './prompt-api';

/** Where the browser sets no limit, or does not tell it. */
const usualContextTokens = 4096;

/** The browser's own language model, for the worker that writes answers. */
export function createBuiltInModel(api: PromptApi | undefined = findPromptApi()): BuiltInModelContract {
  const model = new BuiltInModel(api);
  return {
    availability: () => model.availability(),
    open: (_, { signal, progress }) => model.open(signal, progress),
    countTokens: (prompt) => model.countTokens(prompt),
    generate: (input, { signal }) => model.generate(input, signal),
    close: async () => {
      model.close();
      return Promise.resolve();
    },
  };
}

/** Whether the browser has a model of its own, for the page to know without starting anything; throws what it throws. */
export function readBuiltInAvailability(): Promise<BuiltInAvailability> {
  return new BuiltInModel(findPromptApi()).availability();
}

/** Has the browser download its model; a person must have asked for it just now. `onProgress` tells how far it is, 0 to 1. */
export async function fetchBuiltInModel(
  signal: AbortSignal,
  onProgress: (fraction: number) => void,
  api: PromptApi | undefined = findPromptApi(),
): Promise<void> {
  const model = new BuiltInModel(api);
  await model.open(signal, onProgress);
  model.close();
}

class BuiltInModel {
  readonly #api: PromptApi | undefined;
  /** Nothing is ever asked in it: it measures. */
  #ruler: PromptSession | undefined;
  #session: BuiltInSession | undefined;

  constructor(api: PromptApi | undefined) {
    this.#api = api;
  }

  async availability(): Promise<BuiltInAvailability> {
    const said = await this.#api?.availability(expectedLanguages);
    return said === 'available' || said === 'downloadable' || said === 'downloading' ? said : 'unavailable';
  }

  async open(
    signal: AbortSignal,
    onProgress: (fraction: number) => void,
  ): Promise<{ contextTokens: number }> {
    this.close();
    const api = this.#api;
    if (!api) throw new AppError('model-incompatible', 'This browser has no language model of its own.');
    try {
      const ruler = await api.create({
        ...expectedLanguages,
        signal,
        monitor: (monitor) => {
          monitor.addEventListener('downloadprogress', (event) => {
            if ('loaded' in event && typeof event.loaded === 'number') onProgress(event.loaded);
          });
        },
      });
      this.#ruler = ruler;
      this.#session = new BuiltInSession(api);
      return { contextTokens: windowOf(ruler) };
    } catch (error) {
      throw builtInError(error, 'model-load-failed');
    }
  }

  async countTokens({ messages, replySoFar = '' }: BuiltInPrompt): Promise<number> {
    const { ruler } = this.#opened();
    const reply: readonly PromptMessage[] =
      replySoFar === '' ? [] : [{ role: 'assistant', content: replySoFar, prefix: true }];
    // A system message may only begin a session; its words are as long in any role.
    const measured = messages.map(({ role, content }) => ({
      role: role === 'system' ? ('user' as const) : role,
      content,
    }));
    try {
      return await measure(ruler, [...measured, ...reply]);
    } catch (error) {
      throw builtInError(error, 'internal');
    }
  }

  async *generate(
    { messages, replySoFar = '', maxTokens }: BuiltInPrompt & { readonly maxTokens: number },
    signal: AbortSignal,
  ): AsyncGenerator<BuiltInEvent, void, undefined> {
    signal.throwIfAborted();
    const { ruler, session } = this.#opened();
    const promptTokens = await this.countTokens({ messages, replySoFar });
    // The browser would forget the beginning of the conversation without a word.
    if (promptTokens >= windowOf(ruler)) {
      throw new AppError('context-overflow', 'The question is longer than the model can read.');
    }
    const left = new AbortController();
    const either = AbortSignal.any([signal, left.signal]);
    let asked: PromptSession | undefined;
    try {
      asked = await session.take(messages.slice(0, -1), either);
      let reply = '';
      let half = '';
      let pieces = 0;
      for await (const chunk of asked.promptStreaming(questionOf(messages, replySoFar), { signal: either })) {
        signal.throwIfAborted();
        // A character outside of the first plane may come in halves.
        const whole = half + chunk;
        half = /[\uD800-\uDBFF]$/.exec(whole)?.[0] ?? '';
        const piece = whole.slice(0, whole.length - half.length);
        reply += piece;
        if (piece !== '') yield { kind: 'text', text: piece };
        pieces += 1;
        // The interface has no limit; a piece is a token or more.
        if (pieces >= maxTokens) break;
      }
      signal.throwIfAborted();
      const completionTokens =
        reply === '' ? 0 : await measure(ruler, [{ role: 'assistant', content: reply }]);
      const reason = pieces >= maxTokens ? 'length' : 'complete';
      yield { kind: 'end', reason, usage: { promptTokens, completionTokens } };
    } catch (error) {
      signal.throwIfAborted();
      throw builtInError(error, 'internal');
    } finally {
      left.abort();
      asked?.destroy();
    }
  }

  close(): void {
    this.#ruler?.destroy();
    this.#session?.close();
    this.#ruler = undefined;
    this.#session = undefined;
  }

  #opened(): { ruler: PromptSession; session: BuiltInSession } {
    if (!this.#ruler || !this.#session) throw new AppError('device-lost', 'The model is not open.');
    return { ruler: this.#ruler, session: this.#session };
  }
}

function measure(session: PromptSession, input: readonly PromptMessage[]): Promise<number> {
  if (session.measureContextUsage) return session.measureContextUsage(input);
  if (session.measureInputUsage) return session.measureInputUsage(input);
  throw new AppError('model-incompatible', "The browser's model does not count tokens.");
}

function windowOf({ contextWindow, inputQuota }: PromptSession): number {
  const tokens = contextWindow ?? inputQuota ?? usualContextTokens;
  return Number.isFinite(tokens) ? Math.floor(tokens) : usualContextTokens;
}

/** What the browser calls its errors, and what they mean here. */
const codeByName: Readonly<Record<string, ErrorCode>> = {
  QuotaExceededError: 'context-overflow',
  NotSupportedError: 'model-incompatible',
  NetworkError: 'model-download-failed',
  // A session that is gone, because the process that ran the model has ended.
  InvalidStateError: 'device-lost',
};

function builtInError(error: unknown, fallback: ErrorCode): Error {
  if (error instanceof AppError || (error instanceof Error && isAbortError(error))) return error;
  const { name, message } = error instanceof Error ? error : { name: '', message: String(error) };
  const code = codeByName[name] ?? (/memory/i.test(message) ? 'out-of-memory' : undefined);
  if (code === undefined) return toAppError(error, fallback);
  return new AppError(code, `The browser's language model has failed (${message}).`, { cause: error });
}
