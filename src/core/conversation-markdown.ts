import type { Citation } from './citation';
import type { AnswerMessage, Conversation, Message } from './conversation';

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
    const answer = answerMarkdown(message, (n) => `${answers}-${n}`, placeOf);
    if (answer.text !== '') parts.push(answer.text);
    footnotes.push(...answer.footnotes);
  }
  if (footnotes.length > 0) parts.push(footnotes.join('\n'));
  return `${parts.join('\n\n')}\n`;
}

/** An answer's words with a footnote for each citation, which tells where the quote stands and what it says. */
export function answerMarkdown(
  { text, citations }: Pick<AnswerMessage, 'text' | 'citations'>,
  footnoteId: (n: number) => string,
  placeOf: PlaceWords,
): { readonly text: string; readonly footnotes: readonly string[] } {
  const cited = new Set(citations.map(({ n }) => n));
  return {
    text: text
      .replace(/ ?\[(\d{1,3})\](?!\()/g, (_, n: string) =>
        cited.has(Number(n)) ? `[^${footnoteId(Number(n))}]` : '',
      )
      .trim(),
    footnotes: citations.map(
      (citation) => `[^${footnoteId(citation.n)}]: ${placeOf(citation)}: ${oneLine(citation.quote)}`,
    ),
  };
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

/** White space of any kind as single spaces. */
export function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
