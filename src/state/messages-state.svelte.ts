import { AppError, toAppError } from '../core/app-error';
import type { AnswerMessage, Message, QuestionMessage } from '../core/conversation';
import { branchOf, parentIdOf, versionsByParent } from '../core/conversation-tree';
import type { SearchScope } from '../core/search-scope';
import type { AnswerPhase, Answers, AnswerUpdate, Conversations, Drafts } from '../services/app-services';
import type { ConversationsState } from './conversations-state.svelte';
import { DraftsState } from './drafts-state.svelte';
import { follow } from './follow.svelte';
import type { LibrariesState } from './libraries-state.svelte';

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
  #failure = $state.raw<{ readonly key: string; readonly error: AppError } | undefined>();
  #goalId = $state.raw<string | undefined>();
  #awaited: readonly { readonly id: string; readonly resolve: () => void }[] = [];
  #onAnswered: (message: AnswerMessage) => void = () => undefined;
  readonly #service: Conversations;
  readonly #drafts: DraftsState;
  readonly #libraries: LibrariesState;

  constructor(
    services: { answers: Answers; conversations: Conversations; drafts: Drafts },
    conversations: ConversationsState,
    libraries: LibrariesState,
  ) {
    this.#answers = services.answers;
    this.#service = services.conversations;
    this.#conversations = conversations;
    this.#libraries = libraries;
    this.#drafts = new DraftsState(services.drafts);
    $effect.pre(() => {
      const key = this.#draftKey;
      if (key !== undefined) this.#drafts.load(key).catch((error: unknown) => reportError(error));
    });
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
        this.#stored = keepUnchanged(this.#stored, found.messages);
        this.#loadedId = found.conversationId;
        for (const { resolve } of this.#awaited.filter(({ id }) => id === found.conversationId)) resolve();
        this.#awaited = this.#awaited.filter(({ id }) => id !== found.conversationId);
      },
    );
  }

  /** Of all branches, as they are stored. */
  readonly #ofAllBranches: readonly Message[] = $derived.by(() => {
    const id = this.#conversations.current?.id;
    return id === undefined || id !== this.#loadedId ? [] : this.#stored;
  });

  // An answer that is being written has its place already: its words change neither the branch nor the versions.
  readonly #branch = $derived.by(() =>
    branchOf(this.#ofAllBranches, this.#conversations.current?.shownMessageId),
  );

  readonly #versions = $derived.by(() => versionsByParent(this.#ofAllBranches));

  /** The branch that is shown, oldest first; the answer being written as far as it has come. */
  readonly all: readonly Message[] = $derived.by(() => {
    const written = this.#current?.update?.message;
    if (!written) return this.#branch;
    return this.#branch.map((message) => (message.id === written.id ? written : message));
  });

  /** The text of a question that is not asked yet in the open conversation. */
  get draft(): string {
    const key = this.#draftKey;
    return key === undefined ? '' : this.#drafts.get(key);
  }

  set draft(text: string) {
    const key = this.#draftKey;
    if (key !== undefined) this.#drafts.set(key, text);
  }

  /** The message among those that stand in its place on other branches, oldest first. */
  versionsOf(message: Message): readonly Message[] {
    return this.#versions.get(parentIdOf(message)) ?? [message];
  }

  /** Shows the branch of another version. */
  show({ conversationId, id }: Message): Promise<void> {
    return this.#service.show(conversationId, id);
  }

  /** Once the messages of a conversation that is being opened are there. */
  whenShown(conversationId: string): Promise<void> {
    if (this.#loadedId === conversationId) return Promise.resolve();
    return new Promise((resolve) => {
      this.#awaited = [...this.#awaited, { id: conversationId, resolve }];
    });
  }

  /** A message that is to be brought into sight. */
  get goalId(): string | undefined {
    return this.#goalId;
  }

  bringIntoSight(messageId: string): void {
    this.#goalId = messageId;
  }

  reachGoal(messageId: string): void {
    if (this.#goalId === messageId) this.#goalId = undefined;
  }

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

  /** Why the last question of the open conversation could not be asked at all. */
  get failure(): AppError | undefined {
    return this.#failure?.key === this.#draftKey ? this.#failure?.error : undefined;
  }

  get isAnyAsking(): boolean {
    return this.#asking.size > 0;
  }

  onAnswered(listener: (message: AnswerMessage) => void): void {
    this.#onAnswered = listener;
  }

  /** Asks in the open conversation, or in a new one of the given library; without a scope, of its whole library. */
  ask(libraryId: string, question: string, scope?: SearchScope): Promise<void> {
    const open = this.#conversations.current;
    const key = open?.id ?? libraryId;
    const isDraft = this.#drafts.get(key).trim() === question;
    const onStored = isDraft ? this.#drafts.ask(key) : undefined;
    return this.#ask(question, key, async (place) => {
      try {
        const { id } = open ?? (await this.#conversations.create(libraryId));
        place.key = id;
        await this.#follow(id, (signal) => this.#answers.ask(id, question, { signal, scope }), onStored);
      } finally {
        onStored?.();
      }
    });
  }

  /** Asks an earlier question in other words, of the same scope, on a branch of its own. */
  edit(asked: QuestionMessage, question: string): Promise<void> {
    return this.#askInsteadOf(asked, question, asked.scope);
  }

  /** Asks a question of a part of its library again, of all of it, on a branch of its own. */
  askAll(asked: QuestionMessage): Promise<void> {
    const libraryIds = asked.scope?.libraryIds ?? [];
    return this.#askInsteadOf(asked, asked.text, libraryIds.length > 1 ? { libraryIds } : undefined);
  }

  /** Resolves with whether the same quotes came out again, and no other version. */
  async retry(answer: AnswerMessage): Promise<boolean> {
    this.#failure = undefined;
    const { conversationId, id } = answer;
    try {
      const last = await this.#follow(conversationId, (signal) => this.#answers.retry(id, { signal }));
      return last?.isRepeated === true;
    } catch (error) {
      this.#failure = { key: conversationId, error: toAppError(error) };
      return false;
    }
  }

  /** Whatever is written in a conversation that is going away. */
  stopIn(conversationId: string): void {
    this.#asking.get(conversationId)?.controller.abort();
  }

  stop(): void {
    this.#current?.controller.abort();
  }

  dismissFailure(): void {
    this.#failure = undefined;
  }

  #askInsteadOf(
    { id, conversationId }: QuestionMessage,
    question: string,
    scope: SearchScope | undefined,
  ): Promise<void> {
    return this.#ask(question, conversationId, async () => {
      await this.#follow(conversationId, (signal) =>
        this.#answers.ask(conversationId, question, { signal, scope, insteadOf: id }),
      );
    });
  }

  /** `key`: what a draft of it belongs to, which may change as it is asked. */
  async #ask(question: string, key: string, ask: (place: { key: string }) => Promise<void>): Promise<void> {
    this.#failure = undefined;
    const place = { key };
    try {
      await ask(place);
    } catch (error) {
      this.#failure = { key: place.key, error: toAppError(error) };
      // What was typed is not lost.
      if (this.#drafts.get(place.key) === '') this.#drafts.set(place.key, question);
    }
  }

  get #draftKey(): string | undefined {
    return this.#conversations.current?.id ?? this.#libraries.current?.id;
  }

  get #current(): Asking | undefined {
    const id = this.#conversations.current?.id;
    return id === undefined ? undefined : this.#asking.get(id);
  }

  /** Resolves with the last update. */
  async #follow(
    conversationId: string,
    begin: (signal: AbortSignal) => AsyncIterable<AnswerUpdate>,
    onStored?: () => void,
  ): Promise<AnswerUpdate | undefined> {
    if (this.#asking.has(conversationId)) return undefined;
    const controller = new AbortController();
    this.#set(conversationId, { controller });
    let last: AnswerUpdate | undefined;
    let frame = 0;
    const show = (): void => {
      cancelAnimationFrame(frame);
      frame = 0;
      if (last) this.#set(conversationId, { controller, update: last });
    };
    try {
      for await (const update of begin(controller.signal)) {
        if (!last) onStored?.();
        const isNewPhase = update.phase !== last?.phase;
        last = update;
        if (isNewPhase) show();
        // Words come faster than they can be shown: once a frame is enough.
        else if (frame === 0) frame = requestAnimationFrame(show);
      }
    } finally {
      cancelAnimationFrame(frame);
      if (last) this.#settle(last.message);
      this.#set(conversationId, undefined);
    }
    // Whoever gives up looking for quotes again has the answer that was there.
    if (last && !last.isRepeated && !controller.signal.aborted) this.#onAnswered(last.message);
    return last;
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

/** The messages as they are now; those that are what they were stay the same objects, and are not drawn again. */
function keepUnchanged(before: readonly Message[], now: readonly Message[]): readonly Message[] {
  const known = new Map(before.map((message) => [message.id, message]));
  return now.map((message) => {
    const earlier = known.get(message.id);
    return earlier && JSON.stringify(earlier) === JSON.stringify(message) ? earlier : message;
  });
}
