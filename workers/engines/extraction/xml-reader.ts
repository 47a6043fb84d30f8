import { InlineTextBuilder } from '../../../src/core/inline-text';
import type { BlockHead, RichTextBuilder } from '../../../src/core/rich-text-builder';

/** Names by which vocabularies of documents call their headings, and what runs on within a paragraph. */
const headingNames = new Set(['title', 'head', 'heading', 'subtitle']);
const inlineNames = new Set(
  'a abbr b bold em emphasis emph hi i italic ital link ref xref span sub sup tspan u code literal term strong quote'.split(
    ' ',
  ),
);
const silentNames = new Set(['script', 'style', 'metadata', 'defs', 'binary']);
const listNames = new Set(['item', 'listitem', 'li', 'list-item']);

/** Reads XML by what its elements are called in the common vocabularies, and else each element's text as a paragraph. */
export class XmlReader {
  rootName: string | undefined;
  title: string | undefined;
  readonly #open: string[] = [];
  readonly #inline = new InlineTextBuilder();
  #silent = 0;
  /** How deep the sections around a heading are. */
  #sections = 0;

  constructor(private readonly builder: RichTextBuilder) {}

  open(tag: string): void {
    const name = localName(tag);
    this.rootName ??= name;
    this.#open.push(name);
    if (silentNames.has(name)) this.#silent += 1;
    if (!inlineNames.has(name)) this.#flush(this.#open.at(-2));
    if (isSection(name)) this.#sections += 1;
  }

  text(text: string): void {
    if (this.#silent === 0) this.#inline.appendCollapsed(text);
  }

  close(): void {
    const name = this.#open.pop() ?? '';
    if (silentNames.has(name)) this.#silent -= 1;
    if (!inlineNames.has(name)) this.#flush(name);
    if (isSection(name)) this.#sections -= 1;
  }

  finish(): void {
    this.#flush(undefined);
  }

  #flush(name: string | undefined): void {
    if (this.#inline.isEmpty) {
      this.#inline.take();
      return;
    }
    const content = this.#inline.take();
    const head = this.#headOf(name);
    if (head.kind === 'heading') this.title ??= content.text.trim();
    this.builder.addBlock(head, content);
  }

  #headOf(name = ''): BlockHead {
    if (headingNames.has(name)) return { kind: 'heading', level: Math.min(6, this.#sections + 1) };
    const isItem = listNames.has(name) || listNames.has(this.#open.at(-1) ?? '');
    return isItem ? { kind: 'list-item', level: 1 } : { kind: 'paragraph' };
  }
}

function isSection(name: string): boolean {
  return /^(?:sec|section|sect\d|chapter|part|div\d?|appendix|entry)$/.test(name);
}

function localName(tag: string): string {
  return tag.toLowerCase().replace(/^.*:/, '');
}
