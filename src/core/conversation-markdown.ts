import { escapeMarkdown } from './answering/escape-markdown';
import type { Citation } from './citation';
import type { AnswerMessage, Conversation, Message } from './conversation';
import { exportedAnswer } from './exported-answer';
import type { SearchScope } from './search-scope';
import { shortened } from './shortened';

/** Where a citation stands, in the reader's words, as plain text. */
export type PlaceWords = (citation: Citation) => string;

/** Where a question was asked that was not asked of its whole library, in the reader's words, as plain text. */
export type ScopeWords = (scope: SearchScope) => string;

/**
 * One branch of a conversation as a Markdown document: questions are headings, citations are footnotes with the words
 * that they quote. Nothing in it makes the program that shows it ask the network for anything.
 */
export function conversationMarkdown(
  { title }: Pick<Conversation, 'title'>,
  branch: readonly Message[],
  placeOf: PlaceWords,
  scopeOf: ScopeWords,
): string {
  const parts = [`# ${escapeMarkdown(title)}`];
  const footnotes: string[] = [];
  let answers = 0;
  for (const message of branch) {
    if (message.role === 'question') {
      parts.push(`## ${escapeMarkdown(message.text)}`);
      if (message.scope) parts.push(escapeMarkdown(scopeOf(message.scope)));
      continue;
    }
    answers += 1;
    const answer = answerMarkdown(
      message,
      (n) => `${answers}-${n}`,
      (citation) => escapeMarkdown(placeOf(citation)),
    );
    if (answer.text !== '') parts.push(answer.text);
    footnotes.push(...answer.footnotes);
  }
  if (footnotes.length > 0) parts.push(footnotes.join('\n'));
  return `${parts.join('\n\n')}\n`;
}

/**
 * An answer's words with a footnote for each citation, which tells where the quote stands, in Markdown, and what it
 * says.
 */
export function answerMarkdown(
  { text, citations, engine }: Pick<AnswerMessage, 'text' | 'citations' | 'engine'>,
  footnoteId: (n: number) => string,
  placeOf: (citation: Citation) => string,
): { readonly text: string; readonly footnotes: readonly string[] } {
  const cited = new Set(citations.map(({ n }) => n));
  const written = exportedAnswer(text, {
    footnote: (n) => (cited.has(n) ? `[^${footnoteId(n)}]` : ''),
    hasFormulas: engine !== 'extractive',
  });
  return {
    text: written.trim(),
    footnotes: citations.map(
      (citation) => `[^${footnoteId(citation.n)}]: ${placeOf(citation)}: ${escapeMarkdown(citation.quote)}`,
    ),
  };
}

/** A whole conversation, its branches too, for other programs, to which the ids of a scope say nothing. */
export function conversationJson(
  conversation: Conversation,
  messages: readonly Message[],
  scopeOf: ScopeWords,
): string {
  const told = messages.map((message) =>
    message.role === 'question' && message.scope ? { ...message, askedOf: scopeOf(message.scope) } : message,
  );
  const exported = { format: 'inkstone-conversation', version: 1, conversation, messages: told };
  return `${JSON.stringify(exported, undefined, 2)}\n`;
}

/** A name that every system takes for a file. */
export function fileNameOf(title: string, extension: string): string {
  // eslint-disable-next-line no-control-regex -- they are what is not wanted
  const name = shortened(title.replace(/[\u0000-\u001f<>:"/\\|?*]+/g, ' '), 80).replace(/[. ]+$/, '');
  return `${name === '' ? 'conversation' : name}.${extension}`;
}
