import { analyse } from 'chardet';
import { asLatin1 } from './latin1';
import { shortCjkEncoding } from './short-cjk';

export interface DecodedText {
  /** Line ends are `\n`; no byte order mark. */
  readonly text: string;
  /** As the Encoding Standard names it, or `utf-32le` and `utf-32be`. */
  readonly encoding: string;
  /** How many replacement characters stand for bytes that mean nothing in the encoding. */
  readonly undecodable: number;
}

/** Bytes looked at to guess an encoding. */
const sampleBytes = 131_072;

/**
 * Turns bytes into text. What a person chose decides; then a byte order mark; then valid UTF-8; then UTF-16 and
 * UTF-32 known by their zero bytes; then `declared`, what the file says of itself; then the likeliest legacy encoding.
 */
export function decodeText(bytes: Uint8Array, declared?: string, chosen?: string): DecodedText {
  const encoding =
    chosenEncoding(chosen, bytes) ??
    byteOrderMark(bytes) ??
    unmarkedWide(bytes) ??
    (hasIso2022Escapes(bytes) && isValid(bytes, 'iso-2022-jp') ? 'iso-2022-jp' : undefined) ??
    (isValid(bytes, 'utf-8') ? 'utf-8' : undefined) ??
    validLabel(bytes, declared) ??
    likeliest(bytes);
  const decoded = encoding.startsWith('utf-32')
    ? decodeUtf32(bytes, encoding === 'utf-32le')
    : new TextDecoder(encoding).decode(bytes);
  const text = decoded.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n');
  const undecodable = encoding === 'utf-8' && isValid(bytes, 'utf-8') ? 0 : count(text, '\uFFFD');
  return { text, encoding, undecodable };
}

/** Undefined for a name that no browser decodes: what was chosen with another version is no reason to fail. */
function chosenEncoding(chosen: string | undefined, bytes: Uint8Array): string | undefined {
  if (chosen === undefined) return undefined;
  const name = chosen.trim().toLowerCase();
  // A name without a byte order leaves that to the mark.
  if (name === 'utf-16' || name === 'utf-32') {
    const marked = byteOrderMark(bytes);
    return marked?.startsWith(name) ? marked : `${name}le`;
  }
  return name === 'utf-32le' || name === 'utf-32be' ? name : standardName(name);
}

function byteOrderMark([a, b, c, d]: Uint8Array): string | undefined {
  if (a === 0xef && b === 0xbb && c === 0xbf) return 'utf-8';
  if (a === 0xff && b === 0xfe) return c === 0 && d === 0 ? 'utf-32le' : 'utf-16le';
  if (a === 0xfe && b === 0xff) return 'utf-16be';
  if (a === 0 && b === 0 && c === 0xfe && d === 0xff) return 'utf-32be';
  return undefined;
}

/** UTF-32 and UTF-16 without a mark: text in them has zero bytes, always at the same places. */
function unmarkedWide(bytes: Uint8Array): string | undefined {
  const sample = bytes.subarray(0, Math.min(bytes.length, sampleBytes) & ~3);
  const wide = sample.length >= 4 ? sample : bytes.subarray(0, bytes.length & ~1);
  const zeros = [0, 0, 0, 0];
  wide.forEach((byte, index) => {
    if (byte === 0) zeros[index & 3] = (zeros[index & 3] ?? 0) + 1;
  });
  const [first = 0, second = 0, third = 0, fourth = 0] = zeros;
  const quarters = wide.length / 4;
  if (bytes.length % 4 === 0) {
    if (fourth === quarters && third > quarters / 2 && first < quarters / 2) return 'utf-32le';
    if (first === quarters && second > quarters / 2 && fourth < quarters / 2) return 'utf-32be';
  }
  if (bytes.length % 2 !== 0) return undefined;
  const even = first + third;
  const odd = second + fourth;
  if (odd + even === 0) return isValid(bytes, 'utf-8') ? undefined : unmarkedCjkUtf16(wide);
  // Zero bytes on one side only: a character below U+0100 on each. A line end or space is enough.
  if (odd > even * 10 && isPlausibleUtf16(wide, 'utf-16le')) return 'utf-16le';
  if (even > odd * 10 && isPlausibleUtf16(wide, 'utf-16be')) return 'utf-16be';
  return undefined;
}

/** Chinese in UTF-16 with neither space nor line end: only characters of few scripts tell it. */
function unmarkedCjkUtf16(sample: Uint8Array): string | undefined {
  return ['utf-16le', 'utf-16be'].find((encoding) => {
    if (!isValid(sample, encoding)) return false;
    const text = new TextDecoder(encoding).decode(sample);
    const common = text.match(/[\u4E00-\u9FFF\u3040-\u30FF\u3000-\u3002\uFF01-\uFF1F]/g)?.length ?? 0;
    const punctuation = text.match(/[\u3001\u3002\uFF0C\uFF01\uFF1A\uFF1F\u7684]/g)?.length ?? 0;
    return common > text.length * 0.98 && punctuation > text.length * 0.02;
  });
}

function isPlausibleUtf16(sample: Uint8Array, encoding: string): boolean {
  if (!isValid(sample, encoding)) return false;
  const text = new TextDecoder(encoding).decode(sample);
  const strange = text.match(/[\p{Cn}\p{Co}]|(?![\t\n\f\r])\p{Cc}/gu)?.length ?? 0;
  return strange <= text.length / 50;
}

function hasIso2022Escapes(bytes: Uint8Array): boolean {
  const start = bytes.indexOf(0x1b);
  if (start < 0) return false;
  // eslint-disable-next-line no-control-regex -- the escape character is what is looked for
  return /\x1B(?:\$[@B]|\([BJI])/.test(asLatin1(bytes.subarray(start, start + sampleBytes)));
}

function likeliest(bytes: Uint8Array): string {
  // Pure ASCII says nothing: look from the first byte above it.
  const first = Math.max(0, bytes.findIndex((byte) => byte >= 0x80) - 1024);
  const sample = bytes.subarray(first, first + sampleBytes);
  const byRange = shortCjkEncoding(sample);
  const candidates = [
    ...(byRange ? [byRange] : []),
    ...analyse(sample).map(({ name }) => labelOf(name)),
  ].filter((label) => label !== undefined);
  return candidates.find((label) => isValid(bytes, label)) ?? candidates[0] ?? 'windows-1252';
}

function validLabel(bytes: Uint8Array, declared: string | undefined): string | undefined {
  const label = declared === undefined ? undefined : labelOf(declared);
  return label !== undefined && label !== 'utf-8' && isValid(bytes, label) ? label : undefined;
}

/** The standard's name for an encoding that a file says of itself, or undefined where TextDecoder does not know it. */
function labelOf(name: string): string | undefined {
  const encoding = standardName(name);
  // A page that names UTF-16 in ASCII letters is not in UTF-16.
  return encoding?.startsWith('utf-16') ? undefined : encoding;
}

function standardName(name: string): string | undefined {
  try {
    return new TextDecoder(name).encoding;
  } catch {
    // The standard asks a RangeError for an unknown name: the answer is "no such encoding".
    return undefined;
  }
}

function isValid(bytes: Uint8Array, encoding: string): boolean {
  try {
    new TextDecoder(encoding, { fatal: true }).decode(bytes);
    return true;
  } catch {
    // What `fatal` throws is the answer.
    return false;
  }
}

function decodeUtf32(bytes: Uint8Array, isLittleEndian: boolean): string {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const parts: string[] = [];
  for (let offset = 0; offset + 4 <= bytes.length; offset += 4) {
    const codePoint = view.getUint32(offset, isLittleEndian);
    const isCharacter = codePoint <= 0x10ffff && !(codePoint >= 0xd800 && codePoint <= 0xdfff);
    parts.push(isCharacter ? String.fromCodePoint(codePoint) : '\uFFFD');
  }
  return parts.join('');
}

function count(text: string, character: string): number {
  let found = 0;
  for (let at = text.indexOf(character); at >= 0; at = text.indexOf(character, at + 1)) found += 1;
  return found;
}
