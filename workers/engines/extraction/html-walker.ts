import { InlineTextBuilder } from '../../../src/core/inline-text';
import { RichTextBuilder, type BlockHead } from '../../../src/core/rich-text-builder';
import type { TextEditKind } from '../../../src/core/text-edits';
import {
  appendReplaced,
  isBlock,
  isDropped,
  isMutePicture,
  markOf,
  readableText,
  readingTags,
} from './html-elements';
import { readDataTable } from './html-table';
import { isElement, isText, tagOf, walkTree } from './tree-walk';

/** What of a tree is left out of the text and kept as removed. */
export interface Removal {
  readonly removedKindOf?: (element: Element) => TextEditKind | undefined;
  readonly isRemoved?: (text: Text) => boolean;
}

/**
 * Reads a DOM tree into blocks and marks. Any format that can be turned into HTML can use it. `images` counts the
 * pictures without words of their own.
 */
export function appendHtml(
  root: Node,
  builder: RichTextBuilder,
  removal: Removal = { removedKindOf: navigationKindOf },
): { readonly images: number } {
  const reader = new HtmlReader(builder, removal);
  walkTree(root, { enter: (node) => reader.enter(node), leave: (node) => reader.leave(node) });
  reader.finish();
  return { images: reader.images };
}

/** Nothing is left out. */
export const wholeTree: Removal = {};

function navigationKindOf(element: Element): TextEditKind | undefined {
  return tagOf(element) === 'nav' || element.getAttribute('role') === 'navigation' ? 'navigation' : undefined;
}

interface RemovedText {
  readonly kind: TextEditKind;
  text: string;
}

interface OpenList {
  /** The next item's number, in an ordered list. */
  number: number | undefined;
}

class HtmlReader {
  readonly #inline = new InlineTextBuilder();
  readonly #lists: OpenList[] = [];
  /** An item's marker goes to the first block of text in it. */
  #item: Extract<BlockHead, { kind: 'list-item' }> | undefined;
  #heading: number | undefined;
  #quotes = 0;
  #pres = 0;
  #codeLanguage: string | undefined;

  /** What was left out since the last block, and what was left out within the one that is being read. */
  #removedBefore: RemovedText[] = [];
  #removedInside: RemovedText[] = [];
  images = 0;

  constructor(
    private readonly builder: RichTextBuilder,
    private readonly removal: Removal,
  ) {}

  enter(node: Node): boolean {
    if (isText(node)) this.#readText(node);
    if (!isElement(node)) return node.nodeType === 9 || node.nodeType === 11;
    if (isDropped(node)) return false;
    const removed = this.removal.removedKindOf?.(node);
    if (removed) {
      if (isBlock(node)) this.#part();
      this.#remove(removed, wordsOf(node));
      return false;
    }
    if (isMutePicture(node)) this.images += 1;
    if (appendReplaced(node, this.#inline)) return false;
    const tag = tagOf(node);
    if (readingTags.has(tag)) return this.#omitReading(node.textContent.trim());
    if (tag === 'br') return this.#lineBreak();
    if (isBlock(node)) this.#part();
    if (tag === 'table' && this.#addTable(node)) return false;
    this.#open(node, tag);
    const mark = this.#pres > 0 ? undefined : markOf(node);
    if (mark) this.#inline.open(mark);
    return true;
  }

  leave(node: Node): void {
    if (!isElement(node)) return;
    const mark = this.#pres > 0 ? undefined : markOf(node);
    if (mark) this.#inline.close(mark.kind);
    if (!isBlock(node)) {
      if (tagOf(node) === 'q') this.#inline.append('”');
      return;
    }
    this.#part();
    this.#close(tagOf(node));
  }

  finish(): void {
    this.#flush();
    this.#noteRemoved();
  }

  #open(element: Element, tag: string): void {
    switch (tag) {
      case 'h1':
      case 'h2':
      case 'h3':
      case 'h4':
      case 'h5':
      case 'h6':
        this.#heading = Number(tag.slice(1));
        break;
      case 'ol':
        this.#lists.push({ number: integer(element.getAttribute('start')) ?? 1 });
        break;
      case 'ul':
      case 'menu':
        this.#lists.push({ number: undefined });
        break;
      case 'li':
        this.#item = this.#nextItem(element);
        break;
      case 'blockquote':
        this.#quotes += 1;
        break;
      case 'pre':
        this.#pres += 1;
        this.#codeLanguage = languageOf(element);
        break;
      case 'code':
        if (this.#pres > 0) this.#codeLanguage ??= languageOf(element);
        break;
      case 'q':
        this.#inline.append('“');
        break;
    }
  }

  #close(tag: string): void {
    switch (tag) {
      case 'ol':
      case 'ul':
      case 'menu':
        this.#lists.pop();
        break;
      case 'li':
        this.#item = undefined;
        break;
      case 'blockquote':
        this.#quotes -= 1;
        break;
      case 'pre':
        this.#pres -= 1;
        this.#flush('code');
        break;
      default:
        if (/^h[1-6]$/.test(tag)) this.#heading = undefined;
    }
  }

  #nextItem(element: Element): Extract<BlockHead, { kind: 'list-item' }> {
    const level = Math.max(1, this.#lists.length);
    const list = this.#lists.at(-1);
    if (list?.number === undefined) return { kind: 'list-item', level };
    const number = integer(element.getAttribute('value')) ?? list.number;
    list.number = number + 1;
    return { kind: 'list-item', level, number };
  }

  #readText(node: Text): void {
    if (this.removal.isRemoved?.(node)) this.#remove('navigation', node.data.trim());
    else this.#addText(node.data);
  }

  #remove(kind: TextEditKind, text: string): void {
    if (text === '') return;
    const removed = this.#inline.isEmpty ? this.#removedBefore : this.#removedInside;
    const last = removed.at(-1);
    if (last?.kind === kind) last.text += `\n${text}`;
    else removed.push({ kind, text });
  }

  #omitReading(reading: string): false {
    if (this.#inline.isEmpty) this.#remove('reading', reading);
    else this.#inline.omit('reading', reading);
    return false;
  }

  #addText(text: string): void {
    if (this.#pres > 0) this.#inline.append(text.replace(/\u00A0/g, ' '));
    else this.#inline.appendCollapsed(readableText(text));
  }

  #lineBreak(): false {
    if (this.#pres > 0) this.#inline.append('\n');
    else if (this.#heading !== undefined) this.#inline.appendCollapsed(' ');
    else if (this.#inline.endsWithLineBreak) this.#flush();
    else if (!this.#inline.isEmpty) this.#inline.lineBreak();
    return false;
  }

  #addTable(table: Element): boolean {
    const rows = readDataTable(table);
    if (!rows) return false;
    for (let child = table.firstChild; child; child = child.nextSibling) {
      if (isElement(child) && tagOf(child) === 'caption') this.#inline.appendCollapsed(child.textContent);
    }
    this.#flush();
    this.#noteRemoved();
    this.builder.addTable(rows);
    return true;
  }

  /** Where a block begins or ends: the lines of a listing may each be one. */
  #part(): void {
    if (this.#pres === 0) this.#flush();
    else if (!this.#inline.isEmpty && !this.#inline.endsWithLineBreak) this.#inline.append('\n');
  }

  #flush(as?: 'code'): void {
    const isEmpty = this.#inline.isEmpty;
    const content = this.#inline.take();
    if (isEmpty) return;
    this.#noteRemoved();
    this.builder.addBlock(as ? this.#codeHead() : this.#head(), content);
    this.#removedBefore = this.#removedInside;
    this.#removedInside = [];
  }

  #noteRemoved(): void {
    for (const { kind, text } of this.#removedBefore) this.builder.addRemoved(kind, text);
    this.#removedBefore = [];
  }

  #head(): BlockHead {
    if (this.#heading !== undefined && this.#quotes === 0) return { kind: 'heading', level: this.#heading };
    const item = this.#item;
    if (item) {
      this.#item = undefined;
      return item;
    }
    return { kind: this.#quotes > 0 ? 'quote' : 'paragraph' };
  }

  #codeHead(): BlockHead {
    const language = this.#codeLanguage;
    this.#codeLanguage = undefined;
    return language === undefined ? { kind: 'code' } : { kind: 'code', language };
  }
}

/** The text of what is left out, as it would have been read. */
function wordsOf(element: Element): string {
  const builder = new RichTextBuilder();
  appendHtml(element, builder, wholeTree);
  return builder.build().text;
}

/** `language-x` is what the HTML standard suggests, `lang-x` what else is found. */
function languageOf(element: Element): string | undefined {
  const name = /(?:^|\s)(?:language|lang)-([\w+#.-]+)/.exec(element.getAttribute('class') ?? '');
  return name?.[1]?.toLowerCase();
}

function integer(text: string | null): number | undefined {
  const value = Number.parseInt(text ?? '', 10);
  return Number.isSafeInteger(value) ? value : undefined;
}
