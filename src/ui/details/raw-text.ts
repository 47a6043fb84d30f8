/** Decoded while the page waits for nothing else; more is not looked at with the eye. */
const mostBytes = 1_000_000;
/** UTF-16 units drawn at once. */
const pieceCharacters = 4000;
const charactersPerLine = 58;

export interface RawText {
  readonly pieces: readonly { readonly text: string; readonly lines: number }[];
  readonly isWhole: boolean;
}

/** The beginning of a text file as it is, in pieces that end with a line where they can. */
export async function readRawText(file: Blob, encoding = 'utf-8'): Promise<RawText> {
  const isWhole = file.size <= mostBytes;
  const bytes = await file.slice(0, mostBytes).arrayBuffer();
  const text = decode(bytes, encoding).replaceAll('\r\n', '\n');
  const pieces: { text: string; lines: number }[] = [];
  for (let start = 0; start < text.length;) {
    const wanted = start + pieceCharacters;
    const lineEnd = text.lastIndexOf('\n', wanted) + 1;
    const cut = lineEnd > start ? lineEnd : wanted;
    const end =
      wanted >= text.length ? text.length : /[\uD800-\uDBFF]/.test(text.charAt(cut - 1)) ? cut - 1 : cut;
    const piece = text.slice(start, end);
    pieces.push({ text: piece, lines: linesOf(piece) });
    start = end;
  }
  return { pieces, isWhole };
}

/** UTF-32 is the one encoding that is read and that browsers do not know. */
function decode(bytes: ArrayBuffer, encoding: string): string {
  if (!encoding.startsWith('utf-32')) return new TextDecoder(encoding).decode(bytes);
  const view = new DataView(bytes);
  let text = '';
  for (let at = 0; at + 4 <= bytes.byteLength; at += 4) {
    const point = view.getUint32(at, encoding === 'utf-32le');
    text += point <= 0x10ffff && (point < 0xd800 || point > 0xdfff) ? String.fromCodePoint(point) : '\uFFFD';
  }
  return text;
}

function linesOf(text: string): number {
  const lines = text.split('\n');
  if (lines.at(-1) === '') lines.pop();
  return lines.reduce((sum, line) => sum + Math.max(1, Math.ceil(line.length / charactersPerLine)), 0);
}
