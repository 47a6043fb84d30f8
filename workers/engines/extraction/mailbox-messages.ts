const sliceBytes = 4 * 1024 * 1024;
/** A mail longer than this is cut: its attachments are most of it. */
const largestMessageBytes = 64 * 1024 * 1024;

const lineFeed = 0x0a;
const fromLine = Uint8Array.from('From ', (character) => character.charCodeAt(0));

interface MailboxMessage {
  /** As it was sent, without the line that parts it from the one before. */
  readonly message: Uint8Array<ArrayBuffer>;
  /** Where it ends in the file. */
  readonly end: number;
}

/** The mails of a mailbox file, which begin at lines with `From ` at their start; read slice by slice. */
export async function* readMailbox(file: Blob): AsyncGenerator<MailboxMessage> {
  let rest = new Uint8Array(0);
  let restStart = 0;
  for (let offset = 0; offset < file.size; offset += sliceBytes) {
    const slice = new Uint8Array(await file.slice(offset, offset + sliceBytes).arrayBuffer());
    // Searching goes on where it ended, so that a long mail is looked through once.
    let searched = Math.max(1, rest.length - fromLine.length);
    rest = joined(rest, slice);
    let start = 0;
    for (let next = nextStart(rest, searched); next >= 0; next = nextStart(rest, searched)) {
      yield { message: unwrapped(rest.subarray(start, next)), end: restStart + next };
      start = next;
      searched = next + fromLine.length;
    }
    rest = rest.slice(start);
    restStart += start;
    if (rest.length > largestMessageBytes) {
      yield { message: unwrapped(rest), end: restStart + rest.length };
      restStart += rest.length;
      rest = new Uint8Array(0);
    }
  }
  if (rest.length > 0) yield { message: unwrapped(rest), end: file.size };
}

function joined(first: Uint8Array<ArrayBuffer>, second: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const both = new Uint8Array(first.length + second.length);
  both.set(first);
  both.set(second, first.length);
  return both;
}

/** The next line that begins a mail: `From ` after an empty line, with a time of day in it. */
function nextStart(bytes: Uint8Array, from: number): number {
  for (let at = bytes.indexOf(lineFeed, from - 1); at >= 0; at = bytes.indexOf(lineFeed, at + 1)) {
    const isFrom = fromLine.every((byte, index) => bytes[at + 1 + index] === byte);
    if (isFrom && isAfterEmptyLine(bytes, at) && namesTime(bytes, at + 1)) return at + 1;
  }
  return -1;
}

function isAfterEmptyLine(bytes: Uint8Array, lineEnd: number): boolean {
  const before = bytes[lineEnd - 1] === 0x0d ? lineEnd - 2 : lineEnd - 1;
  return before < 0 || bytes[before] === lineFeed;
}

function namesTime(bytes: Uint8Array, start: number): boolean {
  const end = bytes.indexOf(lineFeed, start);
  const line = String.fromCharCode(
    ...bytes.subarray(start, Math.min(end < 0 ? bytes.length : end, start + 200)),
  );
  return /\d{1,2}:\d{2}/.test(line);
}

/** A mail without the line that parts it from others in a mailbox. */
export function unwrapped(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const isParted = fromLine.every((byte, index) => bytes[index] === byte);
  const end = isParted ? bytes.indexOf(lineFeed) : -1;
  return bytes.slice(end + 1);
}
