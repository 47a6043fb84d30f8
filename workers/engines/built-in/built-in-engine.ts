import type { BuiltInModelContract } from '../../../src/contracts/built-in-model';
import { AppError, isAbortError } from '../../../src/core/app-error';
import type { ChatMessage } from '../../../src/core/prompt/answer-prompt';
import type { RpcClient } from '../../../src/rpc/client';
import type {
  DeviceLoss,
  OpenModel,
  PromptOptions,
  TextEngine,
  TextEvent,
  TextRequest,
} from '../../language-models/text-engine';

/** The page's end of the browser's model: a `Peer` that the page has offered, or what stands in for it. */
export interface BuiltInPage {
  client(): Promise<Pick<RpcClient<BuiltInModelContract>, 'call' | 'stream'>>;
}

/**
 * The language model that the browser brings along. It has no files, no thoughts that could be skipped, and takes
 * neither a temperature nor a limit of tokens.
 */
export function createBuiltInEngine(page: BuiltInPage): TextEngine {
  return {
    id: 'built-in',
    format: undefined,
    open: async ({ contextTokens }, { signal, onProgress }) => {
      const client = await page.client();
      const offered = await client.call('open', undefined, { signal, onProgress });
      const used = Math.min(contextTokens ?? offered.contextTokens, offered.contextTokens);
      if (signal.aborted) await client.call('close', undefined);
      signal.throwIfAborted();
      return new BuiltInModel(page, used);
    },
  };
}

class BuiltInModel implements OpenModel {
  readonly canThink = false;
  readonly lost: Promise<DeviceLoss>;
  readonly #page: BuiltInPage;
  #lose: (loss: DeviceLoss) => void = () => undefined;

  constructor(
    page: BuiltInPage,
    readonly contextTokens: number,
  ) {
    this.#page = page;
    this.lost = new Promise((resolve) => {
      this.#lose = resolve;
    });
  }

  async countTokens(messages: readonly ChatMessage[], options: PromptOptions = {}): Promise<number> {
    const client = await this.#page.client();
    try {
      return await client.call('countTokens', { messages, ...begunReply(options) });
    } catch (error) {
      throw this.#heard(error);
    }
  }

  async *stream(request: TextRequest, signal: AbortSignal): AsyncGenerator<TextEvent, void, undefined> {
    signal.throwIfAborted();
    const client = await this.#page.client();
    const { messages, maxTokens } = request;
    try {
      yield* client.stream('generate', { messages, maxTokens, ...begunReply(request) }, { signal });
    } catch (error) {
      throw this.#heard(error);
    }
  }

  async close(): Promise<void> {
    const client = await this.#page.client();
    // A page that is gone has closed it.
    await client.call('close', undefined).catch((error: unknown) => {
      if (!(error instanceof AppError && error.code === 'worker-crashed')) throw error;
    });
  }

  /** The browser tells of a loss only by the calls that fail. */
  #heard(error: unknown): unknown {
    if (!(error instanceof AppError) || isAbortError(error)) return error;
    if (error.code === 'device-lost') this.#lose({ reason: 'device', message: error.message });
    if (error.code === 'out-of-memory') this.#lose({ reason: 'memory', message: error.message });
    return error;
  }
}

function begunReply({ replySoFar }: PromptOptions): { replySoFar?: string } {
  return replySoFar === undefined ? {} : { replySoFar };
}
