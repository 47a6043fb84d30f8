export type RtfToken =
  | { readonly kind: 'open' }
  | { readonly kind: 'close' }
  /** `\name` and its number, such as `\u8212`. */
  | { readonly kind: 'word'; readonly name: string; readonly value: number | undefined }
  /** `\` and a sign that is no letter. */
  | { readonly kind: 'symbol'; readonly sign: string }
  /** Bytes of text in the code page of the moment, written as they are or as `\'hh`. */
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array };

const backslash = 0x5c;
const openBrace = 0x7b;
const closeBrace = 0x7d;

/** Cuts RTF into tokens. Line ends are no text; the data after `\bin` is passed over. */
export function* rtfTokens(source: Uint8Array): Generator<RtfToken> {
  let at = 0;
  while (at < source.length) {
    const byte = source[at];
    if (byte === openBrace) {
      at += 1;
      yield { kind: 'open' };
    } else if (byte === closeBrace) {
      at += 1;
      yield { kind: 'close' };
    } else if (byte === backslash) {
      const { token, next } = control(source, at + 1);
      at = next;
      if (token) yield token;
    } else if (byte === 0x0d || byte === 0x0a || byte === 0) {
      at += 1;
    } else {
      const start = at;
      while (at < source.length && !endsRun(source[at])) at += 1;
      yield { kind: 'bytes', bytes: source.subarray(start, at) };
    }
  }
}

function endsRun(byte: number | undefined): boolean {
  return (
    byte === backslash ||
    byte === openBrace ||
    byte === closeBrace ||
    byte === 0x0d ||
    byte === 0x0a ||
    byte === 0
  );
}

function control(source: Uint8Array, start: number): { readonly token?: RtfToken; readonly next: number } {
  const first = source[start];
  if (first === undefined) return { next: start };
  if (first === 0x27) {
    const value = Number.parseInt(String.fromCharCode(source[start + 1] ?? 0, source[start + 2] ?? 0), 16);
    if (Number.isNaN(value)) return { next: start + 1 };
    return { token: { kind: 'bytes', bytes: Uint8Array.of(value) }, next: start + 3 };
  }
  if (!isLetter(first)) {
    return { token: { kind: 'symbol', sign: String.fromCharCode(first) }, next: start + 1 };
  }
  let at = start;
  while (isLetter(source[at]) && at - start < longestName) at += 1;
  const name = String.fromCharCode(...source.subarray(start, at));
  const digits = at;
  if (source[at] === 0x2d) at += 1;
  while (isDigit(source[at]) && at - digits < longestNumber) at += 1;
  const parsed = Number.parseInt(String.fromCharCode(...source.subarray(digits, at)), 10);
  const value = Number.isNaN(parsed) ? undefined : parsed;
  if (source[at] === 0x20) at += 1;
  if (name === 'bin') return { next: at + Math.max(0, value ?? 0) };
  return { token: { kind: 'word', name, value }, next: at };
}

const longestName = 32;
const longestNumber = 11;

function isLetter(byte: number | undefined): boolean {
  return byte !== undefined && ((byte >= 0x61 && byte <= 0x7a) || (byte >= 0x41 && byte <= 0x5a));
}

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 0x30 && byte <= 0x39;
}
