import type { AnswerMessage } from '../../core/conversation';
import type { Messages } from '../../i18n/en';

/** The answer with its quotes below it, for pasting elsewhere. */
export function plainAnswer(message: AnswerMessage, { citation: words }: Messages): string {
  const notes = message.citations.map(({ n, documentName, page, quote }) => {
    const place = page === undefined ? documentName : `${documentName}, ${words.page(page)}`;
    return `[${n}] ${place}: ${quote.replace(/\s+/g, ' ')}`;
  });
  return [message.text.trim(), ...(notes.length > 0 ? [notes.join('\n')] : [])].join('\n\n');
}
