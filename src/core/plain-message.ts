import { unescapeMarkdown } from './answering/escape-markdown';
import type { Message } from './conversation';

/**
 * A message's words as they are read: an extractive answer is document text with every sign escaped. What a model
 * wrote is Markdown, and stays it.
 */
export function plainMessage(message: Message): string {
  const isEscaped = message.role === 'answer' && message.engine === 'extractive';
  return isEscaped ? unescapeMarkdown(message.text) : message.text;
}
