import type { AnswerTrace } from '../core/answer-trace';
import type { Conversation, Message } from '../core/conversation';
import {
  findInMessage,
  holdsAll,
  type FoundConversation,
  type FoundInMessage,
} from '../core/find-in-messages';
import type { InkstoneDatabase } from './database';

/** Read at once when looking through them. */
const messagesPerRead = 32;

interface SaveOptions {
  /** Of one of the answers. */
  readonly trace?: AnswerTrace | undefined;
  /** The branch with this message is shown from now on. */
  readonly shownMessageId?: string;
  /** For a conversation that has none. */
  readonly title?: string;
  /** An answer that goes on: the conversation is not told to have changed. */
  readonly isInProgress?: boolean;
}

export class ConversationRepository {
  readonly #database: InkstoneDatabase;

  constructor(database: InkstoneDatabase) {
    this.#database = database;
  }

  /** Pinned ones first, then newest first; without those that were removed. */
  async list(libraryId: string): Promise<Conversation[]> {
    const newestFirst = await this.#database.conversations
      .where('[libraryId+updatedAt]')
      .between([libraryId, -Infinity], [libraryId, Infinity])
      .reverse()
      .toArray();
    const listed = newestFirst.filter(({ removedAt }) => removedAt === undefined);
    return listed.sort((a, b) => Number(b.isPinned ?? false) - Number(a.isPinned ?? false));
  }

  /** Undefined for one that was removed. */
  async get(conversationId: string): Promise<Conversation | undefined> {
    const conversation = await this.#database.conversations.get(conversationId);
    return conversation?.removedAt === undefined ? conversation : undefined;
  }

  async add(conversation: Conversation): Promise<void> {
    await this.#database.conversations.add(conversation);
  }

  async update(conversationId: string, change: Partial<Omit<Conversation, 'id'>>): Promise<void> {
    await this.#database.conversations.update(conversationId, change);
  }

  /** It is not listed any more, and can be brought back until `purge`. */
  async remove(conversationId: string): Promise<void> {
    await this.update(conversationId, { removedAt: Date.now() });
  }

  async restore(conversationId: string): Promise<void> {
    await this.#database.conversations.where({ id: conversationId }).modify((conversation) => {
      delete (conversation as { removedAt?: number }).removedAt;
    });
  }

  /** Deletes conversations that were removed, with all that belongs to them: those named, or all of them. */
  async purge(conversationIds?: readonly string[]): Promise<void> {
    const database = this.#database;
    const { conversations, messages, traces, drafts } = database;
    await database.transaction('rw', conversations, messages, traces, drafts, async () => {
      const removed = await conversations.filter(({ removedAt }) => removedAt !== undefined).primaryKeys();
      const ids = removed.filter((id) => conversationIds?.includes(id) ?? true);
      await deleteConversations(database, ids);
    });
  }

  /** Deletes those from before then in which nothing was asked: the app was closed before the question was stored. */
  async purgeUnasked(before: number): Promise<void> {
    const database = this.#database;
    const { conversations, messages, traces, drafts } = database;
    await database.transaction('rw', conversations, messages, traces, drafts, async () => {
      const untitled = await conversations
        .filter(({ title, createdAt }) => title === '' && createdAt < before)
        .primaryKeys();
      const unasked: string[] = [];
      for (const id of untitled) {
        const isKept = (await messagesOf(database, id).count()) > 0 || (await drafts.get(id)) !== undefined;
        if (!isKept) unasked.push(id);
      }
      await deleteConversations(database, unasked);
    });
  }

  /** Those whose title or messages hold all the words, newest first, in every library. */
  async find(words: readonly string[], limit: number, signal: AbortSignal): Promise<FoundConversation[]> {
    const newestFirst = (await this.#database.conversations.toArray()).sort(
      (a, b) => b.updatedAt - a.updatedAt,
    );
    const found: FoundConversation[] = [];
    for (const conversation of newestFirst) {
      if (conversation.removedAt !== undefined) continue;
      const inMessage = await this.#newestHolding(conversation.id, words, signal);
      if (inMessage) found.push({ conversation, inMessage });
      else if (holdsAll(conversation.title, words)) found.push({ conversation });
      if (found.length === limit) break;
    }
    return found;
  }

  /** Reads some at a time: this runs on the main thread, which has other things to do in between. */
  async #newestHolding(
    conversationId: string,
    words: readonly string[],
    signal: AbortSignal,
  ): Promise<FoundInMessage | undefined> {
    const newestFirst = messagesOf(this.#database, conversationId).reverse();
    for (let first = 0; ; first += messagesPerRead) {
      const messages = await newestFirst.clone().offset(first).limit(messagesPerRead).toArray();
      signal.throwIfAborted();
      for (const message of messages) {
        const found = findInMessage(message, words);
        if (found) return found;
      }
      if (messages.length < messagesPerRead) return undefined;
    }
  }

  /** Of all branches, oldest first. */
  messages(conversationId: string): Promise<Message[]> {
    return messagesOf(this.#database, conversationId).toArray();
  }

  message(messageId: string): Promise<Message | undefined> {
    return this.#database.messages.get(messageId);
  }

  trace(messageId: string): Promise<AnswerTrace | undefined> {
    return this.#database.traces.get(messageId);
  }

  /**
   * Adds or replaces messages with their traces, and marks their conversation as changed; a deleted conversation stays
   * deleted.
   */
  async save(messages: readonly Message[], options: SaveOptions = {}): Promise<void> {
    const { trace, shownMessageId, title, isInProgress = false } = options;
    const { conversations, traces } = this.#database;
    await this.#database.transaction('rw', conversations, this.#database.messages, traces, async () => {
      for (const message of messages) {
        const conversation = await conversations.get(message.conversationId);
        if (!conversation) continue;
        if (!isInProgress) {
          await conversations.put({
            ...conversation,
            updatedAt: Date.now(),
            ...(shownMessageId === undefined ? {} : { shownMessageId }),
            ...(title === undefined || conversation.title !== '' ? {} : { title }),
          });
        }
        await this.#database.messages.put(message);
        if (trace?.messageId === message.id) await traces.put(trace);
        // One that is begun again has not come about yet.
        else if (message.text === '') await traces.delete(message.id);
      }
    });
  }

  /** Answers that were being written when the page went away are kept as stopped. */
  async settleStreaming(): Promise<void> {
    await this.#database.messages.where({ status: 'streaming' }).modify((message) => {
      Object.assign(message, { status: 'stopped' });
    });
  }
}

/** Inside a transaction over conversations, messages, traces and drafts. */
export async function deleteConversations(
  database: InkstoneDatabase,
  conversationIds: readonly string[],
): Promise<void> {
  for (const id of conversationIds) await messagesOf(database, id).delete();
  await database.traces
    .where('conversationId')
    .anyOf([...conversationIds])
    .delete();
  await database.drafts.bulkDelete([...conversationIds]);
  await database.conversations.bulkDelete([...conversationIds]);
}

function messagesOf(database: InkstoneDatabase, conversationId: string) {
  return database.messages
    .where('[conversationId+createdAt]')
    .between([conversationId, -Infinity], [conversationId, Infinity]);
}
