import { AppError } from '../../src/core/app-error';
import { RichTextBuilder } from '../../src/core/rich-text-builder';
import type { RichText } from '../../src/core/rich-text';
import { decodeText } from '../engines/extraction/decoding';
import { readTextFile } from '../engines/extraction/text-file';
import { appendPlainText } from '../engines/extraction/plain-text';

/** Looked at in three places to tell the encoding. */
const sampleBytes = 131_072;

export interface StreamedPart {
  /** Offsets are the part's own. Its text begins with the white space that parts it from the one before. */
  readonly document: RichText;
  /** The file is read up to here. */
  readonly bytesRead: number;
  /** Replacement characters that stand for bytes that mean nothing in the encoding. */
  readonly undecodable: number;
}

export interface TextStreamOptions {
  readonly encoding: string;
  readonly from: number;
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
 * Reads plain text piece by piece from byte `from` on. Parts end where a paragraph does, or a line, or else between two
 * characters, so each is decoded on its own.
 */
export async function* streamText(
  file: Blob,
  { encoding, from, partBytes, signal }: TextStreamOptions,
): AsyncGenerator<StreamedPart> {
  let start = from;
  while (start < file.size) {
    const bytes = await readPart(file, start, encoding, partBytes);
    signal.throwIfAborted();
    // The mark at the very beginning is taken off by the decoder; parts after it have none.
    const decoder = new TextDecoder(encoding, { ignoreBOM: start > 0 });
    const text = decoder.decode(bytes).replace(/\r\n?/g, '\n');
    const builder = new RichTextBuilder();
    appendPlainText(text, builder);
    start += bytes.length;
    const undecodable = text.split('\uFFFD').length - 1;
    yield { document: builder.build(), bytesRead: start, undecodable };
  }
}

async function readPart(file: Blob, start: number, encoding: string, partBytes: number): Promise<Uint8Array> {
  for (let length = partBytes; ; length *= 2) {
    const bytes = new Uint8Array(await file.slice(start, start + length).arrayBuffer());
    if (start + bytes.length >= file.size) return bytes;
    const end = endOfParagraph(bytes, encoding) ?? endOfLine(bytes, encoding);
    if (end !== undefined) return bytes.subarray(0, end);
    if (length >= partBytes * 4) return bytes.subarray(0, endOfCharacter(bytes, encoding));
  }
}

/** After the last empty line of the second half. */
function endOfParagraph(bytes: Uint8Array, encoding: string): number | undefined {
  const width = widthOf(encoding);
  for (let end = lineEndBefore(bytes, bytes.length, encoding); end > bytes.length / 2;) {
    const before = lineEndBefore(bytes, end - width, encoding);
    const isEmpty =
      end - before === width ||
      (end - before === 2 * width && bytes[before + (encoding === 'utf-16be' ? 1 : 0)] === 0x0d);
    if (isEmpty) return end;
    end = before;
  }
  return undefined;
}

function endOfLine(bytes: Uint8Array, encoding: string): number | undefined {
  const end = lineEndBefore(bytes, bytes.length, encoding);
  return end > bytes.length / 2 ? end : undefined;
}

/** The place after the last line feed that ends at or before `limit`; 0 where there is none. In no encoding is it a part of a character. */
function lineEndBefore(bytes: Uint8Array, limit: number, encoding: string): number {
  const width = widthOf(encoding);
  const low = encoding === 'utf-16be' ? 1 : 0;
  for (
    let at = bytes.lastIndexOf(0x0a, limit - 1);
    at >= 0;
    at = at === 0 ? -1 : bytes.lastIndexOf(0x0a, at - 1)
  ) {
    if (width === 1) return at + 1;
    const first = at - low;
    const isWhole = first % 2 === 0 && bytes[first + 1 - low] === 0 && first + 2 <= limit;
    if (isWhole) return first + 2;
  }
  return 0;
}

/** Where the last whole character ends; exact for Unicode, at the last ASCII space or letter for the others. */
function endOfCharacter(bytes: Uint8Array, encoding: string): number {
  if (widthOf(encoding) === 2) {
    const end = bytes.length & ~1;
    const high = bytes[end - (encoding === 'utf-16be' ? 2 : 1)] ?? 0;
    return high >= 0xd8 && high <= 0xdb ? end - 2 : end;
  }
  const isBoundary =
    encoding === 'utf-8' ? (byte: number) => (byte & 0xc0) !== 0x80 : (byte: number) => byte < 0x30;
  for (let at = bytes.length - 1; at > 0; at -= 1) if (isBoundary(bytes[at] ?? 0)) return at;
  return bytes.length;
}

function widthOf(encoding: string): 1 | 2 {
  return encoding.startsWith('utf-16') ? 2 : 1;
}

async function sampleOf(file: Blob): Promise<Uint8Array> {
  const middle = (file.size >> 1) & ~3;
  const starts = [0, middle, Math.max(middle, file.size - sampleBytes) & ~3];
  const pieces = await Promise.all(
    starts.map(async (start) => new Uint8Array(await file.slice(start, start + sampleBytes).arrayBuffer())),
  );
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
