import DOMPurify from 'dompurify';
import { Marked, type Token, type Tokens } from 'marked';

/**
 * The one sanitiser: Markdown that a model or a document wrote becomes HTML that holds nothing but text
 * structure. Raw HTML stays visible as text, images become their description, links lead to the web or
 * to mail only.
 */

interface CitationToken extends Tokens.Generic {
  readonly type: 'citation';
  readonly n: number;
}

const allowedTags = [
  ...[
    'p',
    'br',
    'hr',
    'h1',
    'h2',
    'h3',
    'h4',
    'h5',
    'h6',
    'strong',
    'em',
    'del',
    'code',
    'pre',
    'blockquote',
  ],
  ...['ul', 'ol', 'li', 'table', 'thead', 'tbody', 'tr', 'th', 'td', 'a', 'span', 'div'],
];
const allowedAttributes = ['href', 'rel', 'target', 'start', 'class', 'data-citation', 'tabindex'];
const safeLink = /^(?:https?:\/\/|mailto:)/i;

const marked = new Marked({
  gfm: true,
  extensions: [
    {
      name: 'citation',
      level: 'inline',
      start: (source: string) => source.search(/ ?\[\d{1,3}\]/),
      tokenizer: (source: string): CitationToken | undefined => {
        const match = /^( ?)\[(\d{1,3})\]/.exec(source);
        return match ? { type: 'citation', raw: match[0], n: Number(match[2]) } : undefined;
      },
      renderer: (token) => `<span data-citation="${Number(token['n'])}"></span>`,
    },
  ],
  tokenizer: {
    // `[1]: …` at the end of an answer is a line to read, not a definition to swallow.
    def: () => undefined,
  },
  renderer: {
    html: ({ text }) => escapeHtml(text),
    image: ({ text }) => escapeHtml(text),
    link({ href, tokens }) {
      const label = this.parser.parseInline(tokens);
      if (!safeLink.test(href)) return label;
      return `<a href="${escapeHtml(href)}" target="_blank" rel="noopener noreferrer">${label}</a>`;
    },
    checkbox: ({ checked }) => (checked ? '☑ ' : '☐ '),
    code: ({ text }) => `<pre tabindex="0"><code>${escapeHtml(text)}</code></pre>`,
    table(token) {
      const row = (cells: Tokens.TableCell[], tag: 'th' | 'td') =>
        `<tr>${cells.map((cell) => `<${tag}>${this.parser.parseInline(cell.tokens)}</${tag}>`).join('')}</tr>`;
      const body = token.rows.map((cells) => row(cells, 'td')).join('');
      return `<div class="table-frame" tabindex="0"><table><thead>${row(token.header, 'th')}</thead><tbody>${body}</tbody></table></div>`;
    },
  },
});

/**
 * HTML for each top-level block of the answer, so that a block that is finished stays untouched while the
 * next one is written. Where `[n]` stands for one of `citationNumbers` there is an empty
 * `<span data-citation="n">`; any other `[n]` is dropped.
 */
export function renderAnswer(text: string, citationNumbers: ReadonlySet<number>): string[] {
  const tokens = marked.lexer(text);
  marked.walkTokens(tokens, (token) => dropUnknown(token, citationNumbers));
  return tokens
    .filter((token) => token.type !== 'space')
    .map((token) => sanitise(marked.parser([token])))
    .filter((html) => html !== '');
}

/** The words alone, for the clipboard: citation numbers without a citation are left out. */
export function plainAnswer(text: string, citationNumbers: ReadonlySet<number>): string {
  return text.replace(/ ?\[(\d{1,3})\]/g, (whole, n) => (citationNumbers.has(Number(n)) ? whole : ''));
}

function dropUnknown(token: Token, known: ReadonlySet<number>): void {
  if (token.type !== 'citation' || known.has(Number((token as CitationToken).n))) return;
  Object.assign(token, { type: 'text', text: '', raw: '', escaped: true });
}

function sanitise(html: string): string {
  return DOMPurify.sanitize(html, {
    ALLOWED_TAGS: allowedTags,
    ALLOWED_ATTR: allowedAttributes,
    ALLOW_DATA_ATTR: false,
    ALLOWED_URI_REGEXP: safeLink,
  });
}

function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}
