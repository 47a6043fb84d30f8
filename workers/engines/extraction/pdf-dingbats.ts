/** Codes of the font Zapf Dingbats whose symbol is not at its usual place in Unicode. */
const exceptions: Readonly<Record<number, number>> = {
  0x25: 0x260e,
  0x2a: 0x261b,
  0x2b: 0x261e,
  0x48: 0x2605,
  0x6c: 0x25cf,
  0x6e: 0x25a0,
  0x73: 0x25b2,
  0x74: 0x25bc,
  0x75: 0x25c6,
  0x77: 0x25d7,
  0xa8: 0x2663,
  0xa9: 0x2666,
  0xaa: 0x2665,
  0xab: 0x2660,
  0xd5: 0x2192,
  0xd6: 0x2194,
  0xd7: 0x2195,
};

/** The symbols that letters stand for in Zapf Dingbats, one for one: a form's ticks come as the digit 4. */
export function dingbatsOf(text: string): string {
  return Array.from(text, (character) => String.fromCharCode(symbolOf(character.charCodeAt(0)))).join('');
}

function symbolOf(code: number): number {
  const exception = exceptions[code];
  if (exception !== undefined) return exception;
  if (code >= 0x21 && code <= 0x7e) return code + 0x2701 - 0x21;
  if (code >= 0xa1 && code <= 0xa7) return code + 0x2761 - 0xa1;
  if (code >= 0xac && code <= 0xb5) return code + 0x2460 - 0xac;
  if (code >= 0xb6 && code <= 0xfe && code !== 0xf0) return code + 0x2776 - 0xb6;
  return code;
}
