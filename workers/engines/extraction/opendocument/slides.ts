import type { RichTextBuilder } from '../../../../src/core/rich-text-builder';
import { childElements, findAll, type XmlElement } from '../xml/xml-element';
import type { OdfBlockReader } from './block-reader';
import { nothingAnchored } from './inline';

/** Adds a slide: its title as a heading, its shapes in the order of the file, then its notes. */
export function addSlide(page: XmlElement, blocks: OdfBlockReader, builder: RichTextBuilder): void {
  const shapes = childElements(page).filter(({ name }) => name !== 'presentation:notes');
  const isTitle = (shape: XmlElement) => shape.attributes['presentation:class'] === 'title';
  for (const title of shapes.filter(isTitle)) {
    const { text, marks } = blocks.flatten(title, nothingAnchored());
    builder.addBlock(
      { kind: 'heading', level: 1 },
      { text: text.replace(/\s/g, ' '), marks: marks.filter(({ kind }) => kind === 'link') },
    );
  }
  for (const shape of shapes) {
    if (isTitle(shape) || isFurniture(shape)) continue;
    blocks.readBlock(shape);
  }
  blocks.finish();
  for (const child of childElements(page)) {
    if (child.name !== 'presentation:notes') continue;
    for (const box of findAll(child, 'draw:text-box')) {
      builder.addBlock({ kind: 'quote' }, blocks.flatten(box, nothingAnchored()));
    }
  }
}

function isFurniture(shape: XmlElement): boolean {
  return ['page-number', 'date-time', 'footer', 'header'].includes(
    shape.attributes['presentation:class'] ?? '',
  );
}
