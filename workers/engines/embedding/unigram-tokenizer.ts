import { PieceTrie } from './piece-trie';
import { emptyHash, hashWith, WordIds } from './word-ids';

/** What is needed of a tokenizer.json. */
export interface TokenizerDescription {
  readonly normalize: (text: string) => string;
  readonly pieces: readonly string[];
  readonly logProbabilities: readonly number[];
  readonly unknownId: number;
  /** Ids of the words that are taken out of the text before anything else is done to it. */
  readonly addedTokens: ReadonlyMap<string, number>;
}

/** The mark that stands for a space, and before the first word of a text. */
export const spaceMark = '▁';

/** As the tokenizers library has it: an unknown character costs this much more than the rarest piece. */
const unknownPenalty = 10;

/**
 * A SentencePiece Unigram tokenizer (Kudo 2018): of all ways to cut a word into known pieces it takes the most
 * probable, found by Viterbi. It gives the ids that the tokenizers library gives, many times as fast; only where ways
 * are equally probable, in long runs of one sign, may the same tokens stand in another order: there the library's
 * choice hangs on how its sum over the whole text is rounded, and here words are looked up one by one.
 */
export class UnigramTokenizer {
  readonly #normalize: (text: string) => string;
  readonly #trie: PieceTrie;
  readonly #scores: Float64Array;
  readonly #unknownId: number;
  readonly #unknownScore: number;
  readonly #addedIds: ReadonlyMap<string, number>;
  readonly #addedTokens: RegExp | undefined;
  readonly #known = new WordIds();
  // Of the word in hand, by position: the best score up to there, and the piece that ends there.
  #best = new Float64Array(64);
  #pieceFrom = new Int32Array(64);
  #pieceId = new Int32Array(64);

  constructor({ normalize, pieces, logProbabilities, unknownId, addedTokens }: TokenizerDescription) {
    this.#normalize = normalize;
    this.#trie = new PieceTrie(pieces);
    this.#scores = Float64Array.from(logProbabilities);
    this.#unknownId = unknownId;
    this.#unknownScore = this.#scores.reduce((least, score) => Math.min(least, score)) - unknownPenalty;
    this.#scores[unknownId] = this.#unknownScore;
    this.#addedIds = addedTokens;
    const alternatives = Array.from(addedTokens.keys(), (token) =>
      token.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'),
    );
    this.#addedTokens = alternatives.length === 0 ? undefined : new RegExp(`(${alternatives.join('|')})`);
  }

  /** Token ids of the text; none for white space alone. */
  encode(text: string): number[] {
    const ids: number[] = [];
    const sections = this.#addedTokens ? text.split(this.#addedTokens) : [text];
    for (const section of sections) {
      const addedId = this.#addedIds.get(section);
      if (addedId === undefined) this.#encodeSection(section, ids);
      else ids.push(addedId);
    }
    return ids;
  }

  #encodeSection(section: string, ids: number[]): void {
    const normalized = this.#normalize(section);
    if (normalized === '') return;
    const begins = normalized.startsWith(' ') || normalized.startsWith(spaceMark);
    const marked = begins ? normalized : ` ${normalized}`;
    const firstOfSection = ids.length;
    let wordStart = 0;
    const first = marked.charCodeAt(0);
    let isHan = isHanUnit(first);
    let hash = hashWith(emptyHash, first);
    // A word begins at a space mark, and where a run of Han begins or ends.
    for (let i = 1; i < marked.length; i += 1) {
      const unit = marked.charCodeAt(i);
      const wasHan = isHan;
      isHan = isHanUnit(unit);
      if (isHan !== wasHan || isMark(unit)) {
        this.#appendWord(marked, wordStart, i, hash, ids, firstOfSection);
        wordStart = i;
        hash = emptyHash;
      }
      hash = hashWith(hash, unit);
    }
    this.#appendWord(marked, wordStart, marked.length, hash, ids, firstOfSection);
  }

  #appendWord(
    text: string,
    from: number,
    to: number,
    hash: number,
    ids: number[],
    firstOfSection: number,
  ): void {
    const first = ids.length;
    if (!this.#known.find(text, from, to, hash, ids)) {
      const word = text.slice(from, to);
      const found = this.#mostProbablePieces(word.replace(' ', spaceMark));
      this.#known.add(word, hash, found);
      for (const id of found) ids.push(id);
    }
    // Unknown characters in a row are one unknown token, also over the border of words.
    const isRepeated =
      first > firstOfSection && ids[first] === this.#unknownId && ids[first - 1] === this.#unknownId;
    if (isRepeated) ids.splice(first, 1);
  }

  #mostProbablePieces(word: string): number[] {
    const { length } = word;
    if (this.#best.length <= length) this.#grow(length + 1);
    const best = this.#best.fill(-Infinity, 0, length + 1);
    best[0] = 0;
    for (let start = 0; start < length; start += 1) {
      const base = best[start] ?? -Infinity;
      // Inside a surrogate pair.
      if (base === -Infinity) continue;
      const single = start + ((word.codePointAt(start) ?? 0) > 0xffff ? 2 : 1);
      let hasSingle = false;
      let node = 0;
      for (let end = start + 1; end <= length; end += 1) {
        node = this.#trie.next(node, word.charCodeAt(end - 1));
        if (node === -1) break;
        const id = this.#trie.pieceAt(node);
        if (id === -1) continue;
        hasSingle ||= end === single;
        this.#reach(start, end, id, base + (this.#scores[id] ?? -Infinity));
      }
      if (!hasSingle) this.#reach(start, single, this.#unknownId, base + this.#unknownScore);
    }
    return this.#pathTo(length);
  }

  #reach(start: number, end: number, id: number, score: number): void {
    if (score <= (this.#best[end] ?? Infinity)) return;
    this.#best[end] = score;
    this.#pieceFrom[end] = start;
    this.#pieceId[end] = id;
  }

  #pathTo(length: number): number[] {
    const path: number[] = [];
    for (let end = length; end > 0; end = this.#pieceFrom[end] ?? 0) {
      const id = this.#pieceId[end] ?? this.#unknownId;
      const isRepeated = id === this.#unknownId && path.at(-1) === id;
      if (!isRepeated) path.push(id);
    }
    return path.reverse();
  }

  #grow(length: number): void {
    this.#best = new Float64Array(2 * length);
    this.#pieceFrom = new Int32Array(2 * length);
    this.#pieceId = new Int32Array(2 * length);
  }
}

const spaceMarkUnit = spaceMark.charCodeAt(0);
const spaceUnit = 0x20;

function isMark(unit: number): boolean {
  return unit === spaceUnit || unit === spaceMarkUnit;
}

/** The range that the models' tokenizers set apart: CJK ideographs with Extension A. */
function isHanUnit(unit: number): boolean {
  return unit >= 0x3400 && unit <= 0x9fff;
}
