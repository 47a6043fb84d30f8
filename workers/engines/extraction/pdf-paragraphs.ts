import { EditedTextBuilder } from '../../../src/core/cleaning/edited-text-builder';
import { lineJoint, startsUnspaced } from '../../../src/core/cjk';
import type { TextEdit } from '../../../src/core/text-edits';
import { appendLine } from './pdf-line-text';
import type { TextLine } from './pdf-lines';

export interface Paragraph {
  readonly text: string;
  /** Where words broken at line ends were joined, and what has no meaning was left out. */
  readonly edits?: readonly TextEdit[];
  readonly fontSize: number;
  readonly lineCount: number;
  readonly isListItem: boolean;
  readonly isBold?: boolean;
  readonly lines: readonly TextLine[];
}

const bullet = /^[•●▪■◦‣∙⁃➢➤✓◆◇○]\s*(?=\S)/u;
const listMarker =
  /^(?:[•●▪■◦‣∙⁃➢➤✓◆◇○]|[-–—*·]\s|\(?\d{1,3}(?:[.)]\s|、)|\(?[a-z][.)]\s|[（(]?[一二三四五六七八九十]{1,3}[、.）)])/u;
const numberedHeading = /^\d{1,2}(?:\.\d{1,2}){0,3}\.?\s+\p{L}/u;
const terminal = /[.!?:;。！？：；…]["'”’」』)）\]]*$/u;

/**
 * Groups lines into paragraphs by their distances, indents and sizes, and joins words broken at line ends. How far
 * lines stand apart, and which words have a hyphen of their own, is learnt from all lines of the page.
 */
export function joinLines(lines: readonly TextLine[], page: readonly TextLine[] = lines): Paragraph[] {
  const leading = typicalLeading(page);
  const compounds = compoundsIn(page);
  const paragraphs: Paragraph[] = [];
  let group: TextLine[] = [];
  const close = () => {
    if (group.length > 0) paragraphs.push(toParagraph(group, compounds));
    group = [];
  };
  for (const line of lines) {
    const previous = group.at(-1);
    if (previous && beginsParagraph(line, previous, group, leading)) close();
    group.push(line);
  }
  close();
  return paragraphs;
}

/** The distance between most neighbouring lines, in font sizes; ordinary text is set at about 1.2. */
function typicalLeading(lines: readonly TextLine[]): number {
  const leadings = lines
    .slice(1)
    .flatMap((line, index) => {
      const previous = lines[index];
      if (!previous || !isSameSize(line, previous) || !isSameDirection(line, previous)) return [];
      const leading = (previous.baseline - line.baseline) / line.fontSize;
      return leading > 0.7 && leading < 3 ? [leading] : [];
    })
    .sort((a, b) => a - b);
  // The lower middle: gaps between paragraphs are among them, and are the larger ones.
  return leadings[Math.floor(leadings.length * 0.4)] ?? 1.2;
}

function beginsParagraph(
  line: TextLine,
  previous: TextLine,
  group: readonly TextLine[],
  leading: number,
): boolean {
  if (!isSameDirection(line, previous) || !isSameSize(line, previous)) return true;
  if (listMarker.test(line.text)) return true;
  const size = line.fontSize;
  const drop = (previous.baseline - line.baseline) / size;
  if (Math.abs(drop) < 0.3) return false;
  if (drop < 0 || drop > 6) return !readsOn(previous, line);
  if (drop > leading * 1.35 + 0.05) return true;
  if (isIndented(line, previous, group)) return true;
  if ((line.isBold ?? false) !== (previous.isBold ?? false) && hadRoomFor(line, previous, group)) return true;
  const isOwnLine =
    terminal.test(previous.text) || (group.length === 1 && numberedHeading.test(previous.text));
  return isOwnLine && hadRoomFor(line, previous, group);
}

/** At the top of a column, or after a picture: whether a sentence goes on there. */
function readsOn(previous: TextLine, line: TextLine): boolean {
  return !terminal.test(previous.text) && (/^\p{Ll}/u.test(line.text) || startsUnspaced(line.text));
}

function isIndented(line: TextLine, previous: TextLine, group: readonly TextLine[]): boolean {
  const step = (line.start - previous.start) / line.fontSize;
  const [first] = group;
  if (!first || group.length < 2) {
    // After one line a deeper one may hang under it; a paragraph's own first line is set deeper by little.
    return step > 0.9 && step < 4 && terminal.test(previous.text);
  }
  const hangs = previous.start - first.start > 0.9 * line.fontSize;
  return step > 0.9 || (step < -0.9 && hangs);
}

/** Whether the first word of `line` would have fitted after `previous`, which therefore ended on purpose. */
function hadRoomFor(line: TextLine, previous: TextLine, group: readonly TextLine[]): boolean {
  // Only what stands above or below tells how wide the column is.
  const column = [line, ...group].filter(({ start }) => start < previous.end);
  const right = Math.max(previous.end, ...column.map(({ end }) => end));
  const wordLength = startsUnspaced(line.text) ? 1 : (/^\S+/.exec(line.text)?.[0].length ?? 0);
  const characterWidth = (line.end - line.start) / Math.max(1, line.text.length);
  return right - previous.end > wordLength * characterWidth + 1.5 * line.fontSize;
}

function isSameSize(a: TextLine, b: TextLine): boolean {
  return Math.max(a.fontSize, b.fontSize) <= 1.15 * Math.min(a.fontSize, b.fontSize);
}

function isSameDirection(a: TextLine, b: TextLine): boolean {
  return Math.abs(a.angle - b.angle) < 0.05;
}

/** Words that are written with a hyphen within a line, lower-case: at a line end they keep it. */
function compoundsIn(lines: readonly TextLine[]): ReadonlySet<string> {
  const words = lines.flatMap(({ text }) => text.match(/\p{L}+-\p{L}+/gu) ?? []);
  return new Set(words.map((word) => word.toLowerCase()));
}

function toParagraph(lines: readonly TextLine[], compounds: ReadonlySet<string>): Paragraph {
  const [first] = lines;
  const isListItem = first !== undefined && bullet.test(first.text);
  const text = new EditedTextBuilder();
  lines.forEach((line, index) => {
    const previous = lines[index - 1];
    if (previous && !text.isEmpty) joinLine(text, previous, { line, lines, compounds });
    const isMarked = isListItem && index === 0;
    appendLine(text, isMarked ? { ...line, text: line.text.replace(bullet, '') } : line);
  });
  return {
    ...text.build(),
    fontSize: Math.max(...lines.map(({ fontSize }) => fontSize)),
    lineCount: lines.length,
    isListItem,
    ...(lines.every(({ isBold }) => isBold) ? { isBold: true } : {}),
    lines,
  };
}

interface JoinedLine {
  readonly line: TextLine;
  readonly lines: readonly TextLine[];
  readonly compounds: ReadonlySet<string>;
}

/** What stands for the line end between `previous`, which `text` ends with, and the line after it. */
function joinLine(text: EditedTextBuilder, previous: TextLine, { line, lines, compounds }: JoinedLine): void {
  const before = previous.text;
  if (previous.note !== undefined || before === '' || line.text === '') text.append('\n');
  else if (!/\p{L}[-\u00AD]$/u.test(before) || !/^\p{L}/u.test(line.text)) {
    text.append(hadRoomFor(line, previous, lines) ? '\n' : lineJoint(before, line.text));
  } else if (isBroken(before, line.text, compounds)) {
    text.replaceEnd('hyphenation', 1, '\n');
  }
}

/** Whether a word was broken at a line end. A soft hyphen only breaks; a hyphen may belong to a compound. */
function isBroken(text: string, next: string, compounds: ReadonlySet<string>): boolean {
  if (text.endsWith('\u00AD')) return true;
  const head = /\p{L}+-$/u.exec(text)?.[0] ?? '';
  const tail = /^\p{L}+/u.exec(next)?.[0] ?? '';
  return head.length > 2 && /^\p{Ll}/u.test(next) && !compounds.has((head + tail).toLowerCase());
}
