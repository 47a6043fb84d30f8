import { startsUnspaced } from '../cjk';

/** What a Han character takes, in Latin ones. */
const wideCharacter = 240 / 110;
const firstWide = 0x2e80;
/** How far a border is looked for: a longer word is cut. */
const longestWord = 24;

/** A text with the room that each stretch of it takes, in widths of a Latin character. */
export class MeasuredText {
  readonly #text: string;
  /** The width of everything before an offset. */
  readonly #before: Float64Array;

  constructor(text: string) {
    this.#text = text;
    this.#before = new Float64Array(text.length + 1);
    for (let at = 0; at < text.length; at += 1) {
      this.#before[at + 1] = (this.#before[at] ?? 0) + (this.#isWide(at) ? wideCharacter : 1);
    }
  }

  width(start: number, end: number): number {
    return (this.#before[end] ?? 0) - (this.#before[start] ?? 0);
  }

  /** The offset up to `width` before another. */
  back(from: number, width: number): number {
    let at = from;
    while (at > 0 && this.width(at - 1, from) <= width) at -= 1;
    return at;
  }

  /** The offset up to `width` after another. */
  forth(from: number, width: number): number {
    let at = from;
    while (at < this.#text.length && this.width(from, at + 1) <= width) at += 1;
    return at;
  }

  /** The first offset from `at` on where a word may begin. */
  wordStart(at: number): number {
    for (let border = at; border < Math.min(this.#text.length, at + longestWord); border += 1) {
      if (border === 0 || this.#isSpace(border - 1) || this.#isWide(border)) return border;
    }
    return at;
  }

  /** The last offset up to `at` where a word that begins after `start` may end. */
  wordEnd(start: number, at: number): number {
    for (let border = at; border > Math.max(start, at - longestWord); border -= 1) {
      if (this.#isSpace(border) || this.#isWide(border - 1)) return border;
    }
    return at;
  }

  #isSpace(at: number): boolean {
    return /\s/.test(this.#text.charAt(at));
  }

  #isWide(at: number): boolean {
    const code = this.#text.charCodeAt(at);
    return (code >= 0x4e00 && code <= 0x9fff) || (code >= firstWide && startsUnspaced(this.#text.charAt(at)));
  }
}
