import type { Postings } from '../postings';
import { BestMatches } from './best-matches';
import { TermPlaces } from './term-places';
import type { TermStatistics, WeightedTerms } from './term-weights';

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

/** A document's postings without its terms, which live once in the dictionary. */
type Segment = Omit<Postings, 'terms'> & {
  /** Id of ordinal 0; the others follow. */
  readonly firstId: number;
  readonly termCount: number;
};

/**
 * BM25 over the postings of many documents. Adding a document is cheap: its postings stay as they are stored, and
 * only its terms are entered in the dictionary. Chunks of a document have consecutive ids.
 */
export class LexicalIndex implements TermStatistics {
  readonly #slots = new Map<number, number>();
  #segments: (Segment | undefined)[] = [];
  #places = new TermPlaces();
  #livePlaces = 0;
  #chunkCount = 0;
  #totalLength = 0;
  #idEnd = 0;

  get chunkCount(): number {
    return this.#chunkCount;
  }

  get totalLength(): number {
    return this.#totalLength;
  }

  add(firstId: number, { terms, ...postings }: Postings): void {
    const slot = this.#segments.push({ ...postings, firstId, termCount: terms.length }) - 1;
    this.#slots.set(firstId, slot);
    terms.forEach((term, position) => this.#places.add(term, slot, position));
    this.#livePlaces += terms.length;
    this.#chunkCount += postings.lengths.length;
    this.#totalLength += sum(postings.lengths);
    this.#idEnd = Math.max(this.#idEnd, firstId + postings.lengths.length);
  }

  remove(firstId: number): void {
    const slot = this.#slots.get(firstId);
    const segment = slot === undefined ? undefined : this.#segments[slot];
    if (slot === undefined || !segment) return;
    this.#slots.delete(firstId);
    this.#segments[slot] = undefined;
    this.#livePlaces -= segment.termCount;
    this.#chunkCount -= segment.lengths.length;
    this.#totalLength -= sum(segment.lengths);
    // Unlinking each term would walk its whole chain; a sweep now and then keeps what is dead below one half.
    if (this.#places.count > 2 * this.#livePlaces) {
      this.#places = this.#places.swept((place) => this.#segments[place] !== undefined);
    }
  }

  documentFrequency(term: string): number {
    let count = 0;
    this.#places.forEach(term, (slot, position) => {
      const offsets = this.#segments[slot]?.offsets;
      if (offsets) count += (offsets[position + 1] ?? 0) - (offsets[position] ?? 0);
    });
    return count;
  }

  /** The best `limit` chunks for a question, best first, ties by id. */
  search(question: WeightedTerms, limit: number, accepts?: (id: number) => boolean): LexicalMatch[] {
    const totals = new Totals(this.#idEnd, question.averageLength);
    for (const [term, weight] of question.weights) {
      this.#places.forEach(term, (slot, position) => {
        const segment = this.#segments[slot];
        if (segment) totals.addTerm(segment, position, weight);
      });
    }
    const best = new BestMatches(limit);
    for (const id of totals.found) {
      if (accepts === undefined || accepts(id)) best.offer(id, totals.scores[id] ?? 0);
    }
    const { totalWeight } = question;
    return best
      .sorted()
      .map((match) => ({ ...match, coverage: (totals.covered[match.id] ?? 0) / totalWeight }));
  }
}

/** What the terms of a question have come to so far, by chunk id. */
class Totals {
  readonly scores: Float64Array;
  /** Weight of the terms that occur. */
  readonly covered: Float64Array;
  /** Ids whose score is above 0. */
  readonly found: number[] = [];
  readonly #lengthFactor: number;

  constructor(idEnd: number, averageLength: number) {
    this.scores = new Float64Array(idEnd);
    this.covered = new Float64Array(idEnd);
    this.#lengthFactor = (k1 * b) / averageLength;
  }

  /** Adds what one term is worth to the chunks of a segment that hold it. */
  addTerm(segment: Segment, position: number, weight: number): void {
    const { ordinals, frequencies, lengths, firstId } = segment;
    const { scores, covered } = this;
    const lengthFactor = this.#lengthFactor;
    const end = segment.offsets[position + 1] ?? 0;
    for (let k = segment.offsets[position] ?? 0; k < end; k += 1) {
      const ordinal = ordinals[k] ?? 0;
      const frequency = frequencies[k] ?? 0;
      const id = firstId + ordinal;
      const before = scores[id] ?? 0;
      if (before === 0) this.found.push(id);
      const saturation = frequency + k1 * (1 - b) + lengthFactor * (lengths[ordinal] ?? 0);
      scores[id] = before + (weight * frequency * (k1 + 1)) / saturation;
      covered[id] = (covered[id] ?? 0) + weight;
    }
  }
}

function sum(values: Uint32Array): number {
  return values.reduce((total, value) => total + value, 0);
}
