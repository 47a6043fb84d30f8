/** Words seen again are looked up; the table starts anew when full, and long words are no words. */
const mostWords = 32_768;
const slotMask = 4 * mostWords - 1;
const longestWord = 32;

/** How a hash of a word's units begins, and goes on from unit to unit (FNV-1a). */
export const emptyHash = 0x811c9dc5 | 0;

export function hashWith(hash: number, unit: number): number {
  return Math.imul(hash ^ unit, 0x01000193);
}

/**
 * The token ids of words, found by their UTF-16 units where they stand in a text: no string is made of a word to look it
 * up. Words lie in typed arrays, one after another, behind a table with linear probing.
 */
export class WordIds {
  /** Of each slot: the number of its word and one, or 0 where it is empty. */
  readonly #wordAt = new Int32Array(slotMask + 1);
  readonly #hashes = new Int32Array(mostWords);
  /** Where each word's units and ids begin; the next one's beginning is the end. */
  readonly #unitsFrom = new Int32Array(mostWords + 1);
  readonly #idsFrom = new Int32Array(mostWords + 1);
  readonly #units = new Uint16Array(longestWord * mostWords);
  readonly #ids = new Int32Array(longestWord * mostWords);
  #count = 0;

  /** Appends the ids of `text.slice(from, to)` to `ids`; false where the word is not known. */
  find(text: string, from: number, to: number, hash: number, ids: number[]): boolean {
    const length = to - from;
    if (length > longestWord) return false;
    for (let slot = slotOf(hash); ; slot = (slot + 1) & slotMask) {
      const word = (this.#wordAt[slot] ?? 0) - 1;
      if (word === -1) return false;
      if (this.#hashes[word] !== hash || !this.#isAt(word, text, from, length)) continue;
      const end = this.#idsFrom[word + 1] ?? 0;
      for (let i = this.#idsFrom[word] ?? 0; i < end; i += 1) ids.push(this.#ids[i] ?? 0);
      return true;
    }
  }

  add(word: string, hash: number, ids: readonly number[]): void {
    if (word.length > longestWord) return;
    if (this.#count === mostWords) {
      this.#wordAt.fill(0);
      this.#count = 0;
    }
    const number = this.#count;
    const unitsFrom = this.#unitsFrom[number] ?? 0;
    const idsFrom = this.#idsFrom[number] ?? 0;
    for (let i = 0; i < word.length; i += 1) this.#units[unitsFrom + i] = word.charCodeAt(i);
    this.#ids.set(ids, idsFrom);
    this.#hashes[number] = hash;
    this.#unitsFrom[number + 1] = unitsFrom + word.length;
    this.#idsFrom[number + 1] = idsFrom + ids.length;
    this.#count = number + 1;
    let slot = slotOf(hash);
    while (this.#wordAt[slot] !== 0) slot = (slot + 1) & slotMask;
    this.#wordAt[slot] = this.#count;
  }

  #isAt(word: number, text: string, from: number, length: number): boolean {
    const unitsFrom = this.#unitsFrom[word] ?? 0;
    if ((this.#unitsFrom[word + 1] ?? 0) - unitsFrom !== length) return false;
    for (let i = 0; i < length; i += 1) {
      if (this.#units[unitsFrom + i] !== text.charCodeAt(from + i)) return false;
    }
    return true;
  }
}

function slotOf(hash: number): number {
  return (hash ^ (hash >>> 15)) & slotMask;
}
