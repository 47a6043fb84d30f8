import { isAbortError, toAppError, type AppError } from '../core/app-error';
import type { FoundConversation } from '../core/find-in-messages';
import type { ConversationsState } from './conversations-state.svelte';
import { pause } from './pause';

/** After the last key. */
const restMs = 150;

export type ConversationResults =
  | { readonly status: 'idle' }
  | { readonly status: 'searching'; readonly found: readonly FoundConversation[] }
  | { readonly status: 'ready'; readonly found: readonly FoundConversation[] }
  | { readonly status: 'failed'; readonly error: AppError };

/** Looks through the conversations of all libraries as one types. Lives as long as its component. */
export class ConversationSearch {
  query = $state('');
  #results = $state.raw<ConversationResults>({ status: 'idle' });

  constructor(conversations: Pick<ConversationsState, 'find'>) {
    $effect(() => {
      const query = this.query.trim();
      const stop = new AbortController();
      if (query === '') this.#results = { status: 'idle' };
      else void this.#run(conversations, query, stop.signal);
      return () => {
        stop.abort();
      };
    });
  }

  get results(): ConversationResults {
    return this.#results;
  }

  async #run(
    conversations: Pick<ConversationsState, 'find'>,
    query: string,
    signal: AbortSignal,
  ): Promise<void> {
    try {
      await pause(restMs, signal);
      const before = this.#results;
      this.#results = { status: 'searching', found: 'found' in before ? before.found : [] };
      const found = await conversations.find(query, signal);
      if (!signal.aborted) this.#results = { status: 'ready', found };
    } catch (error) {
      if (signal.aborted || isAbortError(error)) return;
      this.#results = { status: 'failed', error: toAppError(error) };
    }
  }
}
