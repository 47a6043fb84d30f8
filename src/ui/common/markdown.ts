import { Marked, type TokenizerAndRendererExtension, type Tokens } from 'marked';
import { formulaAt, formulaBlockAt, type Formula } from '../../core/formula-spans';
import type { Typeset } from './formulas.svelte';
import { safeHref } from './safe-link';
import { sanitiseAnswer } from './sanitise';

export interface MarkdownOptions {
  /** The accessible name of a citation's chip; undefined for a number that the message has no citation of. */
  readonly chipName: (n: number) => string | undefined;
  readonly words: MarkdownWords;
  /** Left out where `$` and `\[` are plain characters; without a typesetter, formulas stay as they are written. */
  readonly formulas?: { readonly typeset: Typeset | undefined } | undefined;
}

export interface MarkdownWords {
  /** What the words are written in, for the `lang` attribute. */
  readonly language: string;
  readonly code: string;
  readonly copy: string;
  readonly copyCode: string;
  readonly table: string;
  readonly diagram: string;
  readonly formulaFailed: string;
}

/** Headings of an answer stand below the page's own. */
const headingOffset = 2;

/**
 * The one way from an answer's Markdown to elements. HTML in the text is shown as text, pictures as their
 * description, and only web and mail addresses become links. `[n]` becomes a chip, or nothing where there is no
 * such citation. A finished block of Mermaid becomes `.diagram` around its source, for `showDiagram` to draw.
 */
export function renderMarkdown(text: string, options: MarkdownOptions): DocumentFragment {
  const fragment = sanitiseAnswer(markdown(options).parse(text, { async: false }));
  frameTables(fragment, options.words);
  return fragment;
}

function markdown({ chipName, words, formulas }: MarkdownOptions): Marked {
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
          const [raw, strongWords = ''] = match;
          return { type: 'strong', raw, text: strongWords, tokens: this.lexer.inlineTokens(strongWords) };
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
      ...(formulas ? formulaExtensions((formula) => formulaHtml(formula, formulas.typeset, words)) : []),
    ],
    tokenizer: {
      // "[1]: …" is a model listing its sources, not an address to be taken out of the text.
      def: () => undefined,
    },
    renderer: {
      html: ({ text }: Tokens.HTML | Tokens.Tag) => escape(text),
      image: ({ text }: Tokens.Image) => escape(text),
      checkbox: ({ checked }: Tokens.Checkbox) => (checked ? '☑ ' : '☐ '),
      code: (token: Tokens.Code) => codeHtml(token, words),
      heading({ tokens, depth }: Tokens.Heading) {
        const level = String(Math.min(depth + headingOffset, 6));
        return `<h${level}>${this.parser.parseInline(tokens)}</h${level}>`;
      },
      link({ href, tokens }: Tokens.Link) {
        const linkWords = this.parser.parseInline(tokens);
        const safe = safeHref(href);
        if (safe === undefined) return linkWords;
        return `<a href="${escape(safe)}" target="_blank" rel="noopener noreferrer">${linkWords}</a>`;
      },
    },
  });
}

function formulaExtensions(write: (formula: Formula) => string): TokenizerAndRendererExtension[] {
  const renderer = (token: Tokens.Generic) =>
    write({ tex: String(token['tex']), isDisplay: token['isDisplay'] === true });
  return [
    {
      name: 'formula-block',
      level: 'block',
      start: (source) => {
        const at = source.search(/\n {0,3}(?:\$\$|\\\[)/);
        return at < 0 || formulaBlockAt(source.slice(at + 1)) ? at : -1;
      },
      tokenizer: (source) => {
        const found = formulaBlockAt(source);
        return found && { type: 'formula-block', ...found };
      },
      renderer,
    },
    {
      name: 'formula',
      level: 'inline',
      start: (source) => source.search(/\$|\\[([]/),
      tokenizer: (source, tokens) => {
        if (!/^(?:\$|\\[([])/.test(source)) return undefined;
        const before = tokens.at(-1)?.raw.at(-1);
        const found = formulaAt(source, before);
        return found && { type: 'formula', ...found };
      },
      renderer,
    },
  ];
}

function formulaHtml(formula: Formula, typeset: Typeset | undefined, words: MarkdownWords): string {
  const { tex, isDisplay } = formula;
  const kind = isDisplay ? 'formula display' : 'formula';
  const source = `<code>${escape(tex)}</code>`;
  if (!typeset) return `<span class="${kind} waiting">${source}</span>`;
  const mathml = typeset(formula);
  // One by itself may be wider than the page, and scrolls.
  const reach = isDisplay ? ' tabindex="0"' : '';
  if (mathml !== undefined) return `<span class="${kind}"${reach}>${mathml}</span>`;
  const note = escape(words.formulaFailed);
  // In a line of words the note is shown on pointing at it, and read out.
  const noteClass = isDisplay ? 'formula-note' : 'visually-hidden';
  return `<span class="${kind} failed" title="${note}">${source} <span class="${noteClass}" lang="${words.language}">${note}</span></span>`;
}

function codeHtml({ text, lang, raw }: Tokens.Code, words: MarkdownWords): string {
  const language = /^[^\s{]+/.exec(lang ?? '')?.[0];
  const isDiagram = language?.toLowerCase() === 'mermaid' && isClosed(raw);
  const label = isDiagram ? words.diagram : (language ?? words.code);
  const source = `<pre tabindex="0"><code>${escape(text)}</code></pre>`;
  return [
    `<div class="code-block"><div class="code-head" lang="${words.language}"><span>${escape(label)}</span>`,
    `<button type="button" class="button quiet small" data-copy="code" aria-label="${escape(words.copyCode)}">${escape(words.copy)}</button></div>`,
    isDiagram ? `<div class="diagram">${source}</div>` : source,
    '</div>',
  ].join('');
}

/** A block whose end is still to be written is only begun. */
function isClosed(raw: string): boolean {
  const fence = /^ {0,3}(`{3,}|~{3,})/.exec(raw)?.[1];
  const lines = raw.trimEnd().split('\n');
  return fence !== undefined && lines.length > 1 && lines.at(-1)?.trim().startsWith(fence) === true;
}

/** A table that is wider than the page scrolls by itself. */
function frameTables(fragment: DocumentFragment, words: MarkdownWords): void {
  for (const table of fragment.querySelectorAll('table')) {
    const frame = document.createElement('div');
    frame.className = 'table-frame';
    frame.tabIndex = 0;
    frame.setAttribute('role', 'region');
    frame.setAttribute('aria-label', words.table);
    table.replaceWith(frame);
    frame.append(table);
  }
}

function chip(n: number, chipName: MarkdownOptions['chipName']): string {
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
