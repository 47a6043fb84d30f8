import type { Citation } from '../../../src/core/citation';
import type { DocumentFormat } from '../../../src/core/extracted-document';
import type { StoredDocument } from '../../../src/core/library';
import {
  pageAt,
  type Block,
  type Mark,
  type Page,
  type RichText,
  type TableCell,
} from '../../../src/core/rich-text';

/** A paragraph, or a block of another kind. `**strong**`, `*emphasis*`, `` `code` `` and `[words](address)` are marks. */
export type Written =
  | string
  | { readonly heading: string; readonly level?: number }
  | { readonly item: string; readonly number?: number }
  | { readonly quote: string }
  | { readonly code: string }
  | { readonly table: readonly (readonly string[])[] }
  | { readonly page: number };

/** Reads blocks as an extractor would hand them over. */
export function writeContent(written: readonly Written[]): RichText {
  let text = '';
  const blocks: Block[] = [];
  const marks: Mark[] = [];
  const pages: Page[] = [];

  function append(source: string): { start: number; end: number } {
    if (text !== '') text += '\n\n';
    const start = text.length;
    const pattern = /\*\*(.+?)\*\*|\*(.+?)\*|`(.+?)`|\[(.+?)\]\((.+?)\)|[^*`[]+|./gsu;
    for (const [whole, strong, emphasis, code, words, href] of source.matchAll(pattern)) {
      const from = text.length;
      text += strong ?? emphasis ?? code ?? words ?? whole;
      const span = { start: from, end: text.length };
      if (strong !== undefined) marks.push({ kind: 'strong', ...span });
      if (emphasis !== undefined) marks.push({ kind: 'emphasis', ...span });
      if (code !== undefined) marks.push({ kind: 'code', ...span });
      if (href !== undefined) marks.push({ kind: 'link', href, ...span });
    }
    return { start, end: text.length };
  }

  for (const part of written) {
    if (typeof part === 'string') blocks.push({ kind: 'paragraph', ...append(part) });
    else if ('heading' in part)
      blocks.push({ kind: 'heading', level: part.level ?? 1, ...append(part.heading) });
    else if ('item' in part) {
      const number = part.number === undefined ? {} : { number: part.number };
      blocks.push({ kind: 'list-item', level: 1, ...number, ...append(part.item) });
    } else if ('quote' in part) blocks.push({ kind: 'quote', ...append(part.quote) });
    else if ('code' in part) {
      const start = text === '' ? 0 : text.length + 2;
      text += `${text === '' ? '' : '\n\n'}${part.code}`;
      blocks.push({ kind: 'code', start, end: text.length });
    } else if ('table' in part) blocks.push(appendTable(part.table));
    else pages.push({ number: part.page, start: text === '' ? 0 : text.length + 2, end: 0 });
  }

  function appendTable(rows: readonly (readonly string[])[]): Block {
    if (text !== '') text += '\n\n';
    const start = text.length;
    const cells: TableCell[] = [];
    rows.forEach((row, rowIndex) => {
      if (rowIndex > 0) text += '\n';
      row.forEach((cell, column) => {
        if (column > 0) text += '\t';
        const from = text.length;
        text += cell;
        cells.push({ row: rowIndex, column, isHeader: rowIndex === 0, start: from, end: text.length });
      });
    });
    return { kind: 'table', start, end: text.length, cells };
  }

  const ended = pages.map((page, index) => ({
    ...page,
    end: (pages[index + 1]?.start ?? text.length + 2) - 2,
  }));
  return { text, blocks, marks, pages: ended };
}

export interface FakeSource {
  readonly document: StoredDocument;
  readonly content: RichText;
}

export function makeSource(
  libraryId: string,
  name: string,
  format: DocumentFormat,
  written: readonly Written[],
  change: Partial<StoredDocument> = {},
): FakeSource {
  const content = writeContent(written);
  const document: StoredDocument = {
    id: `${libraryId}/${name}`,
    libraryId,
    name,
    path: name,
    mediaType: '',
    sizeBytes: content.text.length * 3,
    hash: name,
    addedAt: 0,
    status: 'ready',
    content: {
      format,
      coverage: 1,
      warnings: [],
      characters: content.text.length,
      pages: content.pages,
      chunkCount: Math.max(1, Math.round(content.text.length / 400)),
    },
    ...change,
  };
  return { document, content };
}

/** A citation of words that the document really holds. */
export function cite(n: number, { document, content }: FakeSource, quote: string): Citation {
  const start = content.text.indexOf(quote);
  if (start < 0) throw new Error(`${document.name} does not hold: ${quote}`);
  const page = pageAt(content.pages, start);
  return {
    n,
    documentId: document.id,
    documentName: document.name,
    start,
    end: start + quote.length,
    quote,
    ...(page === undefined ? {} : { page }),
  };
}
