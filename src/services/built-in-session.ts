import type { ChatMessage } from '../core/prompt/answer-prompt';
import { expectedLanguages, type PromptApi, type PromptMessage, type PromptSession } from './prompt-api';

/**
 * A session that has read the beginning of a conversation. What asks a question in it is a copy, so that the beginning
 * is there, read, for the next question.
 */
export class BuiltInSession {
  readonly #api: PromptApi;
  #base: { session: PromptSession; read: readonly ChatMessage[] } | undefined;

  constructor(api: PromptApi) {
    this.#api = api;
  }

  /** A session of its own for one question: all messages before it have been read. Whoever takes it destroys it. */
  async take(beginning: readonly ChatMessage[], signal: AbortSignal): Promise<PromptSession> {
    const base = await this.#baseFor(beginning, signal);
    return base.clone({ signal });
  }

  close(): void {
    this.#base?.session.destroy();
    this.#base = undefined;
  }

  async #baseFor(beginning: readonly ChatMessage[], signal: AbortSignal): Promise<PromptSession> {
    const base = this.#base;
    if (base && startsWith(beginning, base.read)) {
      const unread = beginning.slice(base.read.length);
      if (unread.length === 0) return base.session;
      if (base.session.append) {
        // Half of it may have been read when it fails.
        this.#base = undefined;
        try {
          await base.session.append(unread, { signal });
        } catch (error) {
          base.session.destroy();
          throw error;
        }
        this.#base = { session: base.session, read: beginning };
        return base.session;
      }
    }
    this.close();
    const session = await this.#api.create({ ...expectedLanguages, initialPrompts: beginning, signal });
    this.#base = { session, read: beginning };
    return session;
  }
}

function startsWith(whole: readonly ChatMessage[], beginning: readonly ChatMessage[]): boolean {
  return beginning.every(({ role, content }, i) => whole[i]?.role === role && whole[i].content === content);
}

/** The last message as the session is asked it, with the reply that has begun. */
export function questionOf(messages: readonly ChatMessage[], replySoFar: string): readonly PromptMessage[] {
  const last = messages.slice(-1);
  return replySoFar === '' ? last : [...last, { role: 'assistant', content: replySoFar, prefix: true }];
}
