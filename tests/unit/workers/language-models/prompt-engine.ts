import type { ChatMessage } from '../../../../src/core/prompt/answer-prompt';
import type {
  DeviceLoss,
  OpenModel,
  PromptOptions,
  TextEvent,
  TextRequest,
} from '../../../../workers/language-models/text-engine';

export interface ReadPrompt {
  readonly messages: readonly ChatMessage[];
  readonly promptTokens: number;
  /** Tokens that were not in the cache. */
  readonly processed: number;
}

const noThoughts = '<think>\n\n</think>\n\n';

interface Script {
  /** What it writes, call by call; the last one again after that. */
  readonly replies: readonly string[];
  readonly contextTokens?: number;
  /** Asked not to think it begins its reply with an empty thought, which its template drops from earlier turns. */
  readonly thinks?: boolean;
  readonly onlyContinues?: boolean;
  /** Ends its stream with an error after so many pieces. */
  readonly failsAfter?: number;
}

/**
 * A model that keeps what it has read and written, as engines do: of a new prompt it reads what differs from the
 * first different token on. Its tokens are words and single signs.
 */
export class PromptEngine implements OpenModel {
  readonly contextTokens: number;
  readonly onlyContinues: boolean;
  readonly read: ReadPrompt[] = [];
  readonly requests: TextRequest[] = [];
  readonly lost = new Promise<DeviceLoss>(() => undefined);
  counts = 0;
  #cache: readonly string[] = [];
  #failsAfter: number;
  readonly #script: Script;

  constructor(script: Script) {
    this.#script = script;
    this.contextTokens = script.contextTokens ?? 8192;
    this.onlyContinues = script.onlyContinues ?? false;
    this.#failsAfter = script.failsAfter ?? Infinity;
  }

  countTokens(messages: readonly ChatMessage[], options: PromptOptions = {}): Promise<number> {
    this.counts += 1;
    return Promise.resolve(this.#prompt(messages, options).length);
  }

  /** Tokens of a question's own message, with the head of the reply to it and the end of the reply before it. */
  tokensOfTurn(message: ChatMessage): number {
    return tokensOf(`<end>\n${render(message)}`).length + this.#head({ skipsThinking: true }).length;
  }

  async *stream(request: TextRequest, signal: AbortSignal): AsyncGenerator<TextEvent, void, undefined> {
    const { messages, maxTokens } = request;
    this.requests.push(request);
    const prompt = this.#prompt(messages, request);
    const promptTokens = prompt.length;
    const cachedTokens = commonLength(prompt, this.#cache);
    this.read.push({ messages, promptTokens, processed: promptTokens - cachedTokens });
    this.#cache = prompt;
    const { replies } = this.#script;
    const whole = replies[Math.min(this.requests.length, replies.length) - 1] ?? '';
    const tokens = tokensOf(whole.slice(request.replySoFar?.length ?? 0));
    const written = tokens.slice(0, maxTokens);
    let pieces = 0;
    for (const token of written) {
      await Promise.resolve();
      signal.throwIfAborted();
      if (pieces >= this.#failsAfter) {
        this.#failsAfter = Infinity;
        this.#cache = [];
        throw new Error('the device is lost');
      }
      pieces += 1;
      this.#cache = [...this.#cache, token];
      yield { kind: 'text', text: token };
    }
    const reason = written.length < tokens.length ? 'length' : 'complete';
    const usage = { promptTokens, cachedTokens, completionTokens: written.length };
    yield { kind: 'end', reason, usage };
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  #prompt(messages: readonly ChatMessage[], options: PromptOptions): string[] {
    const { replySoFar = '' } = options;
    return [...tokensOf(messages.map(render).join('')), ...this.#head(options), ...tokensOf(replySoFar)];
  }

  #head({ skipsThinking = false }: PromptOptions): string[] {
    const isEmpty = skipsThinking && this.#script.thinks === true;
    return tokensOf(`<assistant>\n${isEmpty ? noThoughts : ''}`);
  }
}

function render({ role, content }: ChatMessage): string {
  return `<${role}>\n${content}<end>\n`;
}

function tokensOf(text: string): string[] {
  return text.match(/[a-zA-Z]+|[^a-zA-Z]/gu) ?? [];
}

function commonLength(a: readonly string[], b: readonly string[]): number {
  let length = 0;
  while (length < a.length && length < b.length && a[length] === b[length]) length += 1;
  // The last token is always read: what comes after it is asked.
  return Math.min(length, a.length - 1);
}
