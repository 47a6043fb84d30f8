import type { Transaction } from 'dexie';
import type { Message } from '../core/conversation';

/** Each question is told which answer it was asked after: until this version a conversation was a list. */
export async function linkMessages(transaction: Transaction): Promise<void> {
  const messages = transaction.table<Message, string>('messages');
  const lastAnswerIds = new Map<string, string>();
  const questions: Message[] = [];
  await messages.orderBy('[conversationId+createdAt]').each((message) => {
    const { conversationId, id } = message;
    if (message.role === 'answer') lastAnswerIds.set(conversationId, id);
    else questions.push({ ...message, answerId: lastAnswerIds.get(conversationId) ?? null });
  });
  await messages.bulkPut(questions);
}
