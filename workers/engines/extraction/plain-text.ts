import { RichTextBuilder } from '../../../src/core/rich-text-builder';
import type { Extractor } from './extractor';
import { readTextFile } from './text-file';

export const extractPlainText: Extractor = async (file, context) => {
  const { text, encoding, warnings } = await readTextFile(file, context);
  const builder = new RichTextBuilder();
  appendPlainText(text, builder);
  return { ...builder.build(), format: 'text', encoding, coverage: 1, warnings };
};

/** Paragraphs are parted by empty lines; line ends inside them stay as they are, for they may carry meaning. */
export function appendPlainText(text: string, builder: RichTextBuilder): void {
  for (const paragraph of text.split(/\n(?:[^\S\n]*\n)+|\f/)) {
    const lines = paragraph.replace(/(?<![^\S\n])[^\S\n]+$/gm, '').replace(/^\n+/, '');
    builder.addBlock({ kind: 'paragraph' }, { text: lines, marks: [] });
  }
}
