import type { Conversation } from '../core/conversation';
import type { FoundConversation } from '../core/find-in-messages';
import type { Conversations } from '../services/app-services';
import type { LibrariesState } from './libraries-state.svelte';
import { follow } from './follow.svelte';

type Choice =
  /** The one used last, until the conversations are loaded. */
  | { readonly kind: 'latest' }
  /** Not stored yet: it is made with its first question. */
  | { readonly kind: 'new'; readonly libraryId: string | undefined }
  | { readonly kind: 'existing'; readonly id: string };

/** The conversations of the shown library, and the one that is open. */
export class ConversationsState {
  readonly #conversations: Conversations;
  readonly #libraries: LibrariesState;
  #all = $state.raw<readonly Conversation[]>([]);
  #loadedLibraryId = $state.raw<string | undefined>();
  #choice = $state.raw<Choice>({ kind: 'latest' });
  #visits = $state.raw(0);
  #onCreated: (conversation: Conversation) => void = () => undefined;

  constructor(conversations: Conversations, libraries: LibrariesState) {
    this.#conversations = conversations;
    this.#libraries = libraries;
    const libraryId = $derived(libraries.current?.id);
    follow<{ libraryId: string; conversations: readonly Conversation[] }>(
      () =>
        libraryId === undefined
          ? undefined
          : (onValue) =>
              conversations.observe(libraryId, (found) => {
                onValue({ libraryId, conversations: found });
              }),
      (found) => {
        this.#take(found.libraryId, found.conversations);
      },
    );
  }

  /** Those that hold a question, used last first. */
  readonly all: readonly Conversation[] = $derived.by(() => (this.isLoaded ? this.#all : []));

  get isLoaded(): boolean {
    return this.#loadedLibraryId !== undefined && this.#loadedLibraryId === this.#libraries.current?.id;
  }

  /** Undefined for a new conversation. */
  readonly current: Conversation | undefined = $derived.by(() => {
    const choice = this.#choice;
    if (choice.kind !== 'existing') return undefined;
    return this.all.find((conversation) => conversation.id === choice.id);
  });

  /** Rises when somebody goes to another conversation, and not when one is made or goes away where they are. */
  get visits(): number {
    return this.#visits;
  }

  /** Told of a new conversation just before it is open. */
  onCreated(listener: (conversation: Conversation) => void): void {
    this.#onCreated = listener;
  }

  open(conversationId: string): void {
    this.#visits += 1;
    this.#choice = { kind: 'existing', id: conversationId };
  }

  startNew(): void {
    this.#visits += 1;
    this.#choose(undefined);
  }

  /** What an address names in the shown library, undefined for a new one; the one used last where it is gone. */
  openAt(libraryId: string, conversationId: string | undefined): void {
    const isGone = this.isLoaded && !this.all.some(({ id }) => id === conversationId);
    if (conversationId === undefined) this.#choice = { kind: 'new', libraryId };
    else this.#choice = isGone ? latestOf(libraryId, this.all) : { kind: 'existing', id: conversationId };
  }

  /** Stores and opens a conversation in the shown library. */
  async create(libraryId: string): Promise<Conversation> {
    const conversation = await this.#conversations.create(libraryId);
    this.#onCreated(conversation);
    this.#choose(conversation.id);
    return conversation;
  }

  rename(conversationId: string, title: string): Promise<void> {
    return this.#conversations.rename(conversationId, title);
  }

  /** In every library, newest first. */
  find(query: string, signal: AbortSignal): Promise<FoundConversation[]> {
    return this.#conversations.find(query, { signal });
  }

  pin(conversationId: string, isPinned: boolean): Promise<void> {
    return this.#conversations.pin(conversationId, isPinned);
  }

  /** Returns what brings it back as it was; `purge` makes the removal good. */
  async remove(
    conversationId: string,
  ): Promise<{ restore: () => Promise<void>; purge: () => Promise<void> }> {
    const isOpen = this.current?.id === conversationId;
    await this.#conversations.remove(conversationId);
    if (isOpen) this.#choose(undefined);
    return {
      restore: async () => {
        await this.#conversations.restore(conversationId);
        if (isOpen && this.#choice.kind === 'new') this.#choose(conversationId);
      },
      purge: () => this.#conversations.purge(conversationId),
    };
  }

  #choose(conversationId: string | undefined): void {
    this.#choice =
      conversationId === undefined
        ? { kind: 'new', libraryId: this.#libraries.current?.id }
        : { kind: 'existing', id: conversationId };
  }

  /** One that was chosen from another library comes with its own. */
  #isChosenFrom(libraryId: string, found: readonly Conversation[]): boolean {
    const choice = this.#choice;
    if (choice.kind === 'new') return choice.libraryId === libraryId;
    return choice.kind === 'existing' && found.some(({ id }) => id === choice.id);
  }

  #take(libraryId: string, found: readonly Conversation[]): void {
    const before = this.#loadedLibraryId;
    if (before !== libraryId) {
      if (this.#libraries.all.some(({ id }) => id === before)) this.#visits += 1;
      if (!this.#isChosenFrom(libraryId, found)) this.#choice = { kind: 'latest' };
    }
    if (this.#choice.kind === 'latest') this.#choice = latestOf(libraryId, found);
    this.#all = found;
    this.#loadedLibraryId = libraryId;
  }
}

function latestOf(libraryId: string, conversations: readonly Conversation[]): Choice {
  const [first, ...others] = conversations;
  if (!first) return { kind: 'new', libraryId };
  const { id } = others.reduce((a, b) => (b.updatedAt > a.updatedAt ? b : a), first);
  return { kind: 'existing', id };
}
