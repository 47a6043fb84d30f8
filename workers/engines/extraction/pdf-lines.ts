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
}

/** A line of text in the frame of its own baseline: `start` and `end` along it, `baseline` upwards across it. */
export interface TextLine {
  readonly text: string;
  readonly start: number;
  readonly end: number;
  readonly baseline: number;
  readonly fontSize: number;
  readonly angle: number;
}

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
    const text = run.text.replace(/\s+/g, ' ');
    if (text !== '') {
      if (open && !open.takes(run)) close();
      open ??= new OpenLine(run);
      open.add(run, text);
    }
    if (run.endsLine) close();
  }
  close();
  return lines;
}

class OpenLine {
  #text = '';
  #start = Infinity;
  #end = -Infinity;
  /** The width of the white space that waits for the text after it. */
  #pendingSpace: number | undefined;
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

  add(run: TextRun, text: string): void {
    const along = this.#along(run);
    if (text.trim() === '') {
      this.#pendingSpace = run.width;
      return;
    }
    const gap = this.#text === '' ? 0 : along - this.#end;
    const space = this.#pendingSpace ?? (gap > 0.2 * run.fontSize ? gap : undefined);
    const isBetweenCjk = endsUnspaced(this.#text) && startsUnspaced(text);
    const isSpace = space !== undefined && (!isBetweenCjk || space > 0.8 * run.fontSize);
    if (isSpace && this.#text !== '' && !this.#text.endsWith(' ') && !text.startsWith(' ')) this.#text += ' ';
    this.#pendingSpace = undefined;
    this.#text += text;
    this.#start = Math.min(this.#start, along);
    this.#end = Math.max(this.#end, along + run.width);
    if (text.length > this.#longest) {
      this.#longest = text.length;
      this.#baseline = this.#across(run);
      this.#fontSize = run.fontSize;
    }
  }

  finish(): TextLine | undefined {
    const text = closeSpacedCjk(this.#text.trim());
    if (text === '') return undefined;
    return {
      text,
      start: this.#start,
      end: this.#end,
      baseline: this.#baseline,
      fontSize: this.#fontSize,
      angle: this.#angle,
    };
  }

  #along({ x, y }: TextRun): number {
    return x * Math.cos(this.#angle) + y * Math.sin(this.#angle);
  }

  #across({ x, y }: TextRun): number {
    return y * Math.cos(this.#angle) - x * Math.sin(this.#angle);
  }
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
