import type { Definition, ListItem, Nodes, PhrasingContent, Root, RootContent, Table } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { gfm } from 'micromark-extension-gfm';
import { InlineTextBuilder } from '../../../src/core/inline-text';
import type { BlockHead, RichTextBuilder, TableRow } from '../../../src/core/rich-text-builder';
import { safeHref } from './html-elements';
import { protectMath, type ProtectedMarkdown } from './markdown-math';

/** Reads Markdown into blocks and marks. Raw HTML is read for its text and structure, never kept as markup. */
export class MarkdownReader {
  /** The first heading of level 1. */
  title: string | undefined;

  readonly #inline = new InlineTextBuilder();
  #math: ProtectedMarkdown = protectMath('');
  #definitions = new Map<string, Definition>();
  #quotes = 0;
  #lists = 0;
  /** An item's marker goes to the first block of text in it. */
  #item: Extract<BlockHead, { kind: 'list-item' }> | undefined;
  /** The raw element whose content is not text: `script` or `style`, written inside a paragraph. */
  #skipped: string | undefined;

  constructor(private readonly builder: RichTextBuilder) {}

  async read(source: string): Promise<void> {
    this.#math = protectMath(source);
    const root = fromMarkdown(this.#math.source, {
      extensions: [gfm({ singleTilde: false })],
      mdastExtensions: [gfmFromMarkdown()],
    });
    this.#definitions = definitionsIn(root);
    await this.#readBlocks(root.children);
  }

  async #readBlocks(nodes: readonly RootContent[]): Promise<void> {
    for (const node of nodes) await this.#readBlock(node);
  }

  async #readBlock(node: RootContent): Promise<void> {
    switch (node.type) {
      case 'heading':
        this.#readInlines(node.children);
        this.#addHeading(node.depth);
        break;
      case 'paragraph':
        this.#readParagraph(node.children);
        break;
      case 'code':
        this.#inline.append(this.#math.restore(node.value));
        this.#add({ kind: 'code', ...(node.lang ? { language: node.lang.toLowerCase() } : {}) });
        break;
      case 'blockquote':
        this.#quotes += 1;
        await this.#readBlocks(node.children);
        this.#quotes -= 1;
        break;
      case 'list':
        await this.#readList(node.children, node.ordered ? (node.start ?? 1) : undefined);
        break;
      case 'table':
        this.#readTable(node);
        break;
      case 'html':
        await this.#readHtml(this.#math.restore(node.value));
        break;
      case 'footnoteDefinition':
        this.#inline.append(`[${node.label ?? node.identifier}] `);
        await this.#readBlocks(node.children);
        break;
    }
  }

  #readParagraph(children: readonly PhrasingContent[]): void {
    const [only] = children;
    const formula =
      children.length === 1 && only?.type === 'text' ? this.#math.soleFormula(only.value) : undefined;
    if (formula !== undefined) {
      this.#inline.append(formula);
      this.#add({ kind: 'code', language: 'latex' });
      return;
    }
    this.#readInlines(children);
    const item = this.#item;
    this.#item = undefined;
    this.#add(item ?? { kind: this.#quotes > 0 ? 'quote' : 'paragraph' });
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

  async #readList(items: readonly ListItem[], first: number | undefined): Promise<void> {
    this.#lists += 1;
    for (const [index, item] of items.entries()) {
      const level = this.#lists;
      this.#item = {
        kind: 'list-item',
        level,
        ...(first === undefined ? {} : { number: first + index }),
      };
      if (typeof item.checked === 'boolean') this.#inline.append(item.checked ? '[x] ' : '[ ] ');
      await this.#readBlocks(item.children);
      this.#inline.take();
      this.#item = undefined;
    }
    this.#lists -= 1;
  }

  #readTable(table: Table): void {
    const rows = table.children.map((row, index): TableRow => ({
      cells: row.children.map((cell) => {
        this.#readInlines(cell.children);
        return { isHeader: index === 0, content: this.#inline.take() };
      }),
    }));
    this.builder.addTable(rows);
  }

  async #readHtml(source: string): Promise<void> {
    // A tag or comment alone is common, and parsing it would give nothing.
    const hasText = source.replace(/<!--[^]*?(?:-->|$)|<[^>]*>/g, '').trim() !== '';
    if (!hasText) return;
    const { parseHtml } = await import('./html-parsing');
    const { appendHtml } = await import('./html-walker');
    appendHtml(parseHtml(source).body, this.builder);
  }

  #readInlines(nodes: readonly Nodes[]): void {
    for (const node of nodes) this.#readInline(node);
    this.#skipped = undefined;
  }

  #readInline(node: Nodes): void {
    if (this.#skipped !== undefined && node.type !== 'html') return;
    switch (node.type) {
      case 'text':
        this.#inline.appendCollapsed(this.#math.restore(node.value));
        break;
      case 'inlineCode':
        this.#inline.open({ kind: 'code' });
        this.#inline.append(this.#math.restore(node.value));
        this.#inline.close('code');
        break;
      case 'strong':
      case 'emphasis':
        this.#readMarked(node.type, node.children);
        break;
      case 'delete':
        this.#readMarked('strikethrough', node.children);
        break;
      case 'link':
        this.#readLink(node.url, node.children);
        break;
      case 'linkReference':
        this.#readLink(this.#definitions.get(node.identifier)?.url, node.children);
        break;
      case 'image':
      case 'imageReference':
        this.#inline.appendCollapsed(this.#math.restore(node.alt ?? ''));
        break;
      case 'break':
        this.#inline.lineBreak();
        break;
      case 'footnoteReference':
        this.#inline.append(`[${node.label ?? node.identifier}]`);
        break;
      case 'html':
        this.#readTag(node.value);
        break;
    }
  }

  #readMarked(kind: 'strong' | 'emphasis' | 'strikethrough', children: readonly PhrasingContent[]): void {
    this.#inline.open({ kind });
    for (const child of children) this.#readInline(child);
    this.#inline.close(kind);
  }

  #readLink(url: string | undefined, children: readonly PhrasingContent[]): void {
    const href = safeHref(url === undefined ? undefined : this.#math.restore(url));
    if (href !== undefined) this.#inline.open({ kind: 'link', href });
    for (const child of children) this.#readInline(child);
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

function definitionsIn(root: Root): Map<string, Definition> {
  const definitions = new Map<string, Definition>();
  const waiting: Nodes[] = [root];
  for (let node = waiting.pop(); node; node = waiting.pop()) {
    if (node.type === 'definition' && !definitions.has(node.identifier))
      definitions.set(node.identifier, node);
    if ('children' in node) waiting.push(...node.children.toReversed());
  }
  return definitions;
}

function attributeOf(tag: string, name: string): string {
  const match = new RegExp(`\\s${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`, 'i').exec(tag);
  return match?.[1] ?? match?.[2] ?? '';
}
