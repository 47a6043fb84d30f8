import DOMPurify, { type Config } from 'dompurify';
import { Marked, type Tokens } from 'marked';
import { safeHref } from './safe-link';

/** The accessible name of a citation's chip; undefined for a number that the message has no citation of. */
export type ChipName = (n: number) => string | undefined;

/** Headings of an answer stand below the page's own. */
const headingOffset = 2;

/**
 * The one way from an answer's Markdown to elements. HTML in the text is shown as text, pictures as their
 * description, and only web and mail addresses become links. `[n]` becomes a chip, or nothing where there is no
 * such citation.
 */
export function renderMarkdown(text: string, chipName: ChipName): DocumentFragment {
  const html = markdown(chipName).parse(text, { async: false });
  return DOMPurify.sanitize(html, { ...allowed, RETURN_DOM_FRAGMENT: true });
}

const allowed = {
  ALLOWED_TAGS: [
    ...['p', 'br', 'hr', 'h3', 'h4', 'h5', 'h6', 'blockquote', 'ul', 'ol', 'li', 'pre', 'code'],
    ...['strong', 'em', 'del', 'a', 'table', 'thead', 'tbody', 'tr', 'th', 'td', 'button'],
  ],
  ALLOWED_ATTR: ['href', 'rel', 'target', 'start', 'type', 'class', 'aria-label', 'data-citation'],
  // Every attribute but href is no address, whatever its value looks like.
  ADD_URI_SAFE_ATTR: ['rel', 'target', 'start', 'type', 'aria-label', 'data-citation'],
  ALLOW_DATA_ATTR: false,
  ALLOW_ARIA_ATTR: false,
  ALLOWED_URI_REGEXP: /^(?:https?|mailto):/i,
} satisfies Config;

function markdown(chipName: ChipName): Marked {
  return new Marked({
    gfm: true,
    extensions: [
      {
        // Markdown's own rule lets "**“ink”**is" stay as it stands, since Chinese puts no space after it.
        name: 'strong-without-spaces',
        level: 'inline',
        start: (source) => source.indexOf('**'),
        tokenizer(source) {
          const match = /^\*\*((?!\s)[^*\n]+(?<!\s))\*\*/.exec(source);
          if (!match) return undefined;
          const [raw, words = ''] = match;
          return { type: 'strong', raw, text: words, tokens: this.lexer.inlineTokens(words) };
        },
      },
      {
        name: 'citation',
        level: 'inline',
        start: (source) => source.search(/ ?\[\d/),
        tokenizer: (source) => {
          const match = /^ ?\[(\d{1,3})\](?!\()/.exec(source);
          return match ? { type: 'citation', raw: match[0], n: Number(match[1]) } : undefined;
        },
        renderer: (token) => chip(Number(token['n']), chipName),
      },
    ],
    tokenizer: {
      // "[1]: …" is a model listing its sources, not an address to be taken out of the text.
      def: () => undefined,
    },
    renderer: {
      html: ({ text }: Tokens.HTML | Tokens.Tag) => escape(text),
      image: ({ text }: Tokens.Image) => escape(text),
      heading({ tokens, depth }: Tokens.Heading) {
        const level = String(Math.min(depth + headingOffset, 6));
        return `<h${level}>${this.parser.parseInline(tokens)}</h${level}>`;
      },
      link({ href, tokens }: Tokens.Link) {
        const words = this.parser.parseInline(tokens);
        const safe = safeHref(href);
        if (safe === undefined) return words;
        return `<a href="${escape(safe)}" target="_blank" rel="noopener noreferrer">${words}</a>`;
      },
    },
  });
}

function chip(n: number, chipName: ChipName): string {
  const name = chipName(n);
  if (name === undefined) return '';
  const label = escape(name);
  // A word joiner keeps the chip on the line of the words that it follows.
  return `\u2060<button type="button" class="seal" data-citation="${String(n)}" aria-label="${label}">${String(n)}</button>`;
}

function escape(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
