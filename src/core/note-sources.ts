/**
 * Addresses of sources are long, and mean nothing to a reader: in the Markdown of a note they stand gathered at its end,
 * and its text names them by `[words][source-1]`.
 */
const name = (n: number): string => `source-${n}`;

const definitionLine = /^\[source-(\d{1,6})\]: (inkstone:\S+)$/;
/** Nothing but such lines, up to the end. */
const gathered = /(?:(?:^|\n)\[source-\d{1,6}\]: inkstone:\S+[ \t]*)+\s*$/;

/** A link in the text of a note to the source with this number. */
export function linkToSource(words: string, n: number): string {
  return `[${words}][${name(n)}]`;
}

/** Text of a note with the addresses that its links name, from number 1 on. */
export function withSources(text: string, addresses: readonly string[]): string {
  return addresses.length === 0 ? text : `${text}\n\n${sourceLines(addresses)}`;
}

/** The lines below a note that say where its links lead, from number 1 on. */
export function sourceLines(addresses: readonly string[]): string {
  return addresses.map((address, i) => `[${name(i + 1)}]: ${address}`).join('\n');
}

/** A note with more below its text, and room between that and what belongs below it to write on. */
export function appended(note: string, more: string): string {
  const [body, sources] = parted(note);
  const [words, added] = parted(more);
  const numbers = new Map([...sources].map(([n, address]) => [address, n]));
  // A name that the text itself holds somewhere is not taken either.
  let last = Math.max(0, ...[...note.matchAll(/\[source-(\d{1,6})\]/g)].map(([, n]) => Number(n)));
  const renumbered = new Map<number, number>();
  for (const [n, address] of added) {
    const number = numbers.get(address) ?? (last += 1);
    numbers.set(address, number);
    sources.set(number, address);
    renumbered.set(n, number);
  }
  const moved = words.replace(
    /\]\[source-(\d{1,6})\]/g,
    (_, n: string) => `][${name(renumbered.get(Number(n)) ?? Number(n))}]`,
  );
  const definitions = definitionsStart(body);
  const text = body.slice(0, definitions).trimEnd();
  return withRoom(
    text === '' ? moved : `${text}\n\n${moved}`,
    body.slice(definitions).trim(),
    [...sources].map(([n, address]) => `[${name(n)}]: ${address}`).join('\n'),
  );
}

/** The text of a note with what belongs below it, and room between them for a paragraph to be written. */
export function withRoom(text: string, ...below: readonly string[]): string {
  const definitions = below.filter((part) => part !== '').join('\n\n');
  return `${text}\n\n${definitions === '' ? '' : `\n\n${definitions}\n`}`;
}

/** Where one writes on in a note: before the footnotes and addresses that stand below its text. */
export function endOfWriting(note: string): number {
  const definitions = definitionsStart(note);
  if (definitions === note.length) return definitions;
  const end = note.slice(0, definitions).trimEnd().length;
  // A paragraph of its own, where there is room for one.
  return end > 0 && definitions - end >= 4 ? end + 2 : end;
}

const definition = /^ {0,3}\[[^\]\n]+\]:[ \t]/;
const footnote = /^ {0,3}\[\^/;

/** Where the definitions begin that a note ends with; its length where it ends with none. */
function definitionsStart(note: string): number {
  let start = note.length;
  /** Lines that belong to what stands above them, where that is a footnote. */
  let isIndented = false;
  for (let end = note.length; end > 0;) {
    const lineStart = end === 1 ? 0 : note.lastIndexOf('\n', end - 2) + 1;
    const line = note.slice(lineStart, end);
    if (definition.test(line) && (!isIndented || footnote.test(line))) {
      start = lineStart;
      isIndented = false;
    } else if (/^(?: {4}|\t)\s*\S/.test(line)) {
      isIndented = true;
    } else if (line.trim() !== '') {
      break;
    }
    end = lineStart;
  }
  return start;
}

/** Its text, and the addresses below it by their numbers. */
function parted(note: string): [text: string, sources: Map<number, string>] {
  const match = gathered.exec(note);
  const sources = new Map<number, string>();
  for (const line of match?.[0].split('\n') ?? []) {
    const [, n, address] = definitionLine.exec(line.trimEnd()) ?? [];
    if (address !== undefined && !sources.has(Number(n))) sources.set(Number(n), address);
  }
  return [note.slice(0, match?.index).trimEnd(), sources];
}
