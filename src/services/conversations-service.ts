import { AppError } from '../core/app-error';
import { soughtWords } from '../core/find-in-messages';
import type { Conversation } from '../core/conversation';
import type { ConversationRepository } from '../storage/conversations';
import { observe } from '../storage/observe';
import type { Conversations } from './app-services';

const mostFound = 50;

export function createConversations(repository: ConversationRepository): Conversations {
  return {
    observe: (libraryId, onValue) => observe(() => repository.list(libraryId), onValue),
    observeMessages: (conversationId, onValue) => observe(() => repository.messages(conversationId), onValue),

    create: async (libraryId) => {
      const now = Date.now();
      const conversation: Conversation = {
        id: crypto.randomUUID(),
        libraryId,
        // Named after its first question.
        title: '',
        createdAt: now,
        updatedAt: now,
      };
      await repository.add(conversation);
      return conversation;
    },

    rename: async (conversationId, title) => {
      const trimmed = title.trim();
      if (trimmed === '') throw new AppError('invalid-input', 'a conversation needs a title');
      await repository.update(conversationId, { title: trimmed });
    },

    pin: (conversationId, isPinned) => repository.update(conversationId, { isPinned }),

    show: (conversationId, messageId) => repository.update(conversationId, { shownMessageId: messageId }),

    remove: (conversationId) => repository.remove(conversationId),

    restore: (conversationId) => repository.restore(conversationId),

    purge: (conversationId) => repository.purge([conversationId]),

    find: async (query, { signal }) => {
      const words = soughtWords(query);
      return words.length === 0 ? [] : repository.find(words, mostFound, signal);
    },

    messages: (conversationId) => repository.messages(conversationId),

    trace: (answerId) => repository.trace(answerId),
  };
}
