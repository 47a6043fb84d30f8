import type { TextRange } from '../../../src/core/text-range';
import { decodeText } from './decoding';
import { asLatin1 } from './latin1';

interface NamedMail {
  readonly message: Uint8Array<ArrayBuffer>;
  /** What its parts without a charset of their own are read in; undefined when there are none. */
  readonly encoding: string | undefined;
}

const textType = /^Content-Type:[ \t]*text\/(?:plain|html)\b(?:[^\r\n]|\r?\n[ \t])*/im;
const charset = /;\s*charset\s*=\s*"?([\w.:-]+)"?/i;
/** Raw bytes of one or two each; the second of two may look like a letter. */

const rawWords = /[\x80-\xFF](?:[\x20\x40-\x7E]?[\x80-\xFF])*[\x40-\x7E]?/g;

/**
 * Names the encoding of each text part that does not name its own, and of raw bytes in the headers: the one that a
 * person chose, or the likeliest when the mail is not in UTF-8, which is what its parser takes for granted.
 */
export function withCharsets(message: Uint8Array<ArrayBuffer>, chosen?: string): NamedMail {
  const source = asLatin1(message);
  const blocks = headerBlocks(source);
  if (!lacksCharset(source, blocks)) return { message, encoding: undefined };
  const { encoding, text } = decodeText(message, undefined, chosen);
  // Such a mail is no mail byte by byte: it is read as the characters that it holds.
  if (/^utf-(?:16|32)/.test(encoding)) return { message: new TextEncoder().encode(text), encoding };
  if (encoding === 'utf-8') return { message, encoding };
  const parts: string[] = [];
  let at = 0;
  for (const { start, end } of blocks) {
    const headers = withEncodedWords(source.slice(start, end), encoding);
    parts.push(source.slice(at, start), withCharset(headers, encoding, start === 0));
    at = end;
  }
  parts.push(source.slice(at));
  return { message: asBytes(parts.join('')), encoding };
}

/** The headers at the start of a mail, and after each line that parts its bodies. */
function headerBlocks(source: string): TextRange[] {
  const boundaries = new Set<string>();
  for (const [, quoted, bare] of source.matchAll(
    /;\s*boundary\s*=\s*(?:"([^"\r\n]{1,200})"|([^\s;"]{1,200}))/gi,
  )) {
    boundaries.add(`--${quoted ?? bare ?? ''}`);
  }
  const blocks: TextRange[] = [];
  let start: number | undefined = 0;
  for (let at = 0; at < source.length;) {
    const feed = source.indexOf('\n', at);
    const next = feed < 0 ? source.length : feed + 1;
    const line = source.slice(at, next).trimEnd();
    if (start !== undefined && line === '') {
      blocks.push({ start, end: at });
      start = undefined;
    } else if (boundaries.has(line)) start = next;
    at = next;
  }
  return blocks;
}

function lacksCharset(source: string, blocks: readonly TextRange[]): boolean {
  const hasRawBytes = /[\x80-\xFF]/.test(source);
  for (const { start, end } of blocks) {
    const headers = source.slice(start, end);

    if (/[\x80-\xFF]/.test(headers)) return true;
    const type = textType.exec(headers)?.[0];
    const isTextByDefault = start === 0 && !/^Content-Type:/im.test(headers);
    if (type === undefined ? isTextByDefault : !namesCharset(type, hasRawBytes)) return true;
  }
  return false;
}

/** Programs that write other bytes than ASCII's call them ASCII all the same. */
function namesCharset(type: string, hasRawBytes: boolean): boolean {
  const name = charset.exec(type)?.[1]?.toLowerCase();
  return name !== undefined && !(hasRawBytes && /^(?:us-)?ascii$/.test(name));
}

function withCharset(headers: string, encoding: string, isFirst: boolean): string {
  if (isFirst && !/^Content-Type:/im.test(headers)) {
    return `Content-Type: text/plain; charset=${encoding}\r\n${headers}`;
  }
  return headers.replace(textType, (type) =>
    namesCharset(type, true) ? type : `${type.replace(charset, '')}; charset=${encoding}`,
  );
}

/** As headers are to be written: `=?charset?Q?…?=`, whose bytes say what they are in. */
function withEncodedWords(headers: string, encoding: string): string {
  return headers.replace(rawWords, (raw) => {
    const quoted = Array.from(raw, (byte) =>
      byte === ' ' ? '_' : `=${byte.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
    );
    return `=?${encoding}?Q?${quoted.join('')}?=`;
  });
}

function asBytes(latin1: string): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(latin1.length);
  for (let at = 0; at < latin1.length; at += 1) bytes[at] = latin1.charCodeAt(at);
  return bytes;
}
