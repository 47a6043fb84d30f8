import { Parser } from 'htmlparser2';
import type { ExtractedDocument } from '../../../src/core/extracted-document';
import { InlineTextBuilder } from '../../../src/core/inline-text';
import { RichTextBuilder, type BlockHead, type TableRow } from '../../../src/core/rich-text-builder';
import type { ExtractionContext } from './extractor';
import { blockTags, droppedTags, readableText, readingTags } from './html-elements';
import { refuseTooDeep } from './html-depth';
import { createPause } from './pause';

const pieceCharacters = 64 * 1024;
const mostColumns = 128;

/** A page too large for a tree, read tag by tag: all of it, without telling its main content. */
export async function readHtmlStream(
  source: string,
  { signal, onProgress }: Pick<ExtractionContext, 'signal' | 'onProgress'>,
): Promise<ExtractedDocument> {
  refuseTooDeep(source);
  const pause = createPause(signal);
  const reader = new StreamReader();
  const parser = new Parser({
    onopentag: (name) => reader.open(name),
    ontext: (text) => reader.text(text),
    onclosetag: (name) => reader.close(name),
  });
  for (let offset = 0; offset < source.length; offset += pieceCharacters) {
    parser.write(source.slice(offset, offset + pieceCharacters));
    onProgress({ loaded: Math.min(source.length, offset + pieceCharacters), total: source.length });
    await pause();
  }
  parser.end();
  const content = reader.finish();
  return {
    ...content,
    format: 'html',
    ...(reader.title.trim() === '' ? {} : { title: reader.title.replace(/\s+/g, ' ').trim() }),
    coverage: 1,
    warnings: content.text === '' ? [] : [{ code: 'main-content-not-found' }],
  };
}

class StreamReader {
  title = '';
  readonly #builder = new RichTextBuilder();
  readonly #inline = new InlineTextBuilder();
  /** How many elements are open whose text is not read. */
  #dropped = 0;
  #readings = 0;
  #isTitle = false;
  #pres = 0;
  #quotes = 0;
  #heading: number | undefined;
  readonly #lists: { number: number | undefined }[] = [];
  #item: Extract<BlockHead, { kind: 'list-item' }> | undefined;
  /** The rows of the outermost table that is open; tables in its cells are flattened. */
  #rows: { cells: TableRow['cells'][number][] }[] | undefined;
  #tables = 0;

  open(name: string): void {
    if (name === 'title') this.#isTitle = this.title === '';
    if (this.#dropped > 0 || isDropped(name)) {
      // Elements without an end never close.
      if (!voidTags.has(name)) this.#dropped += isDropped(name) ? 1 : 0;
      return;
    }
    if (readingTags.has(name)) this.#readings += 1;
    if (name === 'br') this.#break();
    if (blockTags.has(name)) this.#part();
    if (name === 'table') this.#tables += 1;
    if (name === 'table' && this.#tables === 1) this.#rows = [];
    else if (name === 'tr' && this.#tables === 1) this.#rows?.push({ cells: [] });
    else if (name === 'pre') this.#pres += 1;
    else if (name === 'blockquote') this.#quotes += 1;
    else if (name === 'ul' || name === 'ol') this.#lists.push({ number: name === 'ol' ? 1 : undefined });
    else if (name === 'li') this.#item = this.#nextItem();
    else if (/^h[1-6]$/.test(name)) this.#heading = Number(name[1]);
  }

  text(text: string): void {
    if (this.#isTitle) this.title += text;
    if (this.#dropped > 0) return;
    if (this.#readings > 0) this.#inline.omit('reading', text.trim());
    else if (this.#pres > 0 && this.#tables === 0) this.#inline.append(text.replace(/\u00A0/g, ' '));
    else this.#inline.appendCollapsed(readableText(text));
  }

  close(name: string): void {
    if (name === 'title') this.#isTitle = false;
    if (isDropped(name) && !voidTags.has(name)) {
      this.#dropped = Math.max(0, this.#dropped - 1);
      return;
    }
    if (this.#dropped > 0) return;
    if (readingTags.has(name)) this.#readings = Math.max(0, this.#readings - 1);
    if ((name === 'td' || name === 'th') && this.#tables === 1) this.#addCell(name === 'th');
    else if (blockTags.has(name)) this.#part();
    if (name === 'table') this.#closeTable();
    else if (name === 'pre') this.#pres = Math.max(0, this.#pres - 1);
    else if (name === 'blockquote') this.#quotes = Math.max(0, this.#quotes - 1);
    else if (name === 'ul' || name === 'ol') this.#lists.pop();
    else if (name === 'li') this.#item = undefined;
    else if (/^h[1-6]$/.test(name)) this.#heading = undefined;
  }

  finish() {
    this.#tables = Math.min(this.#tables, 1);
    this.#closeTable();
    this.#flush();
    return this.#builder.build();
  }

  #addCell(isHeader: boolean): void {
    const row = this.#rows?.at(-1);
    const content = this.#inline.take();
    if (row && row.cells.length < mostColumns) row.cells.push({ isHeader, content });
  }

  #closeTable(): void {
    this.#tables = Math.max(0, this.#tables - 1);
    if (this.#tables > 0 || !this.#rows) return;
    const rows = this.#rows;
    this.#rows = undefined;
    const isLayout = rows.every(({ cells }) => cells.length < 2);
    if (!isLayout) {
      this.#builder.addTable(rows);
      return;
    }
    for (const { cells } of rows) {
      for (const { content } of cells) this.#builder.addBlock({ kind: 'paragraph' }, content);
    }
  }

  #nextItem(): Extract<BlockHead, { kind: 'list-item' }> {
    const list = this.#lists.at(-1);
    const level = Math.max(1, this.#lists.length);
    if (list?.number === undefined) return { kind: 'list-item', level };
    list.number += 1;
    return { kind: 'list-item', level, number: list.number - 1 };
  }

  #break(): void {
    if (this.#pres > 0) this.#inline.append('\n');
    else if (this.#tables > 0) this.#inline.appendCollapsed(' ');
    else if (!this.#inline.isEmpty) this.#inline.lineBreak();
  }

  #part(): void {
    if (this.#tables > 0) this.#inline.appendCollapsed(' ');
    else this.#flush();
  }

  #flush(): void {
    if (this.#inline.isEmpty) {
      this.#inline.take();
      return;
    }
    this.#builder.addBlock(this.#head(), this.#inline.take());
  }

  #head(): BlockHead {
    if (this.#pres > 0) return { kind: 'code' };
    if (this.#quotes > 0) return { kind: 'quote' };
    if (this.#heading !== undefined) return { kind: 'heading', level: this.#heading };
    const item = this.#item ?? { kind: 'paragraph' };
    this.#item = undefined;
    return item;
  }
}

const voidTags = new Set('area base br col embed hr img input link meta source track wbr'.split(' '));

function isDropped(name: string): boolean {
  return droppedTags.has(name) && name !== 'head';
}
