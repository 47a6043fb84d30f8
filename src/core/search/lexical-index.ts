import type { Postings } from '../postings';

export interface LexicalMatch {
  readonly id: number;
  /** BM25, above 0. */
  readonly score: number;
  /** Share of the question's IDF weight that occurs in the chunk, 0 to 1. */
  readonly coverage: number;
}

// Robertson and Zaragoza 2009; the usual values.
const k1 = 1.2;
const b = 0.75;

interface Segment {
  readonly postings: Postings;
  /** Id of ordinal 0; the others follow. */
  readonly firstId: number;
}

/**
 * BM25 over the postings of many documents. Adding a document is cheap: its postings stay as they are stored, and
 * only its terms are entered in the dictionary. Chunks of a document have consecutive ids.
 */
export class LexicalIndex {
  readonly #segments = new Map<number, Segment>();
  /** Term to the segments that hold it, as pairs of first id and term position. */
  readonly #dictionary = new Map<string, number[]>();
  #chunkCount = 0;
  #totalLength = 0;

  get size(): number {
    return this.#chunkCount;
  }

  add(firstId: number, postings: Postings): void {
    this.#segments.set(firstId, { postings, firstId });
    postings.terms.forEach((term, position) => {
      const places = this.#dictionary.get(term);
      if (places) places.push(firstId, position);
      else this.#dictionary.set(term, [firstId, position]);
    });
    this.#chunkCount += postings.lengths.length;
    this.#totalLength += sum(postings.lengths);
  }

  /** Its terms leave the dictionary too, so that a library that changes does not grow. */
  remove(firstId: number): void {
    const segment = this.#segments.get(firstId);
    if (!segment) return;
    this.#segments.delete(firstId);
    for (const term of segment.postings.terms) {
      const places = this.#dictionary.get(term) ?? [];
      const at = places.findIndex((value, i) => i % 2 === 0 && value === firstId);
      if (at >= 0) places.splice(at, 2);
      if (places.length === 0) this.#dictionary.delete(term);
    }
    this.#chunkCount -= segment.postings.lengths.length;
    this.#totalLength -= sum(segment.postings.lengths);
  }

  /** In how many chunks a term occurs. */
  documentFrequency(term: string): number {
    let count = 0;
    this.#forEachPlace(term, ({ postings }, position) => {
      count += (postings.offsets[position + 1] ?? 0) - (postings.offsets[position] ?? 0);
    });
    return count;
  }

  /** The weight of a term: high for rare ones, and for those that occur nowhere. */
  idf(term: string): number {
    const frequency = this.documentFrequency(term);
    return Math.log(1 + (this.#chunkCount - frequency + 0.5) / (frequency + 0.5));
  }

  /** The best `limit` chunks for the question's terms, best first, ties by id. */
  search(terms: readonly string[], limit: number, accepts?: (id: number) => boolean): LexicalMatch[] {
    const averageLength = this.#totalLength / Math.max(1, this.#chunkCount);
    const found = new Map<number, { score: number; covered: number }>();
    let weight = 0;
    for (const term of new Set(terms)) {
      const idf = this.idf(term);
      weight += idf;
      this.#forEachPlace(term, ({ postings, firstId }, position) => {
        const last = postings.offsets[position + 1] ?? 0;
        for (let k = postings.offsets[position] ?? 0; k < last; k += 1) {
          const ordinal = postings.ordinals[k] ?? 0;
          const frequency = postings.frequencies[k] ?? 0;
          const lengthShare = (postings.lengths[ordinal] ?? 0) / averageLength;
          const score = (idf * frequency * (k1 + 1)) / (frequency + k1 * (1 - b + b * lengthShare));
          const entry = found.get(firstId + ordinal);
          if (entry) {
            entry.score += score;
            entry.covered += idf;
          } else {
            found.set(firstId + ordinal, { score, covered: idf });
          }
        }
      });
    }
    return [...found]
      .filter(([id]) => accepts?.(id) ?? true)
      .map(([id, { score, covered }]) => ({ id, score, coverage: covered / weight }))
      .sort((left, right) => right.score - left.score || left.id - right.id)
      .slice(0, limit);
  }

  #forEachPlace(term: string, visit: (segment: Segment, position: number) => void): void {
    const places = this.#dictionary.get(term) ?? [];
    for (let i = 0; i < places.length; i += 2) {
      const segment = this.#segments.get(places[i] ?? -1);
      if (segment) visit(segment, places[i + 1] ?? 0);
    }
  }
}

function sum(values: Uint32Array): number {
  return values.reduce((total, value) => total + value, 0);
}
