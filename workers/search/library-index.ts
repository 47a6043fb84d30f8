import type { PassageLanes, Lanes } from '../../src/core/passage';
import type { Postings } from '../../src/core/postings';
import { isCharacterTerm } from '../../src/core/search/analyse';
import { answerConfidence } from '../../src/core/search/answerability';
import { fuse, type LaneScores } from '../../src/core/search/fusion';
import { LexicalIndex } from '../../src/core/search/lexical-index';
import type { VectorIndex } from '../../src/core/vector-index';

/** How many chunks each lane may propose. */
const candidatesPerLane = 100;

export interface IndexedDocument {
  readonly documentId: string;
  readonly postings: Postings;
  /** Row-major [chunks, dimension]; empty when the document has none of this model. */
  readonly vectors: Float32Array;
}

export interface LibraryQuery {
  readonly terms: readonly string[];
  readonly vector: Float32Array;
  readonly lanes: Lanes;
  readonly acceptsDocument?: ((documentId: string) => boolean) | undefined;
}

export interface Candidate {
  readonly documentId: string;
  readonly ordinal: number;
  readonly score: number;
  readonly lanes: PassageLanes;
  /** How likely it is that this chunk holds the answer, 0 to 1. */
  readonly confidence: number;
}

interface Entry {
  readonly documentId: string;
  readonly firstId: number;
  readonly chunkCount: number;
  /** By ordinal: whether the chunk is mostly Han or kana. */
  readonly isUnspaced: readonly boolean[];
}

/** Both lanes over one library. A document's chunks have consecutive ids, never used again. */
export class LibraryIndex {
  readonly #lexical = new LexicalIndex();
  readonly #vectors: VectorIndex;
  readonly #entries = new Map<string, Entry>();
  /** In order of first id, for finding the document of an id. */
  #ordered: Entry[] = [];
  #nextId = 0;

  constructor(vectors: VectorIndex) {
    this.#vectors = vectors;
  }

  get chunkCount(): number {
    return this.#lexical.size;
  }

  get documentIds(): Iterable<string> {
    return this.#entries.keys();
  }

  has(documentId: string): boolean {
    return this.#entries.has(documentId);
  }

  /** Throws `index-unsupported` when the vector index cannot hold the vectors; nothing is added then. */
  add({ documentId, postings, vectors }: IndexedDocument): void {
    this.remove(documentId);
    const chunkCount = postings.lengths.length;
    const firstId = this.#nextId;
    if (vectors.length > 0) {
      this.#vectors.add(
        Array.from({ length: chunkCount }, (_, ordinal) => firstId + ordinal),
        vectors,
      );
    }
    this.#lexical.add(firstId, postings);
    const entry: Entry = { documentId, firstId, chunkCount, isUnspaced: scriptsOf(postings) };
    this.#entries.set(documentId, entry);
    this.#ordered.push(entry);
    this.#nextId += chunkCount;
  }

  remove(documentId: string): void {
    const entry = this.#entries.get(documentId);
    if (!entry) return;
    this.#entries.delete(documentId);
    this.#ordered = this.#ordered.filter((other) => other !== entry);
    this.#lexical.remove(entry.firstId);
    this.#vectors.remove(Array.from({ length: entry.chunkCount }, (_, ordinal) => entry.firstId + ordinal));
  }

  /** The weight of a term in this library. */
  idf(term: string): number {
    return this.#lexical.idf(term);
  }

  /** What either lane proposes, best first. */
  search({ terms, vector, lanes, acceptsDocument }: LibraryQuery): Candidate[] {
    const accepts =
      acceptsDocument && ((id: number): boolean => acceptsDocument(this.#entryOf(id)?.documentId ?? ''));
    const lexical = lanes === 'dense' ? [] : this.#lexical.search(terms, candidatesPerLane, accepts);
    const dense = lanes === 'lexical' ? [] : this.#denseMatches(vector, lexical, accepts);

    const weight = [...new Set(terms)].reduce((sum, term) => sum + this.#lexical.idf(term), 0);
    const lexicalById = new Map(lexical.map((match) => [match.id, match]));
    const cosineById = new Map(dense.map((match) => [match.id, match.score]));
    const isUnspacedQuestion = 2 * terms.filter(isCharacterTerm).length > terms.length;

    const candidates = [...new Set([...lexicalById.keys(), ...cosineById.keys()])].flatMap((id) => {
      const entry = this.#entryOf(id);
      if (!entry) return [];
      const ordinal = id - entry.firstId;
      const match = lexicalById.get(id);
      const cosine = cosineById.get(id);
      const scores: LaneScores = {
        cosine: cosine ?? 0,
        coverage: match?.coverage ?? 0,
        relativeBm25: match && weight > 0 ? match.score / weight : 0,
      };
      const isSameScript = entry.isUnspaced[ordinal] === isUnspacedQuestion;
      return [
        {
          id,
          documentId: entry.documentId,
          ordinal,
          score: laneScore(lanes, scores),
          confidence: answerConfidence(scores, isSameScript),
          lanes: {
            ...(match ? { lexical: match.score, coverage: match.coverage } : {}),
            ...(cosine === undefined ? {} : { dense: cosine }),
          },
        },
      ];
    });
    return candidates.sort((a, b) => b.score - a.score || a.id - b.id);
  }

  dispose(): void {
    this.#vectors.dispose();
  }

  /** The nearest, and the cosine of what the lexical lane found, so that every candidate is judged by both. */
  #denseMatches(
    vector: Float32Array,
    lexical: readonly { id: number }[],
    accepts: ((id: number) => boolean) | undefined,
  ): { id: number; score: number }[] {
    const nearest = this.#vectors.search(vector, candidatesPerLane, accepts);
    const known = new Set(nearest.map((match) => match.id));
    const others = new Set(lexical.map((match) => match.id).filter((id) => !known.has(id)));
    if (others.size === 0) return nearest;
    return [...nearest, ...this.#vectors.search(vector, others.size, (id) => others.has(id))];
  }

  #entryOf(id: number): Entry | undefined {
    let low = 0;
    let high = this.#ordered.length - 1;
    while (low <= high) {
      const middle = (low + high) >> 1;
      const entry = this.#ordered[middle];
      if (!entry) return undefined;
      if (id < entry.firstId) high = middle - 1;
      else if (id >= entry.firstId + entry.chunkCount) low = middle + 1;
      else return entry;
    }
    return undefined;
  }
}

function laneScore(lanes: Lanes, scores: LaneScores): number {
  if (lanes === 'dense') return scores.cosine;
  if (lanes === 'lexical') return scores.relativeBm25;
  return fuse(scores);
}

function scriptsOf({ terms, offsets, ordinals, frequencies, lengths }: Postings): boolean[] {
  const unspaced = new Uint32Array(lengths.length);
  terms.forEach((term, position) => {
    if (!isCharacterTerm(term)) return;
    for (let k = offsets[position] ?? 0; k < (offsets[position + 1] ?? 0); k += 1) {
      const ordinal = ordinals[k] ?? 0;
      unspaced[ordinal] = (unspaced[ordinal] ?? 0) + (frequencies[k] ?? 0);
    }
  });
  return Array.from(lengths, (length, ordinal) => 2 * (unspaced[ordinal] ?? 0) > length);
}
