import { escapeMarkdown } from './answering/escape-markdown';

/**
 * Words as a quote in Markdown, with where they are from below: every sign of them shows as it stands.
 * `from` is Markdown.
 */
export function markdownQuote(text: string, from: string): string {
  const lines = text.split('\n').map((line) => {
    const words = escapeMarkdown(line);
    return words === '' ? '>' : `> ${words}`;
  });
  return [...lines, '>', `> — ${from}`].join('\n');
}
