import type { Token, Tokens } from 'marked';
import { InlineTextBuilder } from '../../../src/core/inline-text';
import type { BlockHead, RichTextBuilder, TableRow } from '../../../src/core/rich-text-builder';
import { parseSourceLink } from '../../../src/core/source-link';
import { safeHref } from './html-elements';
import { protectMath, type ProtectedMarkdown } from './markdown-math';
import { decodedText, known, lexMarkdown, wordsOf, type MarkdownToken } from './markdown-tokens';
import { appendPlainText } from './plain-text';

/** Reads Markdown into blocks and marks. Raw HTML is read for its text and structure, never kept as markup. */
export class MarkdownReader {
  /** The first heading of level 1. */
  title: string | undefined;

  readonly #inline = new InlineTextBuilder();
  #math: ProtectedMarkdown = protectMath('');
  #quotes = 0;
  #lists = 0;
  /** An item's marker goes to the first block of text in it. */
  #item: Extract<BlockHead, { kind: 'list-item' }> | undefined;
  /** The raw element whose content is not text: `script` or `style`, written inside a paragraph. */
  #skipped: string | undefined;

  constructor(private readonly builder: RichTextBuilder) {}

  async read(source: string): Promise<void> {
    this.#math = protectMath(source);
    const blocks = this.#lex();
    if (blocks) await this.#readBlocks(blocks);
    else appendPlainText(source, this.builder);
  }

  /** Undefined for what the lexer gives up on: it calls itself for every level of nesting. */
  #lex(): readonly MarkdownToken[] | undefined {
    try {
      return lexMarkdown(this.#math.source);
    } catch {
      return undefined;
    }
  }

  async #readBlocks(tokens: readonly MarkdownToken[]): Promise<void> {
    for (const token of tokens) await this.#readBlock(token);
  }

  async #readBlock(token: MarkdownToken): Promise<void> {
    switch (token.type) {
      case 'heading':
        this.#readInlines(token.tokens);
        this.#addHeading(token.depth);
        break;
      case 'paragraph':
      case 'text':
        this.#readParagraph(token.tokens ?? []);
        break;
      case 'code':
        this.#readCode(token);
        break;
      case 'blockquote':
        this.#quotes += 1;
        await this.#readBlocks(known(token.tokens));
        this.#quotes -= 1;
        break;
      case 'list':
        await this.#readList(token);
        break;
      case 'table':
        this.#readTable(token);
        break;
      case 'html':
        await this.#readHtml(this.#math.restore(token.text));
        break;
      case 'footnote-definition':
        this.#inline.append(`[${token.label}] `);
        await this.#readBlocks(known(token.tokens));
        break;
    }
  }

  #readParagraph(tokens: readonly Token[]): void {
    const [only] = known(tokens);
    const formula =
      tokens.length === 1 && only?.type === 'text' ? this.#math.soleFormula(only.raw) : undefined;
    if (formula !== undefined) {
      this.#inline.append(formula);
      this.#add({ kind: 'code', language: 'latex' });
      return;
    }
    this.#readInlines(tokens);
    const item = this.#item;
    this.#item = undefined;
    this.#add(item ?? { kind: this.#quotes > 0 ? 'quote' : 'paragraph' });
  }

  #readCode({ text, lang }: Tokens.Code): void {
    const language = /^\S+/.exec(lang ?? '')?.[0];
    this.#inline.append(this.#math.restore(text));
    this.#add({
      kind: 'code',
      ...(language === undefined ? {} : { language: decodedText(language).toLowerCase() }),
    });
  }

  #addHeading(level: number): void {
    const { text, marks } = this.#inline.take();
    // Site generators take a trailing {#name} as the heading's anchor.
    const heading = text.replace(/\s*\{#[^{}]*\}\s*$/, '').replaceAll('\n', ' ');
    if (level === 1) this.title ??= heading.trim() || undefined;
    this.builder.addBlock(this.#quotes > 0 ? { kind: 'quote' } : { kind: 'heading', level }, {
      text: heading,
      marks,
    });
  }

  async #readList({ items, start }: Tokens.List): Promise<void> {
    this.#lists += 1;
    for (const [index, item] of items.entries()) {
      this.#item = {
        kind: 'list-item',
        level: this.#lists,
        ...(start === '' ? {} : { number: start + index }),
      };
      if (item.task) this.#inline.append(item.checked === true ? '[x] ' : '[ ] ');
      await this.#readBlocks(known(item.tokens));
      this.#inline.take();
      this.#item = undefined;
    }
    this.#lists -= 1;
  }

  #readTable({ header, rows }: Tokens.Table): void {
    this.builder.addTable(
      [header, ...rows].map((row, index): TableRow => ({
        cells: row.map(({ tokens }) => {
          this.#readInlines(tokens);
          return { isHeader: index === 0, content: this.#inline.take() };
        }),
      })),
    );
  }

  async #readHtml(source: string): Promise<void> {
    // A tag or comment alone is common, and parsing it would give nothing.
    const hasText = source.replace(/<!--[^]*?(?:-->|$)|<[^>]*>/g, '').trim() !== '';
    if (!hasText) return;
    const { parseHtml } = await import('./html-parsing');
    const { appendHtml } = await import('./html-walker');
    appendHtml(parseHtml(source).body, this.builder);
  }

  #readInlines(tokens: readonly Token[]): void {
    this.#readEach(tokens);
    this.#skipped = undefined;
  }

  #readEach(tokens: readonly Token[] | undefined): void {
    for (const token of known(tokens)) this.#readInline(token);
  }

  #readInline(token: MarkdownToken): void {
    if (this.#skipped !== undefined && token.type !== 'html') return;
    switch (token.type) {
      case 'text':
        this.#inline.appendCollapsed(this.#math.restore(decodedText(token.raw)));
        break;
      case 'escape':
        this.#inline.append(token.text);
        break;
      case 'codespan':
        this.#inline.open({ kind: 'code' });
        this.#inline.append(this.#math.restore(token.text));
        this.#inline.close('code');
        break;
      case 'strong':
        this.#readMarked('strong', token.tokens);
        break;
      case 'em':
        this.#readMarked('emphasis', token.tokens);
        break;
      case 'del':
        this.#readStruck(token);
        break;
      case 'link':
        this.#readLink(token);
        break;
      case 'image':
        this.#inline.appendCollapsed(this.#math.restore(wordsOf(token.tokens)));
        break;
      case 'br':
        this.#inline.lineBreak();
        break;
      case 'footnote-reference':
        this.#inline.append(`[${token.label}]`);
        break;
      case 'html':
        this.#readTag(token.raw);
        break;
    }
  }

  #readMarked(kind: 'strong' | 'emphasis' | 'strikethrough', tokens: readonly Token[]): void {
    this.#inline.open({ kind });
    this.#readEach(tokens);
    this.#inline.close(kind);
  }

  /** One tilde means about, as in ~5: only two strike words out. */
  #readStruck({ raw, tokens }: Tokens.Del): void {
    if (raw.startsWith('~~')) {
      this.#readMarked('strikethrough', tokens);
      return;
    }
    this.#inline.append('~');
    this.#readEach(tokens);
    this.#inline.append('~');
  }

  #readLink({ href: url, autolink, tokens }: Tokens.Link): void {
    const address = this.#math.restore(autolink === true ? url : decodedText(url));
    // A note leads back to its sources by links that nothing but the app itself opens.
    const href = parseSourceLink(address) ? address : safeHref(address);
    if (href !== undefined) this.#inline.open({ kind: 'link', href });
    this.#readEach(tokens);
    if (href !== undefined) this.#inline.close('link');
  }

  /** Between the tags of raw HTML in a paragraph stands Markdown, so each tag comes alone. */
  #readTag(source: string): void {
    const [, slash, tag] = /^<(\/?)([a-z][\w-]*)/i.exec(source) ?? [];
    const name = tag?.toLowerCase();
    if (this.#skipped !== undefined) {
      if (slash === '/' && name === this.#skipped) this.#skipped = undefined;
      return;
    }
    if (name === 'br') this.#inline.lineBreak();
    else if (name === 'img') this.#inline.appendCollapsed(attributeOf(source, 'alt'));
    else if (slash === '' && (name === 'script' || name === 'style')) this.#skipped = name;
  }

  #add(head: BlockHead): void {
    this.builder.addBlock(head, this.#inline.take());
  }
}

function attributeOf(tag: string, name: string): string {
  const match = new RegExp(`\\s${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`, 'i').exec(tag);
  return match?.[1] ?? match?.[2] ?? '';
}
