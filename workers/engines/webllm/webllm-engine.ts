import type { GpuSupport } from '../../../src/contracts/language-model';
import { canSkipThinking } from '../../../src/core/models/mlc-model-id';
import type { ChatMessage } from '../../../src/core/prompt/answer-prompt';
import { countChatTokens } from '../../../src/core/prompt/chat-template';
import type { Patience } from '../../language-models/silence';
import type {
  DeviceLoss,
  OpenModel,
  PromptOptions,
  TextEngine,
  TextEvent,
  TextRequest,
} from '../../language-models/text-engine';
import { continuationOf } from './continuation';
import type { EngineSession } from './engine-session';
import { webLlmError } from './errors';
import type { WebLlmLibrary } from './library';
import { openSession } from './open-session';
import { promptText } from './prompt-text';
import { streamText } from './stream-text';

export interface WebLlmEngineDependencies {
  readonly loadLibrary: () => Promise<WebLlmLibrary>;
  readonly readSupport: () => Promise<GpuSupport>;
  readonly patience: Patience;
}

/** MLC models on WebGPU, by web-llm. */
export function createWebLlmEngine({
  loadLibrary,
  readSupport,
  patience,
}: WebLlmEngineDependencies): TextEngine {
  return {
    id: 'webllm',
    format: 'mlc',
    open: async (model, options) => {
      let library: WebLlmLibrary;
      try {
        library = await loadLibrary();
      } catch (error) {
        throw webLlmError(error, 'model-load-failed');
      }
      const support = await readSupport();
      options.signal.throwIfAborted();
      return new WebLlmModel(await openSession(model, { library, support }, options), patience);
    },
  };
}

/** How many pieces of text have their length remembered: packing counts the same messages again and again. */
const mostRemembered = 500;

class WebLlmModel implements OpenModel {
  readonly contextTokens: number;
  /** The library holds one conversation, and drops it for any other. */
  readonly onlyContinues = true;
  readonly lost: Promise<DeviceLoss>;
  readonly #session: EngineSession;
  readonly #patience: Patience;
  readonly #lengths = new Map<string, number>();

  constructor(session: EngineSession, patience: Patience) {
    this.#session = session;
    this.#patience = patience;
    this.contextTokens = session.model.contextTokens;
    this.lost = session.lost;
  }

  // eslint-disable-next-line @typescript-eslint/require-await -- a failure is a rejection
  async countTokens(messages: readonly ChatMessage[], asked: PromptOptions = {}): Promise<number> {
    const { model, modelId } = this.#session;
    const options = suited(asked, modelId);
    if (options.replySoFar !== undefined) return model.countTokens(promptText(model, messages, options));
    // While a stopped reply is ending it is not known yet what the engine keeps of it.
    const continuation = this.#session.ending ? undefined : continuationOf(model, messages, options);
    if (!continuation) return countChatTokens(model.template, messages, this.#lengthOf, options);
    const { keptTokens, pieces } = continuation;
    return pieces.reduce((total, piece) => total + this.#lengthOf(piece), keptTokens);
  }

  stream(request: TextRequest, signal: AbortSignal): AsyncIterable<TextEvent> {
    return streamText(this.#session, suited(request, this.#session.modelId), {
      signal,
      patience: this.#patience,
    });
  }

  close(): Promise<void> {
    return this.#session.close();
  }

  readonly #lengthOf = (text: string): number => {
    const known = this.#lengths.get(text);
    if (known !== undefined) return known;
    const tokens = this.#session.model.countTokens(text);
    if (this.#lengths.size >= mostRemembered) this.#lengths.clear();
    this.#lengths.set(text, tokens);
    return tokens;
  };
}

/** Only a model that can think is to be told not to. */
function suited<T extends PromptOptions>(options: T, modelId: string): T {
  const name = modelId.split(/[/:]/).at(-1) ?? modelId;
  return { ...options, skipsThinking: options.skipsThinking === true && canSkipThinking(name) };
}
