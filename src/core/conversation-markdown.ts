import { escapeMarkdown } from './answering/escape-markdown';
import type { Citation } from './citation';
import type { Conversation, Message } from './conversation';
import { exportedAnswer } from './exported-answer';
import { oneLine } from './one-line';

/** Where a citation stands, in the reader's words, as plain text. */
export type PlaceWords = (citation: Citation) => string;

/**
 * One branch of a conversation as a Markdown document: questions are headings, citations are footnotes with the words
 * that they quote. Nothing in it makes the program that shows it ask the network for anything.
 */
export function conversationMarkdown(
  { title }: Pick<Conversation, 'title'>,
  branch: readonly Message[],
  placeOf: PlaceWords,
): string {
  const parts = [`# ${escapeMarkdown(title)}`];
  const footnotes: string[] = [];
  let answers = 0;
  for (const message of branch) {
    if (message.role === 'question') {
      parts.push(`## ${escapeMarkdown(message.text)}`);
      continue;
    }
    answers += 1;
    const named = new Map(message.citations.map((citation) => [citation.n, citation]));
    const footnoteId = (n: number): string => `${answers}-${n}`;
    const text = exportedAnswer(message.text, {
      footnote: (n) => (named.has(n) ? `[^${footnoteId(n)}]` : ''),
      hasFormulas: message.engine !== 'extractive',
    });
    if (text.trim() !== '') parts.push(text.trim());
    for (const citation of message.citations) {
      const [place, quote] = [placeOf(citation), citation.quote].map(escapeMarkdown);
      footnotes.push(`[^${footnoteId(citation.n)}]: ${place}: ${quote}`);
    }
  }
  if (footnotes.length > 0) parts.push(footnotes.join('\n'));
  return `${parts.join('\n\n')}\n`;
}

/** A whole conversation, its branches too, for other programs. */
export function conversationJson(conversation: Conversation, messages: readonly Message[]): string {
  return `${JSON.stringify({ format: 'inkstone-conversation', version: 1, conversation, messages }, undefined, 2)}\n`;
}

/** A name that every system takes for a file. */
export function fileNameOf(title: string, extension: string): string {
  // eslint-disable-next-line no-control-regex -- they are what is not wanted
  const name = oneLine(title.replace(/[\u0000-\u001f<>:"/\\|?*]+/g, ' '))
    .slice(0, 80)
    .replace(/[. \uD800-\uDBFF]+$/, '');
  return `${name === '' ? 'conversation' : name}.${extension}`;
}
