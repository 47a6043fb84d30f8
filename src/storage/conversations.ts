import type { Conversation, Message } from '../core/conversation';
import type { InkstoneDatabase } from './database';

export class ConversationRepository {
  readonly #database: InkstoneDatabase;

  constructor(database: InkstoneDatabase) {
    this.#database = database;
  }

  /** Newest first. */
  list(libraryId: string): Promise<Conversation[]> {
    return this.#database.conversations
      .where('[libraryId+updatedAt]')
      .between([libraryId, -Infinity], [libraryId, Infinity])
      .reverse()
      .toArray();
  }

  get(conversationId: string): Promise<Conversation | undefined> {
    return this.#database.conversations.get(conversationId);
  }

  async add(conversation: Conversation): Promise<void> {
    await this.#database.conversations.add(conversation);
  }

  async update(conversationId: string, change: Partial<Omit<Conversation, 'id'>>): Promise<void> {
    await this.#database.conversations.update(conversationId, change);
  }

  async remove(conversationId: string): Promise<void> {
    const { conversations, messages } = this.#database;
    await this.#database.transaction('rw', conversations, messages, async () => {
      await this.#messagesOf(conversationId).delete();
      await conversations.delete(conversationId);
    });
  }

  /** Oldest first. */
  messages(conversationId: string): Promise<Message[]> {
    return this.#messagesOf(conversationId).toArray();
  }

  message(messageId: string): Promise<Message | undefined> {
    return this.#database.messages.get(messageId);
  }

  /** Adds or replaces messages and marks their conversation as changed; a removed conversation stays removed. */
  async save(messages: readonly Message[]): Promise<void> {
    const { conversations } = this.#database;
    await this.#database.transaction('rw', conversations, this.#database.messages, async () => {
      for (const message of messages) {
        const isKept = await conversations.update(message.conversationId, { updatedAt: Date.now() });
        if (isKept > 0) await this.#database.messages.put(message);
      }
    });
  }

  /** Answers that were being written when the page went away are kept as stopped. */
  async settleStreaming(): Promise<void> {
    await this.#database.messages
      .filter((message) => message.role === 'answer' && message.status === 'streaming')
      .modify((message) => {
        Object.assign(message, { status: 'stopped' });
      });
  }

  #messagesOf(conversationId: string) {
    return this.#database.messages
      .where('[conversationId+createdAt]')
      .between([conversationId, -Infinity], [conversationId, Infinity]);
  }
}
