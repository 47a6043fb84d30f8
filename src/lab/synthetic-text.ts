import { seededRandom } from '../core/seeded-random';

const syllables =
  'ba be bi bo ka ke ki ko la le li lo ma me mi mo na ne ni no ra re ri ro sa se si so ta te ti to'.split(
    ' ',
  );
const wordCount = 40_000;
const hanCount = 4000;
const firstHan = 0x4e00;

/** Texts whose words are as unevenly spread as those of a language (Zipf), the same every time. */
export class SyntheticText {
  readonly #random: () => number;

  constructor(seed: number) {
    this.#random = seededRandom(seed);
  }

  /** About as long as a chunk: 160 words, or 240 Han characters. */
  paragraph(language: 'en' | 'zh'): string {
    return language === 'zh' ? this.#han(240) : this.words(160).join(' ');
  }

  words(count: number): string[] {
    return Array.from({ length: count }, () => wordOf(this.#rank(wordCount)));
  }

  #han(count: number): string {
    let text = '';
    for (let i = 1; i <= count; i += 1) {
      text += String.fromCharCode(firstHan + this.#rank(hanCount));
      if (i % 12 === 0) text += i % 36 === 0 ? '。' : '，';
    }
    return text;
  }

  /** Rank r comes up about 1/r as often as rank 1. */
  #rank(count: number): number {
    return Math.floor(Math.pow(count + 1, this.#random())) - 1;
  }
}

/** Short for frequent words, as in languages; every rank has its own. */
function wordOf(rank: number): string {
  let word = '';
  for (let rest = rank + 1; rest > 0; rest = Math.floor(rest / syllables.length)) {
    word += syllables[rest % syllables.length] ?? '';
  }
  return word;
}
