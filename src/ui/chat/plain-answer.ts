import type { Citation } from '../../core/citation';
import type { AnswerMessage } from '../../core/conversation';
import { oneLine } from '../../core/one-line';
import { plainMessage } from '../../core/plain-message';
import type { Messages } from '../../i18n/en';
import { citedPage } from '../common/cited-page';

/** The answer with its quotes below it, for pasting elsewhere; a model's answer keeps its Markdown. */
export function plainAnswer(message: AnswerMessage, words: Messages): string {
  const notes = message.citations.map(
    (citation) => `[${citation.n}] ${citedPlace(citation, words)}: ${oneLine(citation.quote)}`,
  );
  return [plainMessage(message).trim(), ...(notes.length > 0 ? [notes.join('\n')] : [])].join('\n\n');
}

/** The document's name, with the page where there is one. */
export function citedPlace(citation: Citation, words: Messages): string {
  const page = citedPage(citation, words);
  return page === undefined ? citation.documentName : `${citation.documentName}, ${page}`;
}
