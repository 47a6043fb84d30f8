import { parseHTML } from 'linkedom';
import { decodeHTMLStrict } from 'entities';
import { Marked } from 'marked';

const marked = new Marked({ gfm: true });

/**
 * What Markdown says once its syntax is read: no marks, table pipes, comments or pictures; a piece for each block or cell.
 * @param {string} markdown
 */
export function textOfMarkdown(markdown) {
  return marked.lexer(markdown).map(textOfToken).join('\n');
}

/**
 * @param {import('marked').Token} token
 * @returns {string}
 */
function textOfToken(token) {
  switch (token.type) {
    case 'html':
      return token.raw.replace(/<!--[^]*?-->|<[^>]*>/g, '');
    case 'br':
      return '\n';
    // The words beside a picture stand for what it shows, not for text of the page.
    case 'image':
    case 'def':
    case 'checkbox':
      return '';
    case 'table':
      return [token.header, ...token.rows].flat().map(textOfTokens).join('\n');
    case 'list':
      return token.items.map(textOfBlocks).join('\n');
    case 'blockquote':
      return textOfBlocks(token);
    case 'code':
    case 'codespan':
    case 'escape':
      return token.text;
    default:
      if ('tokens' in token && token.tokens) return textOfTokens({ tokens: token.tokens });
      return token.type === 'text' ? decodeHTMLStrict(token.raw) : '';
  }
}

/** @param {{ tokens?: import('marked').Token[] }} parent */
function textOfTokens({ tokens = [] }) {
  return tokens.map(textOfToken).join('');
}

/** @param {{ tokens?: import('marked').Token[] }} parent */
function textOfBlocks({ tokens = [] }) {
  return tokens.map(textOfToken).join('\n');
}

/** @param {string} html */
export function textOfHtml(html) {
  const { document } = parseHTML(`<!doctype html><html><body>${html}</body></html>`);
  for (const element of document.querySelectorAll('script, style, template')) element.remove();
  return document.body.textContent ?? '';
}
