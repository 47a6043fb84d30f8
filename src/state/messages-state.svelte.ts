import { AppError, toAppError } from '../core/app-error';
import type { AnswerMessage, Message, QuestionMessage } from '../core/conversation';
import type { SearchScope } from '../core/search-scope';
import type { AnswerPhase, Answers, AnswerUpdate, Conversations } from '../services/app-services';
import type { ConversationsState } from './conversations-state.svelte';
import { follow } from './follow.svelte';

interface Asking {
  readonly controller: AbortController;
  /** Undefined until the question is stored. */
  readonly update?: AnswerUpdate;
}

/** The messages of the open conversation. Answers go on being written while another one is open. */
export class MessagesState {
  readonly #answers: Answers;
  readonly #conversations: ConversationsState;
  #stored = $state.raw<readonly Message[]>([]);
  #loadedId = $state.raw<string | undefined>();
  #asking = $state.raw<ReadonlyMap<string, Asking>>(new Map());
  #failure = $state.raw<AppError | undefined>();
  #onAnswered: (message: AnswerMessage) => void = () => undefined;
  /** The text of a question that is not asked yet. */
  draft = $state('');

  constructor(
    services: { answers: Answers; conversations: Conversations },
    conversations: ConversationsState,
  ) {
    this.#answers = services.answers;
    this.#conversations = conversations;
    const conversationId = $derived(conversations.current?.id);
    follow<{ conversationId: string; messages: readonly Message[] }>(
      () =>
        conversationId === undefined
          ? undefined
          : (onValue) =>
              services.conversations.observeMessages(conversationId, (messages) => {
                onValue({ conversationId, messages });
              }),
      (found) => {
        this.#stored = found.messages;
        this.#loadedId = found.conversationId;
      },
    );
  }

  /** Oldest first; the answer being written as far as it has come. */
  readonly all: readonly Message[] = $derived.by(() => {
    const id = this.#conversations.current?.id;
    if (id === undefined || id !== this.#loadedId) return [];
    const written = this.#asking.get(id)?.update?.message;
    if (!written) return this.#stored;
    return this.#stored.map((message) => (message.id === written.id ? written : message));
  });

  get lastQuestion(): QuestionMessage | undefined {
    return this.all.findLast((message) => message.role === 'question');
  }

  /** Set while the open conversation is being answered. */
  get isAsking(): boolean {
    return this.#current !== undefined;
  }

  get phase(): AnswerPhase | undefined {
    const asking = this.#current;
    return asking && (asking.update?.phase ?? 'searching');
  }

  /** Why the last question could not be asked at all. */
  get failure(): AppError | undefined {
    return this.#failure;
  }

  get isAnyAsking(): boolean {
    return this.#asking.size > 0;
  }

  onAnswered(listener: (message: AnswerMessage) => void): void {
    this.#onAnswered = listener;
  }

  /** Asks in the open conversation, or in a new one of the given library; without a scope, of its whole library. */
  async ask(libraryId: string, question: string, scope?: SearchScope): Promise<void> {
    this.#failure = undefined;
    try {
      const conversation = this.#conversations.current ?? (await this.#conversations.create(libraryId));
      await this.#follow(conversation.id, (signal) =>
        this.#answers.ask(conversation.id, question, { signal, scope }),
      );
    } catch (error) {
      this.#failure = toAppError(error);
      // What was typed is not lost.
      if (this.draft === '') this.draft = question;
    }
  }

  async retry(answer: AnswerMessage): Promise<void> {
    this.#failure = undefined;
    try {
      await this.#follow(answer.conversationId, (signal) => this.#answers.retry(answer.id, { signal }));
    } catch (error) {
      this.#failure = toAppError(error);
    }
  }

  stop(): void {
    this.#current?.controller.abort();
  }

  dismissFailure(): void {
    this.#failure = undefined;
  }

  get #current(): Asking | undefined {
    const id = this.#conversations.current?.id;
    return id === undefined ? undefined : this.#asking.get(id);
  }

  async #follow(
    conversationId: string,
    begin: (signal: AbortSignal) => AsyncIterable<AnswerUpdate>,
  ): Promise<void> {
    if (this.#asking.has(conversationId)) return;
    const controller = new AbortController();
    this.#set(conversationId, { controller });
    let last: AnswerUpdate | undefined;
    try {
      for await (const update of begin(controller.signal)) {
        last = update;
        this.#set(conversationId, { controller, update });
      }
    } finally {
      if (last) this.#settle(last.message);
      this.#set(conversationId, undefined);
    }
    if (last) this.#onAnswered(last.message);
  }

  /** Shown at once, and not only when the store has told of it. */
  #settle(message: AnswerMessage): void {
    this.#stored = this.#stored.map((stored) => (stored.id === message.id ? message : stored));
  }

  #set(conversationId: string, asking: Asking | undefined): void {
    const next = new Map(this.#asking);
    if (asking) next.set(conversationId, asking);
    else next.delete(conversationId);
    this.#asking = next;
  }
}
