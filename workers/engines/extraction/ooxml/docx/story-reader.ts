import { InlineTextBuilder, type InlineText } from '../../../../../src/core/inline-text';
import type { BlockHead, RichTextBuilder, TableRow } from '../../../../../src/core/rich-text-builder';
import { childElements, childOf, findAll, type XmlElement } from '../../xml/xml-element';
import { isOn } from '../drawing-text';
import { joinInline, plainInline, prefixed } from '../../inline-parts';
import { RunReader, type Anchored } from './runs';
import type { Story } from './story';
import { merged, paragraphMeaning, runMeaning, type StyleMeaning } from './styles';

interface ReadParagraph {
  readonly head: BlockHead;
  readonly content: InlineText;
  readonly anchored: Anchored;
}

/** Wider than people make tables; a broken span asks for millions of columns. */
const mostColumns = 128;

/** Reads the blocks of one part (body, header, note, comment) into a rich text. */
export class StoryReader {
  readonly #runs: RunReader;
  #code: InlineText[] = [];

  constructor(
    private readonly story: Story,
    private readonly builder: RichTextBuilder,
  ) {
    this.#runs = new RunReader(story);
  }

  /** Reads what stands in a body, a cell or a box, block by block. */
  readAll(parent: XmlElement): void {
    for (const child of childElements(parent)) this.readBlock(child);
  }

  readBlock(element: XmlElement): void {
    switch (element.name) {
      case 'w:p':
        this.#addParagraph(this.#readParagraph(element));
        break;
      case 'w:tbl':
        this.finish();
        this.#addTable(element);
        break;
      case 'w:sdt': {
        const content = childOf(element, 'w:sdtContent');
        if (content) this.readAll(content);
        break;
      }
      case 'w:ins':
      case 'w:moveTo':
      case 'w:customXml':
        this.readAll(element);
        break;
    }
  }

  /** Adds a line before the first block of the part, such as a note's number. */
  readLabelled(label: string, parent: XmlElement): void {
    let isFirst = true;
    for (const child of childElements(parent)) {
      if (isFirst && child.name === 'w:p') {
        const paragraph = this.#readParagraph(child);
        if (paragraph.content.text.trim() === '') continue;
        isFirst = false;
        const head: BlockHead = paragraph.head.kind === 'quote' ? paragraph.head : { kind: 'paragraph' };
        this.#addParagraph({ ...paragraph, head, content: prefixed(`${label} `, paragraph.content) });
      } else {
        this.readBlock(child);
      }
    }
    this.finish();
  }

  /** Adds what still waits for its end. */
  finish(): void {
    if (this.#code.length === 0) return;
    this.builder.addBlock({ kind: 'code' }, joinInline(this.#code, '\n'));
    this.#code = [];
  }

  #addParagraph({ head, content, anchored }: ReadParagraph): void {
    if (head.kind === 'code') {
      this.#code.push(content);
    } else {
      this.finish();
      this.builder.addBlock(head, content);
    }
    this.#addAnchored(anchored);
  }

  #addAnchored({ textBoxes, charts, diagrams, notes }: Anchored): void {
    for (const box of textBoxes) this.readAll(box);
    for (const id of charts) {
      const chart = this.story.charts.get(id);
      if (!chart) continue;
      this.builder.addBlock({ kind: 'paragraph' }, plainInline(chart.title));
      this.builder.addTable(chart.rows);
    }
    for (const id of diagrams) {
      for (const content of this.story.diagrams.get(id) ?? []) {
        this.builder.addBlock({ kind: 'list-item', level: 1 }, content);
      }
    }
    for (const { label, content } of notes) this.readLabelled(label, content);
  }

  #readParagraph(paragraph: XmlElement): ReadParagraph {
    const { styles } = this.story;
    const properties = childOf(paragraph, 'w:pPr');
    const styleId = properties && childOf(properties, 'w:pStyle')?.attributes['w:val'];
    const style = styles.meaning(styleId);
    const meaning = merged(style, paragraphMeaning(properties));
    const anchored: Anchored = { textBoxes: [], charts: [], diagrams: [], notes: [] };
    const inline = new InlineTextBuilder();
    this.#runs.append(paragraph, inline, runDefaults(style), anchored);
    const content = inline.take();
    const isMarkHidden = runMeaning(properties && childOf(properties, 'w:rPr')).isHidden;
    const isCounted = content.text.trim() !== '' || isMarkHidden !== true;
    const place = meaning.numbering;
    const label =
      place && place.listId !== '0' && isCounted && content.text.trim() !== ''
        ? this.story.numbering.next(place.listId, place.level)
        : undefined;
    const labelText = label?.text === undefined || label.text === '' ? '' : `${label.text} `;
    if (meaning.headingLevel) {
      const bare = label?.number === undefined ? labelText : `${label.number} `;
      return {
        head: { kind: 'heading', level: Math.min(6, meaning.headingLevel) },
        content: prefixed(bare, content),
        anchored,
      };
    }
    if (meaning.isCode) return { head: { kind: 'code' }, content, anchored };
    if (label && place) {
      const number = label.number === undefined ? {} : { number: label.number };
      return {
        head: { kind: 'list-item', level: place.level + 1, ...number },
        content: prefixed(labelText, content),
        anchored,
      };
    }
    return { head: { kind: meaning.isQuote ? 'quote' : 'paragraph' }, content, anchored };
  }

  #addTable(table: XmlElement): void {
    const rows = tableRows(table);
    const cellsOfRows = rows.map(tableCells);
    const isFrame = Math.max(0, ...cellsOfRows.map((cells) => cells.length)) < 2;
    if (isFrame && (rows.length === 1 || cellsOfRows.flat().some(holdsTable))) {
      for (const cell of cellsOfRows.flat()) this.readAll(cell);
      this.finish();
      return;
    }
    const headerRows = headerRowCount(table, rows);
    const after: Anchored = { textBoxes: [], charts: [], diagrams: [], notes: [] };
    const read: TableRow[] = cellsOfRows.map((cells, rowIndex) => {
      const row: TableRow['cells'][number][] = [];
      for (const cell of cells) {
        const isHeader = rowIndex < headerRows;
        const properties = childOf(cell, 'w:tcPr');
        row.push({
          isHeader,
          content: isCovered(properties) ? plainInline('') : this.#readCell(cell, after),
        });
        const span = Number((properties && childOf(properties, 'w:gridSpan')?.attributes['w:val']) ?? 1);
        for (let column = 1; column < span && row.length < mostColumns; column += 1) {
          row.push({ isHeader, content: plainInline('') });
        }
      }
      return { cells: row };
    });
    this.builder.addTable(read);
    this.#addAnchored({ ...after, textBoxes: [] });
  }

  /** The paragraphs of a cell as one text; what hangs on them comes after the table, boxes stay inside. */
  #readCell(cell: XmlElement, after: Anchored): InlineText {
    const parts: InlineText[] = [];
    const read = (parent: XmlElement) => {
      for (const child of childElements(parent)) {
        if (child.name === 'w:p') {
          const { content, anchored } = this.#readParagraph(child);
          if (content.text.trim() !== '') parts.push(content);
          for (const box of anchored.textBoxes) read(box);
          after.charts.push(...anchored.charts);
          after.diagrams.push(...anchored.diagrams);
          after.notes.push(...anchored.notes);
        } else if (child.name !== 'w:tcPr') {
          read(child);
        }
      }
    };
    read(cell);
    return joinInline(parts, '\n');
  }
}

function runDefaults({ isStrong, isEmphasis, isStruck, isHidden, headingLevel }: StyleMeaning): StyleMeaning {
  // That a heading is bold is how it looks, not what it says.
  return headingLevel ? { isHidden } : { isStrong, isEmphasis, isStruck, isHidden };
}

function tableRows(table: XmlElement): XmlElement[] {
  return childElements(table).flatMap((child) => {
    if (child.name === 'w:tr') return childOf(childOf(child, 'w:trPr') ?? child, 'w:del') ? [] : [child];
    if (child.name === 'w:sdt') return tableRows(childOf(child, 'w:sdtContent') ?? child);
    return ['w:ins', 'w:customXml', 'w:sdtContent'].includes(child.name) ? tableRows(child) : [];
  });
}

function tableCells(row: XmlElement): XmlElement[] {
  return childElements(row).flatMap((child) => {
    if (child.name === 'w:tc') return [child];
    return ['w:sdt', 'w:sdtContent', 'w:customXml', 'w:ins'].includes(child.name) ? tableCells(child) : [];
  });
}

function holdsTable(cell: XmlElement): boolean {
  return !findAll(cell, 'w:tbl').next().done;
}

function isCovered(properties: XmlElement | undefined): boolean {
  const merge = properties && childOf(properties, 'w:vMerge');
  return merge !== undefined && merge.attributes['w:val'] !== 'restart';
}

/** Rows that say they repeat on each page; else the first, where the table's look gives it a look of its own. */
function headerRowCount(table: XmlElement, rows: readonly XmlElement[]): number {
  const repeats = (row: XmlElement) => {
    const header = childOf(childOf(row, 'w:trPr') ?? row, 'w:tblHeader');
    return header !== undefined && isOn(header.attributes['w:val'] ?? 'true');
  };
  const first = rows.findIndex((row) => !repeats(row));
  if (first !== 0) return first < 0 ? 1 : first;
  const properties = childOf(table, 'w:tblPr');
  const look = properties && childOf(properties, 'w:tblLook')?.attributes;
  const styled = properties && childOf(properties, 'w:tblStyle');
  const hasFirstRow =
    isOn(look?.['w:firstRow']) || (Number.parseInt(look?.['w:val'] ?? '0', 16) & 0x20) !== 0;
  return rows.length > 1 && styled && hasFirstRow ? 1 : 0;
}
