import { decodeHTMLStrict } from 'entities';
import { Marked, Tokenizer, type MarkedToken, type Token, type Tokens } from 'marked';
import { footnotesOf, type FootnoteDefinition, type FootnoteReference } from './markdown-footnotes';

export type MarkdownToken =
  MarkedToken | FootnoteReference | (FootnoteDefinition & { readonly tokens: readonly Token[] });

/** The blocks of the source, each with its inlines. Throws where nesting is beyond the stack. */
export function lexMarkdown(source: string): readonly MarkdownToken[] {
  const marked = new Marked({ gfm: true, tokenizer: { table }, extensions: footnotesOf(source) });
  return known(marked.lexer(source));
}

/** The tokens that the lexer can give, of which its types allow any others too. */
export function known(tokens: readonly Token[] = []): readonly MarkdownToken[] {
  return tokens.filter(isKnown);
}

function isKnown(token: Token): token is Token & MarkdownToken {
  return typeof token.type === 'string';
}

/** What a text says: its raw form with character references read, once. */
export function decodedText(raw: string): string {
  return raw.includes('&') ? decodeHTMLStrict(raw) : raw;
}

/** The words of inlines without their marks, as they stand for a picture. */
export function wordsOf(tokens: readonly Token[] | undefined): string {
  return known(tokens)
    .map((token) => {
      if (token.type === 'text') return decodedText(token.raw);
      if (token.type === 'escape' || token.type === 'codespan') return token.text;
      if (token.type === 'br') return '\n';
      return 'tokens' in token ? wordsOf(token.tokens) : '';
    })
    .join('');
}

/**
 * Keeps the cells that a row has beyond its table's columns: a page would not show them, but a pipe within code
 * makes such cells out of words.
 */
function table(this: Tokenizer, source: string): Tokens.Table | undefined {
  const token = Tokenizer.prototype.table.call(this, source);
  if (!token) return undefined;
  const columns = token.header.length;
  const lines = token.raw.split('\n').slice(2);
  for (const [index, row] of token.rows.entries()) {
    for (const text of cellsBeyond(columns, lines[index] ?? '')) {
      row.push({ text, tokens: this.lexer.inline(text), header: false, align: null });
    }
  }
  return token;
}

function cellsBeyond(columns: number, line: string): readonly string[] {
  const content = line.trim().replace(/^\|/, '');
  if (content.split('|', columns + 2).length <= columns) return [];
  const cells = content.replace(/\\[^]|\|/g, (match) => (match === '|' ? '\n' : match)).split('\n');
  if (cells.at(-1)?.trim() === '') cells.pop();
  return cells.slice(columns).map((cell) => cell.trim().replaceAll('\\|', '|'));
}
