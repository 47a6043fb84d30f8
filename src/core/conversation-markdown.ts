import type { Citation } from './citation';
import type { Conversation, Message } from './conversation';

/** Where a citation stands, in the reader's words. */
export type PlaceWords = (citation: Citation) => string;

/**
 * One branch of a conversation as a Markdown document: questions are headings, citations are footnotes with the words
 * that they quote.
 */
export function conversationMarkdown(
  { title }: Pick<Conversation, 'title'>,
  branch: readonly Message[],
  placeOf: PlaceWords,
): string {
  const parts = [`# ${oneLine(title)}`];
  const footnotes: string[] = [];
  let answers = 0;
  for (const message of branch) {
    if (message.role === 'question') {
      parts.push(`## ${oneLine(message.text)}`);
      continue;
    }
    answers += 1;
    const named = new Map(message.citations.map((citation) => [citation.n, citation]));
    const footnoteId = (n: number): string => `${answers}-${n}`;
    const text = message.text.replace(/ ?\[(\d{1,3})\](?!\()/g, (_, n: string) =>
      named.has(Number(n)) ? `[^${footnoteId(Number(n))}]` : '',
    );
    if (text.trim() !== '') parts.push(text.trim());
    for (const citation of message.citations) {
      footnotes.push(`[^${footnoteId(citation.n)}]: ${placeOf(citation)}: ${oneLine(citation.quote)}`);
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
  const name = title
    // eslint-disable-next-line no-control-regex -- they are what is not wanted
    .replace(/[\u0000-\u001f<>:"/\\|?*]+/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, 80)
    .replace(/[. \uD800-\uDBFF]+$/, '');
  return `${name === '' ? 'conversation' : name}.${extension}`;
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
