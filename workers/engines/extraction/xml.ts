import { Parser } from 'htmlparser2';
import { RichTextBuilder } from '../../../src/core/rich-text-builder';
import type { Extractor } from './extractor';
import { declaredEncoding, readPage } from './html';
import { refuseTooDeep } from './html-depth';
import { unread } from './media';
import { createPause } from './pause';
import { stretchesOf } from './source-code';
import { readTextFile } from './text-file';
import { XmlReader } from './xml-reader';

const pieceCharacters = 64 * 1024;
/** A document with less of it in words than this is data or settings, and read as it stands. */
const leastProse = 0.25;

/** XML of any kind: of a document its text, of data the source; of a drawing (SVG) the words in it. */
export const extractXml: Extractor = async (file, context) => {
  const { signal, onProgress } = context;
  const { text, encoding, warnings } = await readTextFile(file, {
    encoding: context.encoding,
    declared: declaredEncoding,
  });
  refuseTooDeep(text);
  const pause = createPause(signal);
  const builder = new RichTextBuilder();
  const reader = new XmlReader(builder);
  const parser = new Parser(
    {
      onopentag: (name) => reader.open(name),
      ontext: (words) => reader.text(words),
      onclosetag: () => reader.close(),
    },
    // Entities that the file itself defines are not expanded: a few lines of them can stand for gigabytes.
    { xmlMode: true, decodeEntities: true },
  );
  for (let offset = 0; offset < text.length; offset += pieceCharacters) {
    parser.write(text.slice(offset, offset + pieceCharacters));
    onProgress({ loaded: Math.min(offset + pieceCharacters, text.length), total: text.length });
    await pause();
  }
  parser.end();
  reader.finish();
  if (reader.rootName === 'html') return { ...(await readPage(text, context)), encoding };
  const isDrawing = reader.rootName === 'svg';
  if (isDrawing && builder.length === 0) return unread('image');
  const { title } = reader;
  const facts = { ...(title === undefined ? {} : { title }), encoding, coverage: 1, warnings };
  if (isDrawing || builder.length >= text.length * leastProse) {
    return { ...builder.build(), format: 'text', ...facts };
  }
  const source = new RichTextBuilder();
  for (const stretch of stretchesOf(text)) {
    source.addBlock({ kind: 'code', language: 'xml' }, { text: stretch, marks: [] });
    await pause();
  }
  return { ...source.build(), format: 'code', ...facts };
};
