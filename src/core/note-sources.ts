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
  if (addresses.length === 0) return text;
  return `${text}\n\n${addresses.map((address, i) => `[${name(i + 1)}]: ${address}`).join('\n')}`;
}

/** A note with more below its text, and room between that and its sources to write on. */
export function appended(note: string, more: string): string {
  const [text, sources] = parted(note);
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
  const whole = `${text === '' ? '' : `${text}\n\n`}${moved}\n\n`;
  const lines = [...sources].map(([n, address]) => `[${name(n)}]: ${address}\n`);
  return lines.length === 0 ? whole : `${whole}\n\n${lines.join('')}`;
}

/** Where one writes on in a note: before its sources. */
export function endOfWriting(note: string): number {
  const match = gathered.exec(note);
  if (!match) return note.length;
  const end = note.slice(0, match.index).trimEnd().length;
  const lineBreaks = match.index + (match[0].startsWith('\n') ? 1 : 0) - end;
  // A paragraph of its own, where there is room for one.
  return end > 0 && lineBreaks >= 4 ? end + 2 : end;
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
