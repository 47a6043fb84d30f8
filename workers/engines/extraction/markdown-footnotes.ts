import type { TokenizerAndRendererExtension } from 'marked';

export interface FootnoteReference {
  readonly type: 'footnote-reference';
  readonly raw: string;
  readonly label: string;
}

/** `[^1]: …` with the lines that go on with it; its content stands in `tokens`. */
export interface FootnoteDefinition {
  readonly type: 'footnote-definition';
  readonly raw: string;
  readonly label: string;
}

const definition = /^ {0,3}\[\^([^\]\s]+)\]:[ \t]*([^\n]*)(?:\n|$)/;

/** Indented lines, also after empty ones, and lines that go on with a paragraph because they begin no block. */
const continuation =
  /^(?:(?:[ \t]*\n)*(?: {4}|\t)[^\n]*\S[^\n]*(?:\n|$)|(?! {0,3}(?:\[\^[^\]\s]+\]:|>|<|#{1,6}[ \t\n]|[-+*][ \t]|\d{1,9}[.)][ \t]|`{3}|~{3}))[^\n]*\S[^\n]*(?:\n|$))*/;

/** GitHub's footnotes for the lexer. A reference to a note that the source does not define stays as it stands. */
export function footnotesOf(source: string): TokenizerAndRendererExtension[] {
  const labels = new Set(
    [...source.matchAll(/^[ \t>]*\[\^([^\]\s]+)\]:/gm)].map(([, label = '']) => label.toLowerCase()),
  );
  if (labels.size === 0) return [];
  return [
    {
      name: 'footnote-definition' satisfies FootnoteDefinition['type'],
      level: 'block',
      start: (rest) => startOfDefinition(rest),
      tokenizer(rest) {
        const match = definition.exec(rest);
        if (!match) return undefined;
        const [head, label = '', firstLine = ''] = match;
        const [more] = continuation.exec(rest.slice(head.length)) ?? [''];
        const content = `${firstLine}\n${more.replace(/^(?: {4}|\t)/gm, '')}`;
        return {
          type: 'footnote-definition',
          raw: head + more,
          label,
          tokens: this.lexer.blockTokens(content, []),
        };
      },
    },
    {
      name: 'footnote-reference' satisfies FootnoteReference['type'],
      level: 'inline',
      tokenizer(rest) {
        const [raw, label = ''] = /^\[\^([^\]\s]+)\]/.exec(rest) ?? [];
        if (raw === undefined || !labels.has(label.toLowerCase())) return undefined;
        return { type: 'footnote-reference', raw, label };
      },
    },
  ];
}

/** Where a definition ends the paragraph above it. */
function startOfDefinition(rest: string): number | undefined {
  const end = rest.indexOf('\n\n');
  const index = (end === -1 ? rest : rest.slice(0, end)).search(/\n {0,3}\[\^[^\]\s]+\]:/);
  return index === -1 ? undefined : index + 1;
}
