import { AppError } from '../../src/core/app-error';
import { shifted } from '../../src/core/document-parts';
import { RichTextBuilder } from '../../src/core/rich-text-builder';
import type { RichText } from '../../src/core/rich-text';
import { decodeText } from '../engines/extraction/decoding';
import { readTextFile } from '../engines/extraction/text-file';
import { appendPlainText } from '../engines/extraction/plain-text';
import { endInLine, endOfCharacter, endOfLines, endsLine, widthOf } from './text-part-end';

/** Looked at in three places to tell the encoding. */
const sampleBytes = 131_072;

export interface StreamedPart {
  /** Offsets are the part's own. Its text has the white space that parts it from those before and after. */
  readonly document: RichText;
  /** The file is read up to here. */
  readonly bytesRead: number;
  /** Replacement characters that stand for bytes that mean nothing in the encoding. */
  readonly undecodable: number;
}

export interface TextStreamOptions {
  readonly encoding: string;
  readonly from: number;
  /** Whether there is text before `from`. */
  readonly hasText: boolean;
  /** Where a line is longer, up to four times as many. */
  readonly partBytes: number;
  readonly signal: AbortSignal;
}

/** Tells the encoding of a text file that is too long to be decoded at once. Throws `unsupported-format` for what is not text. */
export async function encodingOf(file: Blob, chosen: string | undefined): Promise<string> {
  // Refuses what is not text at all.
  await readTextFile(file.slice(0, sampleBytes), { encoding: chosen });
  const encoding = chosen ?? decodeText(await sampleOf(file)).encoding;
  // Browsers decode no UTF-32; nobody keeps long texts in it.
  if (encoding.startsWith('utf-32'))
    throw new AppError('too-large', 'A text this long in UTF-32 is not read.');
  return encoding;
}

/**
 * Reads plain text piece by piece from byte `from` on. Parts end where a paragraph does, or a line, or else inside a line,
 * between two words where there are any. Each is decoded on its own.
 */
export async function* streamText(
  file: Blob,
  { encoding, from, hasText, partBytes, signal }: TextStreamOptions,
): AsyncGenerator<StreamedPart> {
  let start = from;
  let isFirst = !hasText;
  let continuesLine = from > 0 && !endsLine(await bytesOf(file, from - widthOf(encoding), from), encoding);
  while (start < file.size) {
    const bytes = await readPart(file, start, encoding, partBytes);
    signal.throwIfAborted();
    // The mark at the very beginning is taken off by the decoder; parts after it have none.
    const decoder = new TextDecoder(encoding, { ignoreBOM: start > 0 });
    const text = decoder.decode(bytes).replace(/\r\n?/g, '\n');
    start += bytes.length;
    const isCut = start < file.size && !endsLine(bytes, encoding);
    const document = partOf(text, { isFirst, continuesLine, isCut });
    const undecodable = text.split('\uFFFD').length - 1;
    yield { document, bytesRead: start, undecodable };
    isFirst &&= document.text === '';
    continuesLine = isCut;
  }
}

interface PlaceInLine {
  readonly isFirst: boolean;
  /** Whether it goes on in the line where the part before ended. */
  readonly continuesLine: boolean;
  /** Whether it ends inside a line. */
  readonly isCut: boolean;
}

/** Parted from the one before as paragraphs are; inside a line by the white space that stands there, if any. */
function partOf(text: string, { isFirst, continuesLine, isCut }: PlaceInLine): RichText {
  const builder = new RichTextBuilder();
  appendPlainText(text, builder);
  const document = builder.build();
  const spaceBefore = text.slice(0, text.length - text.trimStart().length);
  const gap = isFirst ? '' : continuesLine ? shown(spaceBefore) : '\n\n';
  if (document.text === '') return { ...document, text: isCut ? gap : '' };
  const spaceAfter = isCut ? shown(text.slice(text.trimEnd().length)) : '';
  return { ...shifted(document, gap.length), text: gap + document.text + spaceAfter };
}

/** White space as it stands in a text: without control characters. */
function shown(space: string): string {
  return space.replace(/[\v\f]/g, '\n');
}

async function readPart(file: Blob, start: number, encoding: string, partBytes: number): Promise<Uint8Array> {
  for (let length = partBytes; ; length *= 2) {
    const bytes = await bytesOf(file, start, start + length);
    if (start + bytes.length >= file.size) return bytes;
    const end = endOfLines(bytes, encoding);
    if (end !== undefined) return bytes.subarray(0, end);
    if (length >= partBytes * 4) return bytes.subarray(0, endInLine(bytes, encoding));
  }
}

async function bytesOf(file: Blob, start: number, end: number): Promise<Uint8Array> {
  return new Uint8Array(await file.slice(start, end).arrayBuffer());
}

async function sampleOf(file: Blob): Promise<Uint8Array> {
  const middle = (file.size >> 1) & ~3;
  const starts = [0, middle, Math.max(middle, file.size - sampleBytes) & ~3];
  const pieces = await Promise.all(starts.map((start) => bytesOf(file, start, start + sampleBytes)));
  const [head = new Uint8Array()] = pieces;
  // Pieces from the midst of the file begin and end inside characters, but for those of two bytes.
  const isWide = head.includes(0);
  if (isWide) return head.subarray(0, head.length & ~3);
  const whole = pieces.map((piece, i) => wholeLines(piece, i > 0));
  return Uint8Array.from(whole.flatMap((piece) => [...piece]));
}

function wholeLines(bytes: Uint8Array, isFromMidst: boolean): Uint8Array {
  const start = isFromMidst ? bytes.indexOf(0x0a) + 1 : 0;
  const end = bytes.lastIndexOf(0x0a) + 1;
  if (end > start) return bytes.subarray(start, end);
  return isFromMidst ? new Uint8Array() : bytes.subarray(0, endOfCharacter(bytes, 'utf-8'));
}
