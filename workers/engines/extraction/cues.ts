export interface Cue {
  readonly startMs: number;
  readonly endMs: number;
  readonly speaker: string | undefined;
  /** One line, without tags. */
  readonly text: string;
}

const timing =
  /^\s*((?:\d+:)?\d{1,2}:\d{2}[.,]\d{1,3})\s*-->\s*((?:\d+:)?\d{1,2}:\d{2}[.,]\d{1,3})(?:\s.*)?$/;

/** The cues of SubRip or WebVTT; whatever stands between them (numbers, notes, styles, regions) is passed over. */
export function* readCues(source: string): Generator<Cue> {
  let times: { readonly startMs: number; readonly endMs: number } | undefined;
  let lines: string[] = [];
  for (const line of linesOf(source)) {
    const found = timing.exec(line);
    if (found || (times && line.trim() === '')) {
      // A file without empty lines has the next cue's number as the last line of this one.
      if (times) yield* cuesOf(times, found && /^\d+$/.test(lines.at(-1) ?? '') ? lines.slice(0, -1) : lines);
      times = found ? { startMs: milliseconds(found[1]), endMs: milliseconds(found[2]) } : undefined;
      lines = [];
    } else if (times) lines.push(line);
  }
  if (times) yield* cuesOf(times, lines);
}

function* linesOf(source: string): Generator<string> {
  let start = 0;
  for (let end = source.indexOf('\n'); end >= 0; end = source.indexOf('\n', start)) {
    yield source.slice(start, end);
    start = end + 1;
  }
  yield source.slice(start);
}

/** One cue for each voice that speaks in it. */
function* cuesOf(times: Pick<Cue, 'startMs' | 'endMs'>, lines: readonly string[]): Generator<Cue> {
  const content = lines.join('\n');
  for (const part of content.split(/(?=<v[.\s][^>]*>)|(?<=<\/v>)/)) {
    const voice = /^<v(?:\.[^\s>]*)?\s+([^>]*)>/.exec(part)?.[1];
    const text = plain(part);
    if (text !== '') yield { ...times, speaker: voice === undefined ? undefined : plain(voice), text };
  }
}

/** Tags, karaoke times and the positions of SubRip (`{\an8}`) are not said. */
function plain(markup: string): string {
  const words = markup.replace(/\{\\[^}]*\}/g, '').replace(/<\/?[a-z][^<>]*>|<\d[\d:.]*>/gi, '');
  return words
    .replace(/&(amp|lt|gt|nbsp|lrm|rlm);/g, (_, name: string) => characters[name] ?? '')
    .replace(/\s+/g, ' ')
    .trim();
}

/** All that WebVTT names; SubRip borrows them. */
const characters: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', nbsp: ' ' };

function milliseconds(time = ''): number {
  const [whole = '', fraction = '0'] = time.split(/[.,]/);
  const seconds = whole.split(':').reduce((sum, part) => sum * 60 + Number(part), 0);
  return seconds * 1000 + Number(fraction.padEnd(3, '0'));
}
