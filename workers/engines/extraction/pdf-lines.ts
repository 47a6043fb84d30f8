import { endsUnspaced, startsUnspaced } from '../../../src/core/cjk';

/** A stretch of text as a page draws it; lengths in points, y upwards. */
export interface TextRun {
  readonly text: string;
  /** Where its baseline begins. */
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly fontSize: number;
  /** Of the baseline, in radians, anticlockwise. */
  readonly angle: number;
  readonly endsLine: boolean;
  readonly isRightToLeft?: boolean;
  readonly isBold?: boolean;
}

/** A line of text in the frame of its own baseline: `start` and `end` along it, `baseline` upwards across it. */
export interface TextLine {
  readonly text: string;
  readonly start: number;
  readonly end: number;
  readonly baseline: number;
  readonly fontSize: number;
  readonly angle: number;
  /** Most of it is set in a bold font. */
  readonly isBold?: boolean;
  /** Where the line is parted by more than a word space, from left to right. */
  readonly gaps?: readonly LineGap[];
  /** What is written into a field or note behind the words; no part of what the page itself says. */
  readonly note?: string;
}

export interface LineGap {
  /** How many characters other than white space stand before it. */
  readonly after: number;
  readonly from: number;
  readonly to: number;
}

/** In font sizes: wider than any space between words, even of justified text. */
const wideGap = 1.2;

/** Puts runs together into lines, in drawing order, with the spaces that the gaps between them stand for. */
export function joinRuns(runs: readonly TextRun[]): TextLine[] {
  const lines: TextLine[] = [];
  let open: OpenLine | undefined;
  const close = () => {
    const line = open?.finish();
    if (line) lines.push(line);
    open = undefined;
  };
  for (const run of runs) {
    if (run.text !== '') {
      if (open && !open.takes(run)) close();
      open ??= new OpenLine(run);
      open.add(run);
    }
    if (run.endsLine) close();
  }
  close();
  return lines;
}

/** The line in two, at one of its gaps. */
export function splitAtGap(line: TextLine, gap: LineGap): readonly [TextLine, TextLine] {
  const at = offsetAfter(line.text, gap.after);
  const gaps = line.gaps ?? [];
  const before = gaps.filter(({ after }) => after < gap.after);
  const behind = gaps.filter(({ after }) => after > gap.after);
  const { note: _, ...head } = line;
  return [
    { ...head, text: line.text.slice(0, at).trimEnd(), end: gap.from, gaps: before },
    {
      ...line,
      text: line.text.slice(at).trimStart(),
      start: gap.to,
      gaps: behind.map((later) => ({ ...later, after: later.after - gap.after })),
    },
  ];
}

function offsetAfter(text: string, characters: number): number {
  let seen = 0;
  for (let offset = 0; offset < text.length; offset += 1) {
    if (seen === characters) return offset;
    if (text[offset] !== ' ') seen += 1;
  }
  return text.length;
}

interface PlacedRun {
  readonly run: TextRun;
  readonly text: string;
  /** Along the baseline. */
  readonly start: number;
  readonly end: number;
}

class OpenLine {
  readonly #runs: PlacedRun[] = [];
  #end = -Infinity;
  #baseline: number;
  #fontSize: number;
  /** Characters in the run that gave the line its baseline and size: the longest one. */
  #longest = 0;
  readonly #angle: number;

  constructor(run: TextRun) {
    this.#angle = run.angle;
    this.#baseline = this.#across(run);
    this.#fontSize = run.fontSize;
  }

  /** The reader marks most line ends itself; it misses some where the text turns or jumps back. */
  takes(run: TextRun): boolean {
    if (Math.abs(run.angle - this.#angle) > 0.05) return false;
    const size = Math.max(run.fontSize, this.#fontSize);
    const isOffBaseline = Math.abs(this.#across(run) - this.#baseline) > 0.8 * size;
    return !(isOffBaseline && this.#along(run) < this.#end - size);
  }

  add(run: TextRun): void {
    const text = run.text.replace(/\s+/g, ' ');
    const start = this.#along(run);
    this.#runs.push({ run, text, start, end: start + run.width });
    if (text.trim() === '') return;
    this.#end = Math.max(this.#end, start + run.width);
    if (text.length > this.#longest) {
      this.#longest = text.length;
      this.#baseline = this.#across(run);
      this.#fontSize = run.fontSize;
    }
  }

  finish(): TextLine | undefined {
    const isRightToLeft = readsRightToLeft(this.#runs);
    const { text, gaps } = joinText(isRightToLeft ? rightToLeft(this.#runs) : this.#runs, isRightToLeft);
    const closed = closeSpacedCjk(text.trim());
    if (closed === '') return undefined;
    const shown = this.#runs.filter((placed) => placed.text.trim() !== '');
    const bold = shown.reduce((sum, placed) => sum + (placed.run.isBold ? placed.text.length : 0), 0);
    return {
      text: closed,
      start: Math.min(...shown.map(({ start }) => start)),
      end: this.#end,
      baseline: this.#baseline,
      fontSize: this.#fontSize,
      angle: this.#angle,
      ...(bold > text.length / 2 ? { isBold: true } : {}),
      ...(gaps.length > 0 ? { gaps } : {}),
    };
  }

  #along({ x, y }: TextRun): number {
    return x * Math.cos(this.#angle) + y * Math.sin(this.#angle);
  }

  #across({ x, y }: TextRun): number {
    return y * Math.cos(this.#angle) - x * Math.sin(this.#angle);
  }
}

function joinText(
  runs: readonly PlacedRun[],
  isRightToLeft: boolean,
): { readonly text: string; readonly gaps: readonly LineGap[] } {
  let text = '';
  let characters = 0;
  /** The width of the white space that waits for the text after it. */
  let pendingSpace: number | undefined;
  /** Where what was added last begins and ends. */
  let from = 0;
  let edge = 0;
  const gaps: LineGap[] = [];
  for (const { run, text: added, start, end } of runs) {
    if (added.trim() === '') {
      pendingSpace = run.width;
      continue;
    }
    const gap = text === '' ? 0 : isRightToLeft ? Math.max(from - end, start - edge) : start - edge;
    const space = pendingSpace ?? (gap > 0.2 * run.fontSize ? gap : undefined);
    const isBetweenCjk = endsUnspaced(text) && startsUnspaced(added);
    const isSpace = space !== undefined && (!isBetweenCjk || space > 0.8 * run.fontSize);
    if (isSpace && text !== '' && !text.endsWith(' ') && !added.startsWith(' ')) text += ' ';
    if (gap > wideGap * run.fontSize && !isRightToLeft)
      gaps.push({ after: characters, from: edge, to: start });
    pendingSpace = undefined;
    text += added;
    characters += added.replaceAll(' ', '').length;
    const isFirst = text === added;
    edge = isFirst || isRightToLeft ? end : Math.max(edge, end);
    from = start;
  }
  return { text, gaps };
}

const rightToLeftLetter = /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}]/u;

function readsRightToLeft(runs: readonly PlacedRun[]): boolean {
  let balance = 0;
  for (const { run, text } of runs) {
    if (run.isRightToLeft && rightToLeftLetter.test(text)) balance += text.length;
    else balance -= text.match(/\p{L}/gu)?.length ?? 0;
  }
  return balance > 0;
}

/** Runs of a line that is read from the right, but drawn from the left; what is read from the left keeps its order. */
function rightToLeft(runs: readonly PlacedRun[]): readonly PlacedRun[] {
  const shown = runs.filter(({ text }) => text.trim() !== '');
  const ascending = shown.filter(
    (placed, index) => placed.start > (shown[index - 1]?.start ?? Infinity),
  ).length;
  if (ascending * 2 < shown.length - 1) return runs;
  const ordered: PlacedRun[] = [];
  let leftToRight: PlacedRun[] = [];
  for (const placed of runs.toReversed()) {
    if (placed.run.isRightToLeft || placed.text.trim() === '') {
      ordered.push(...leftToRight.reverse(), placed);
      leftToRight = [];
    } else leftToRight.push(placed);
  }
  return [...ordered, ...leftToRight.reverse()];
}

const cjk = '[\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\u3000-\\u303F\\uFF01-\\uFF60]';
const adjacentCjk = new RegExp(`(?<=${cjk}) ?(?=${cjk})`, 'gu');

/** Characters set apart for looks come with a space between most of them; spaces that part words are fewer. */
function closeSpacedCjk(text: string): string {
  const joints = text.match(adjacentCjk);
  if (!joints?.includes(' ')) return text;
  const spaced = joints.filter((joint) => joint === ' ').length;
  return spaced >= joints.length / 2 ? text.replace(adjacentCjk, '') : text;
}
