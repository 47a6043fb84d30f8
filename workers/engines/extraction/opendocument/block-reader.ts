import { InlineTextBuilder, type InlineText } from '../../../../src/core/inline-text';
import type { BlockHead, RichTextBuilder, TableRow } from '../../../../src/core/rich-text-builder';
import { joinInline, plainInline, prefixed } from '../inline-parts';
import { childElements, childOf, findAll, textOf, type XmlElement } from '../xml/xml-element';
import { markKinds, nothingAnchored, OdfInlineReader, type OdfAnchored } from './inline';
import { ListCounters, type OdfLabel } from './list-counters';
import { outlineList, type ListLevel, type OdfStyles } from './styles';

interface OpenList {
  readonly level: number;
  readonly levels: ReadonlyMap<number, ListLevel> | undefined;
  readonly counters: ListCounters;
}

const mostColumns = 128;

/** Parts of a text that hold blocks and are none themselves. */
const containers = new Set([
  'text:section',
  'text:table-of-content',
  'text:alphabetical-index',
  'text:bibliography',
  'text:illustration-index',
  'text:table-index',
  'text:user-index',
  'text:object-index',
  'text:index-body',
  'text:index-title',
  'draw:text-box',
  'draw:a',
  'draw:g',
  'text:list-header',
  'text:numbered-paragraph',
]);

/** Reads the blocks of OpenDocument text, wherever they stand: pages, boxes, cells, notes. */
export class OdfBlockReader {
  readonly #inline: OdfInlineReader;
  readonly #outline = new ListCounters();
  readonly #listsByStyle = new Map<string, ListCounters>();
  #list: OpenList | undefined;
  #label: OdfLabel | undefined;
  #code: InlineText[] = [];
  pictures = 0;

  constructor(
    private readonly styles: OdfStyles,
    private readonly builder: RichTextBuilder,
  ) {
    this.#inline = new OdfInlineReader(styles);
  }

  readAll(parent: XmlElement): void {
    for (const child of childElements(parent)) this.readBlock(child);
  }

  readBlock(element: XmlElement): void {
    switch (element.name) {
      case 'text:p':
      case 'text:h':
        this.#addParagraph(element);
        break;
      case 'text:list':
        this.#addList(element);
        break;
      case 'table:table':
        this.finish();
        this.#addTable(element);
        break;
      case 'office:annotation':
        this.#addAnnotation(element);
        break;
      case 'draw:image':
        this.pictures += 1;
        break;
      case 'draw:frame':
        this.#addFrame(element);
        break;
      default:
        if (containers.has(element.name) || element.name.startsWith('draw:')) this.readAll(element);
    }
  }

  /** Adds what still waits for its end. */
  finish(): void {
    if (this.#code.length === 0) return;
    this.builder.addBlock({ kind: 'code' }, joinInline(this.#code, '\n'));
    this.#code = [];
  }

  /** All the text of a cell or box as one, what hangs on it noted in `anchored`. */
  flatten(parent: XmlElement, anchored: OdfAnchored): InlineText {
    const parts: InlineText[] = [];
    const read = (element: XmlElement) => {
      for (const child of childElements(element)) {
        if (child.name === 'text:p' || child.name === 'text:h') {
          const own = nothingAnchored();
          const content = this.#readInline(child, own);
          if (content.text.trim() !== '') parts.push(content);
          anchored.notes.push(...own.notes);
          anchored.annotations.push(...own.annotations);
          for (const shape of own.shapes) read({ name: '', attributes: {}, children: [shape] });
        } else if (child.name === 'office:annotation') {
          anchored.annotations.push(child);
        } else if (child.name === 'draw:image') {
          this.pictures += 1;
        } else if (child.name !== 'svg:title' && child.name !== 'svg:desc') {
          read(child);
        }
      }
    };
    read(parent);
    return joinInline(parts, '\n');
  }

  addAnchored({ shapes, notes, annotations }: OdfAnchored): void {
    for (const shape of shapes) this.readBlock(shape);
    for (const { label, content } of notes) {
      this.builder.addBlock(
        { kind: 'paragraph' },
        prefixed(`${label} `, this.flatten(content, nothingAnchored())),
      );
    }
    for (const annotation of annotations) this.#addAnnotation(annotation);
  }

  #addParagraph(paragraph: XmlElement): void {
    const style = this.styles.find('paragraph', paragraph.attributes['text:style-name']);
    if (style.isHidden) return;
    const anchored = nothingAnchored();
    const isHeading = paragraph.name === 'text:h' || style.role === 'title';
    const content = this.#readInline(paragraph, anchored, !isHeading);
    const isEmpty = content.text.trim() === '';
    if (style.role === 'code' && !isHeading && !this.#list) {
      this.#code.push(content);
    } else {
      this.finish();
      if (!isEmpty) {
        const { head, label } = this.#headOf(paragraph, style.role);
        this.builder.addBlock(head, prefixed(label, content));
      }
    }
    this.addAnchored(anchored);
  }

  #headOf(
    paragraph: XmlElement,
    role: 'title' | 'quote' | 'code' | undefined,
  ): { readonly head: BlockHead; readonly label: string } {
    const item = this.#label;
    this.#label = undefined;
    const itemText = item?.text === undefined ? '' : `${item.text} `;
    if (paragraph.name === 'text:h') {
      const level = Number(paragraph.attributes['text:outline-level'] ?? 1);
      const own = this.#outline.next(this.styles.list(outlineList), level);
      const label = item?.number ?? item?.text ?? own.number ?? own.text ?? '';
      return {
        head: { kind: 'heading', level: Math.min(6, Math.max(1, level)) },
        label: label === '' ? '' : `${label} `,
      };
    }
    if (role === 'title') return { head: { kind: 'heading', level: 1 }, label: itemText };
    if (item && this.#list) {
      const number = item.number === undefined ? {} : { number: item.number };
      return { head: { kind: 'list-item', level: this.#list.level, ...number }, label: itemText };
    }
    return { head: { kind: role === 'quote' ? 'quote' : 'paragraph' }, label: '' };
  }

  #readInline(paragraph: XmlElement, anchored: OdfAnchored, showsStyle = true): InlineText {
    const inline = new InlineTextBuilder();
    const kinds = showsStyle
      ? markKinds(this.styles.find('paragraph', paragraph.attributes['text:style-name']))
      : [];
    for (const kind of kinds) inline.open({ kind });
    this.#inline.append(paragraph, inline, anchored);
    return inline.take();
  }

  #addList(list: XmlElement): void {
    const outer = this.#list;
    const styleName = list.attributes['text:style-name'];
    const level = (outer?.level ?? 0) + 1;
    const continued = list.attributes['text:continue-numbering'] === 'true' && styleName !== undefined;
    const counters =
      outer?.counters ?? (continued ? this.#listsByStyle.get(styleName) : undefined) ?? new ListCounters();
    if (!outer && styleName !== undefined) this.#listsByStyle.set(styleName, counters);
    this.#list = { level, levels: this.styles.list(styleName) ?? outer?.levels, counters };
    for (const item of childElements(list)) {
      if (item.name !== 'text:list-item' && item.name !== 'text:list-header') continue;
      const start = item.attributes['text:start-value'];
      const holdsText = childElements(item).some(({ name }) => name === 'text:p' || name === 'text:h');
      this.#label =
        holdsText && item.name === 'text:list-item'
          ? counters.next(this.#list.levels, level, start === undefined ? undefined : Number(start))
          : undefined;
      this.readAll(item);
    }
    this.#label = undefined;
    this.#list = outer;
  }

  #addFrame(frame: XmlElement): void {
    const children = childElements(frame);
    // A picture in several forms is one picture; beside a box or table it stands for what cannot be shown.
    const readable = children.filter(({ name }) => name === 'draw:text-box' || name === 'table:table');
    if (readable.length > 0) {
      const outer = this.#list;
      this.#list = undefined;
      for (const child of readable) this.readBlock(child);
      this.#list = outer;
    } else if (children.some(({ name }) => name === 'draw:image')) {
      this.pictures += 1;
    }
  }

  #addAnnotation(annotation: XmlElement): void {
    const creator = childOf(annotation, 'dc:creator');
    const author = creator ? `${textOf(creator).trim()}: ` : '';
    const paragraphs = [...findAll(annotation, 'text:p')];
    const content = joinInline(
      paragraphs.map((paragraph) => this.#readInline(paragraph, nothingAnchored())),
      '\n',
    );
    if (content.text.trim() !== '') this.builder.addBlock({ kind: 'quote' }, prefixed(author, content));
  }

  #addTable(table: XmlElement): void {
    const rows = tableRows(table, false);
    const cells = rows.map(({ row }) =>
      childElements(row).filter(
        ({ name }) => name === 'table:table-cell' || name === 'table:covered-table-cell',
      ),
    );
    if (
      Math.max(0, ...cells.map((row) => row.length)) < 2 &&
      (rows.length === 1 || cells.flat().some(holdsTable))
    ) {
      const outer = this.#list;
      this.#list = undefined;
      for (const cell of cells.flat()) this.readAll(cell);
      this.#list = outer;
      this.finish();
      return;
    }
    const anchored = nothingAnchored();
    const read: TableRow[] = rows.map(({ isHeader }, index) => ({
      cells: (cells[index] ?? []).slice(0, mostColumns).map((cell) => ({
        isHeader,
        content: cell.name === 'table:table-cell' ? this.flatten(cell, anchored) : plainInline(''),
      })),
    }));
    const saysHeader = table.attributes['table:use-first-row-styles'] === 'true' && read.length > 1;
    this.builder.addTable(
      read.map((row, index) =>
        saysHeader && index === 0 ? { cells: row.cells.map((cell) => ({ ...cell, isHeader: true })) } : row,
      ),
    );
    this.addAnchored(anchored);
  }
}

function holdsTable(cell: XmlElement): boolean {
  return !findAll(cell, 'table:table').next().done;
}

function tableRows(
  parent: XmlElement,
  isHeader: boolean,
): { readonly row: XmlElement; readonly isHeader: boolean }[] {
  return childElements(parent).flatMap((child) => {
    if (child.name === 'table:table-row') return [{ row: child, isHeader }];
    if (child.name === 'table:table-header-rows') return tableRows(child, true);
    return /^table:table-row(?:s|-group)$/.test(child.name) ? tableRows(child, isHeader) : [];
  });
}
