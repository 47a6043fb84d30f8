import type { InlineText } from '../../../../../src/core/inline-text';
import type { BlockHead, RichTextBuilder, TableRow } from '../../../../../src/core/rich-text-builder';
import { joinInline, plainInline } from '../../inline-parts';
import { childElements, childOf, descend, findAll, type XmlElement } from '../../xml/xml-element';
import { isOn, readDrawingParagraph } from '../drawing-text';
import type { Figures } from '../figures';
import type { Relationship } from '../office-package';

export interface SlideParts extends Figures {
  readonly relationships: readonly Relationship[];
  readonly counts: { pictures: number };
  /** Footers that an earlier slide had; repeated on every slide, they would drown the rest. */
  readonly footers: Set<string>;
}

/** Adds what the shapes of a slide or notes page say: its title first, then in the order of the file. */
export function addShapes(tree: XmlElement, parts: SlideParts, builder: RichTextBuilder): void {
  const shapes = flattened(tree);
  const isTitle = (shape: XmlElement) => ['title', 'ctrTitle'].includes(placeholderOf(shape) ?? '');
  for (const shape of [...shapes.filter(isTitle), ...shapes.filter((one) => !isTitle(one))]) {
    addShape(shape, parts, builder);
  }
}

/** Groups hold shapes and groups. */
function flattened(tree: XmlElement): XmlElement[] {
  return childElements(tree).flatMap((shape) => (shape.name === 'p:grpSp' ? flattened(shape) : [shape]));
}

/** The kind of a placeholder; `body` when it has none, undefined for a shape of its own. */
export function placeholderOf(shape: XmlElement): string | undefined {
  const own = childElements(shape).find(({ name }) => /^p:nv\w+Pr$/.test(name));
  const placeholder = descend(own, 'p:nvPr', 'p:ph');
  return placeholder && (placeholder.attributes['type'] ?? 'body');
}

function addShape(shape: XmlElement, parts: SlideParts, builder: RichTextBuilder): void {
  const placeholder = placeholderOf(shape);
  if (placeholder === 'sldNum' || placeholder === 'dt' || placeholder === 'sldImg') return;
  switch (shape.name) {
    case 'p:pic':
      parts.counts.pictures += 1;
      break;
    case 'p:graphicFrame':
      addFrame(shape, parts, builder);
      break;
    default: {
      const body = childOf(shape, 'p:txBody');
      if (body) addText(body, placeholder, parts, builder);
    }
  }
}

function addText(
  body: XmlElement,
  placeholder: string | undefined,
  parts: SlideParts,
  builder: RichTextBuilder,
): void {
  const paragraphs = childElements(body).filter(({ name }) => name === 'a:p');
  const contents = paragraphs.map((paragraph) => readDrawingParagraph(paragraph, parts.relationships));
  if (placeholder === 'title' || placeholder === 'ctrTitle') {
    // A title broken into lines is one title.
    const title = joinInline(contents, ' ');
    builder.addBlock(
      { kind: 'heading', level: 1 },
      { text: title.text.replace(/\s/g, ' '), marks: title.marks.filter(({ kind }) => kind === 'link') },
    );
    return;
  }
  if (placeholder === 'ftr') {
    const { text } = joinInline(contents, ' ');
    if (parts.footers.has(text)) return;
    parts.footers.add(text);
  }
  const numbers: number[] = [];
  paragraphs.forEach((paragraph, index) => {
    const content = contents[index];
    if (content && content.text.trim() !== '') {
      builder.addBlock(headOf(paragraph, placeholder, numbers), content);
    }
  });
}

function headOf(paragraph: XmlElement, placeholder: string | undefined, numbers: number[]): BlockHead {
  const properties = childOf(paragraph, 'a:pPr');
  const level = Number(properties?.attributes['lvl'] ?? 0) + 1;
  const numbering = properties && childOf(properties, 'a:buAutoNum');
  if (numbering) {
    numbers.length = level;
    const last = numbers[level - 1];
    const number = last === undefined ? Number(numbering.attributes['startAt'] ?? 1) : last + 1;
    numbers[level - 1] = number;
    return { kind: 'list-item', level, number };
  }
  if (level <= numbers.length) numbers.length = level - 1;
  const hasBullet = properties && (childOf(properties, 'a:buChar') ?? childOf(properties, 'a:buBlip'));
  const isPlain = properties && childOf(properties, 'a:buNone');
  const isBody = placeholder === 'body' || placeholder === 'obj';
  return hasBullet || (isBody && !isPlain) ? { kind: 'list-item', level } : { kind: 'paragraph' };
}

function addFrame(frame: XmlElement, parts: SlideParts, builder: RichTextBuilder): void {
  for (const table of findAll(frame, 'a:tbl')) builder.addTable(readTable(table, parts));
  for (const { attributes } of findAll(frame, 'c:chart')) {
    const chart = parts.charts.get(attributes['r:id'] ?? '');
    if (!chart) continue;
    builder.addBlock({ kind: 'paragraph' }, plainInline(chart.title));
    builder.addTable(chart.rows);
  }
  for (const { attributes } of findAll(frame, 'dgm:relIds')) {
    for (const content of parts.diagrams.get(attributes['r:dm'] ?? '') ?? []) {
      builder.addBlock({ kind: 'list-item', level: 1 }, content);
    }
  }
}

function readTable(table: XmlElement, { relationships }: SlideParts): TableRow[] {
  const hasHeader = isOn(childOf(table, 'a:tblPr')?.attributes['firstRow']);
  const rows = childElements(table).filter(({ name }) => name === 'a:tr');
  return rows.map((row, rowIndex) => ({
    cells: childElements(row)
      .filter(({ name }) => name === 'a:tc')
      .map((cell) => {
        // Cells under a merged one keep text that no one sees.
        const isCovered = isOn(cell.attributes['hMerge']) || isOn(cell.attributes['vMerge']);
        const content: InlineText = isCovered
          ? plainInline('')
          : joinInline(
              [...findAll(cell, 'a:p')].map((paragraph) => readDrawingParagraph(paragraph, relationships)),
              '\n',
            );
        return { isHeader: hasHeader && rowIndex === 0 && rows.length > 1, content };
      }),
  }));
}
