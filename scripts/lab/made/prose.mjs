import { seededRandom } from './random.mjs';

const syllables = 'ba de fi go ku la me ni po ru sa te vi wo za che lor min tan ver'.split(' ');
const han = '石墨砚纸笔水山云风月花木春秋长江南北东西古今文人书画色香味光影声';

/** Made-up text: sentences of made-up words, every fifth in Han characters. The same seed gives the same text. */
export class Prose {
  #random;

  /** @param {number} seed */
  constructor(seed) {
    this.#random = seededRandom(seed);
  }

  /** A word that no other text holds, but for odds of one to billions. */
  rareWord() {
    return `qu${this.#join(syllables, 8)}x`;
  }

  /** @param {number} sentences */
  paragraph(sentences) {
    return Array.from({ length: sentences }, () => this.#sentence()).join(' ');
  }

  /** @param {number} paragraphs */
  text(paragraphs) {
    return Array.from({ length: paragraphs }, () => this.paragraph(5)).join('\n\n');
  }

  /** @param {number} limit */
  below(limit) {
    return Math.floor(this.#random() * limit);
  }

  #sentence() {
    if (this.below(5) === 0) return `${this.#join([...han], 8 + this.below(16))}。`;
    const words = Array.from({ length: 6 + this.below(10) }, () => this.#join(syllables, 1 + this.below(3)));
    const [first = ''] = words;
    return `${first.charAt(0).toUpperCase()}${words.join(' ').slice(1)}.`;
  }

  /**
   * @param {readonly string[]} parts
   * @param {number} count
   */
  #join(parts, count) {
    return Array.from({ length: count }, () => parts[this.below(parts.length)]).join('');
  }
}
