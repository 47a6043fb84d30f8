import { AppError } from '../../../src/core/app-error';
import type { ExtractionWarning } from '../../../src/core/extracted-document';
import { decodeText, type DecodedText } from './decoding';

/** Beyond this the text formats' parsers need more memory than a tab has. */
const largestTextBytes = 64 * 1024 * 1024;

interface TextFile extends DecodedText {
  readonly warnings: readonly ExtractionWarning[];
}

export interface TextFileOptions {
  /** Chosen by a person: it wins over all that the bytes say. */
  readonly encoding?: string | undefined;
  /** What the file says of its own encoding. */
  readonly declared?: (bytes: Uint8Array) => string | undefined;
}

/** Reads and decodes a file of a text format. Throws `unsupported-format` when it is not text at all. */
export async function readTextFile(
  file: Blob,
  { encoding, declared = () => undefined }: TextFileOptions,
): Promise<TextFile> {
  if (file.size > largestTextBytes) throw new AppError('too-large', 'The text is larger than 64 MB.');
  const bytes = new Uint8Array(await file.arrayBuffer());
  const decoded = decodeText(bytes, declared(bytes), encoding);
  if (isBinary(decoded.text)) {
    throw new AppError('unsupported-format', 'The file is binary data, not text; this kind is not read.');
  }
  const { undecodable } = decoded;
  return { ...decoded, warnings: undecodable > 0 ? [{ code: 'undecodable-bytes', count: undecodable }] : [] };
}

/** Control characters that text does not use, or too little that could be decoded. */
function isBinary(text: string): boolean {
  const sample = text.slice(0, 65_536);
  // eslint-disable-next-line no-control-regex -- control characters are what is looked for
  const controls = sample.match(/[\u0000-\u0006\u000E-\u001A\u001C-\u001F\u007F]/g)?.length ?? 0;
  const replaced = sample.match(/\uFFFD/g)?.length ?? 0;
  // A mainframe's text in EBCDIC, which no browser decodes, has this character for every space.
  const isEbcdic =
    !sample.includes(' ') &&
    (sample.match(/[\u0080-\uFFFF]/g)?.length ?? 0) > sample.length / 4 &&
    (sample.match(/@/g)?.length ?? 0) > sample.length / 10;
  return controls > sample.length / 200 || replaced > sample.length / 5 || isEbcdic;
}
