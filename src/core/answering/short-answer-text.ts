import { escapeMarkdown } from './escape-markdown';

/** An answer's first line when it begins with a short answer: bold, with the citation of the quote that it stands in. */
export function writeShortAnswer(text: string, n: number): string {
  return `**${escapeMarkdown(text)}** [${n}]`;
}

/** The short answer that an answer begins with, as it stands in its quote but for white space. */
export function readShortAnswer(answer: string): string | undefined {
  const escaped = /^\*\*([^*\n]+)\*\* \[\d+\](?=\n|$)/.exec(answer)?.[1];
  return escaped?.replace(/\\(.)/g, '$1');
}
