interface Line {
  readonly start: number;
  /** Without white space at its end. */
  readonly end: number;
  /** In columns: what is written without spaces takes two. */
  readonly width: number;
  readonly firstWordWidth: number;
  /** An item may go on in the lines below it; a heading or table row stands alone. */
  readonly kind: 'text' | 'item' | 'alone';
}

/**
 * The offsets just after those line feeds that end a sentence. Stored text has list items, hard breaks and wrapped
 * paragraphs alike as single line feeds; which it is shows in the lines around it: a wrapped line is filled up to
 * where its paragraph's width leaves no room for the next word.
 */
export function lineEndsOfSentences(text: string): number[] {
  const ends: number[] = [];
  let paragraph: Line[] = [];
  const close = (): void => {
    addParagraph(text, paragraph, ends);
    const last = paragraph.at(-1);
    if (last) ends.push(lineFeedAfter(text, last) + 1);
    paragraph = [];
  };
  for (let start = 0; start < text.length;) {
    const lineFeed = text.indexOf('\n', start);
    const end = lineFeed < 0 ? text.length : lineFeed;
    const line = readLine(text, start, end);
    if (line?.kind !== 'text' || paragraph.at(-1)?.kind === 'alone') close();
    if (line) paragraph.push(line);
    start = end + 1;
  }
  close();
  return ends;
}

function lineFeedAfter(text: string, line: Line): number {
  const at = text.indexOf('\n', line.end);
  return at < 0 ? text.length : at;
}

const item =
  /^\s{0,24}(?:[-*+•●▪■◦‣·○◆–—](?=\s|[\u2e80-\uffff])|\d{1,3}[.)、．](?!\d)|[a-zA-H][.)]\s|[(（][\da-z一二三四五六七八九十]{1,3}[)）]|[一二三四五六七八九十]{1,3}、|>)/u;
/** Whether a line begins with the mark of a list item. */
export function startsItem(line: string): boolean {
  return item.test(line);
}

const heading = /^\s{0,3}(?:#{1,6}\s|```|~~~)|^\s*第[\d一二三四五六七八九十百]{1,4}[章节条]\s/u;

function readLine(text: string, start: number, lineEnd: number): Line | undefined {
  let end = lineEnd;
  while (end > start && text.charCodeAt(end - 1) <= 32) end -= 1;
  if (end === start) return undefined;
  const head = text.slice(start, Math.min(end, start + 64));
  let width = 0;
  let standsAlone = heading.test(head) || /^\s*\|/.test(head);
  for (let i = start; i < end; i += 1) {
    const code = text.charCodeAt(i);
    width += code >= firstWide ? 2 : 1;
    if (code === tab && width > 1) standsAlone = true;
  }
  const kind = standsAlone ? 'alone' : item.test(head) ? 'item' : 'text';
  return { start, end, width, firstWordWidth: firstWordWidth(head), kind };
}

const tab = 9;
const firstWide = 0x2e80;

function firstWordWidth(head: string): number {
  const trimmed = head.trimStart();
  if (trimmed.charCodeAt(0) >= firstWide) return 2;
  return 1 + (/^[^\s\u2e80-\uffff]+/.exec(trimmed)?.[0].length ?? 0);
}

/** Narrower and wider than this nobody wraps running text. */
const narrowest = 45;
const widest = 140;
/** In a wrapped paragraph nearly all lines are full; the others were broken on purpose. */
const leastFullShare = 0.7;

function addParagraph(text: string, lines: readonly Line[], ends: number[]): void {
  if (lines.length < 2) return;
  const width = lines.reduce((most, line) => Math.max(most, line.width), 0);
  const last = lines.at(-1);
  // Items of a list end alike; in a paragraph only the last line needs to end in a stop.
  const isClosed =
    last !== undefined && /[.!?。！？…]["”’」』）)]*$/.test(text.slice(last.end - 4, last.end));
  const isFull = (line: Line, next: Line): boolean => line.width + next.firstWordWidth > width;
  const full = lines.filter((line, i) => {
    const next = lines[i + 1];
    return next !== undefined && isFull(line, next);
  }).length;
  const isWrapped =
    width <= widest && (isClosed || width >= narrowest) && full >= leastFullShare * (lines.length - 1);
  lines.forEach((line, i) => {
    const next = lines[i + 1];
    if (!next || goesOn(text, line, next)) return;
    if (!(isWrapped && isFull(line, next))) ends.push(lineFeedAfter(text, line) + 1);
  });
}

/** A line that begins with a small letter, or follows a comma or "of", continues the one before. */
function goesOn(text: string, line: Line, next: Line): boolean {
  if (/^\s*\p{Ll}/u.test(text.slice(next.start, next.start + 32))) return true;
  return /[,，、]$|(?:^|\s)(?:an?|the|of|in|on|at|to|by|for|from|with|and|or|as|is|are|was|were)$/i.test(
    text.slice(Math.max(line.start, line.end - 8), line.end),
  );
}
