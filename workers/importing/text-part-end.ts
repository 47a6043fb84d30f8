const lineFeed = 0x0a;
const carriageReturn = 0x0d;

/**
 * Where a part of a text ends that goes on after `bytes`: after the last empty line of the second half, or the last line.
 * Undefined where no line ends there.
 */
export function endOfLines(bytes: Uint8Array, encoding: string): number | undefined {
  const width = widthOf(encoding);
  const last = lineEndBefore(bytes, bytes.length, encoding);
  for (let end = last; end > bytes.length / 2;) {
    const before = lineEndBefore(bytes, end - width, encoding);
    const isEmpty =
      end - before === width ||
      (end - before === 2 * width && unitAt(bytes, before, encoding) === carriageReturn);
    if (isEmpty) return end;
    end = before;
  }
  return last > bytes.length / 2 ? last : undefined;
}

/** Where a part ends in the midst of a line: after the last space of the second half, or mark, or else character. */
export function endInLine(bytes: Uint8Array, encoding: string): number {
  return (
    lastOf(bytes, encoding, (unit) => unit === 0x20 || unit === 0x09) ??
    lastOf(bytes, encoding, (unit) => unit > 0x20 && unit < 0x30) ??
    endOfCharacter(bytes, encoding)
  );
}

/** Whether the last character of `bytes` ends a line. */
export function endsLine(bytes: Uint8Array, encoding: string): boolean {
  const unit = unitAt(bytes, bytes.length - widthOf(encoding), encoding);
  return unit === lineFeed || unit === carriageReturn;
}

/** Where the last whole character ends. */
export function endOfCharacter(bytes: Uint8Array, encoding: string): number {
  if (widthOf(encoding) === 2) {
    const end = bytes.length & ~1;
    const last = unitAt(bytes, end - 2, encoding);
    return last >= 0xd800 && last <= 0xdbff ? end - 2 : end;
  }
  if (encoding === 'utf-8') {
    for (let at = bytes.length - 1; at > 0; at -= 1) if (((bytes[at] ?? 0) & 0xc0) !== 0x80) return at;
    return bytes.length;
  }
  // What a byte means in the others depends on those before it. None has characters of more than four.
  for (let end = bytes.length; end > bytes.length - 4; end -= 1) {
    if (!new TextDecoder(encoding).decode(bytes.subarray(0, end)).endsWith('\uFFFD')) return end;
  }
  return bytes.length;
}

/** Bytes of the smallest unit that characters are made of. */
export function widthOf(encoding: string): 1 | 2 {
  return encoding.startsWith('utf-16') ? 2 : 1;
}

/** The place after the last line end at or before `limit`; 0 where there is none. */
function lineEndBefore(bytes: Uint8Array, limit: number, encoding: string): number {
  const width = widthOf(encoding);
  for (let at = lastUnit(limit, width); at >= 0; at -= width) {
    const unit = unitAt(bytes, at, encoding);
    if (unit === lineFeed) return at + width;
    if (unit !== carriageReturn || at + 2 * width > bytes.length) continue;
    // The two together are one line end; where nothing follows yet, it may be half of one.
    if (unitAt(bytes, at + width, encoding) !== lineFeed) return at + width;
  }
  return 0;
}

/** The place after the last such unit of the second half. In no encoding are units below 0x30 a part of a character. */
function lastOf(
  bytes: Uint8Array,
  encoding: string,
  isWanted: (unit: number) => boolean,
): number | undefined {
  const width = widthOf(encoding);
  for (let at = lastUnit(bytes.length, width); at > bytes.length / 2; at -= width) {
    if (isWanted(unitAt(bytes, at, encoding))) return at + width;
  }
  return undefined;
}

function lastUnit(limit: number, width: 1 | 2): number {
  return limit - (limit % width) - width;
}

function unitAt(bytes: Uint8Array, at: number, encoding: string): number {
  const first = bytes[at] ?? 0;
  if (widthOf(encoding) === 1) return first;
  const second = bytes[at + 1] ?? 0;
  return encoding === 'utf-16be' ? first * 256 + second : second * 256 + first;
}
