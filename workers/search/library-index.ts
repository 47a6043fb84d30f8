import type { Lanes } from '../../src/core/passage';
import type { Postings } from '../../src/core/postings';
import { quantizeVectors } from '../../src/core/quantized-vectors';
import { isCharacterTerm } from '../../src/core/search/analyse';
import type { LaneScores } from '../../src/core/search/fusion';
import { LexicalIndex } from '../../src/core/search/lexical-index';
import {
  inverseDocumentFrequency,
  type TermStatistics,
  type WeightedTerms,
} from '../../src/core/search/term-weights';
import type { IdRange, VectorIndex } from '../../src/core/vector-index';

/** How many chunks each lane may propose. */
const proposalsPerLane = 200;

export interface IndexedDocument {
  readonly documentId: string;
  readonly postings: Postings;
  /** Row-major [chunks, dimension]; empty when the document has none of this model. */
  readonly vectors: Float32Array;
}

export interface WeightedQuery {
  readonly question: WeightedTerms;
  /** Whether the question is mostly Han or kana. */
  readonly isUnspaced: boolean;
  readonly vector: Float32Array;
  readonly lanes: Lanes;
  readonly acceptsDocument?: ((documentId: string) => boolean) | undefined;
}

/** A chunk that a lane found, with what each lane knows of it. */
export interface Proposal {
  readonly documentId: string;
  readonly ordinal: number;
  readonly scores: LaneScores;
  /** BM25, when the lexical lane found the chunk. */
  readonly bm25: number | undefined;
  /** Undefined where the chunk has no vector, or the dense lane was not asked. */
  readonly cosine: number | undefined;
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
    return this.#lexical.chunkCount;
  }

  get documentIds(): Iterable<string> {
    return this.#entries.keys();
  }

  get termStatistics(): TermStatistics {
    return this.#lexical;
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
      this.#vectors.add(firstId, quantizeVectors(vectors, this.#vectors.dimension));
    }
    this.#nextId += chunkCount;
    this.#lexical.add(firstId, postings);
    const entry: Entry = { documentId, firstId, chunkCount, isUnspaced: scriptsOf(postings) };
    this.#entries.set(documentId, entry);
    this.#ordered.push(entry);
  }

  remove(documentId: string): void {
    const entry = this.#entries.get(documentId);
    if (!entry) return;
    this.#entries.delete(documentId);
    this.#ordered = this.#ordered.filter((other) => other !== entry);
    this.#lexical.remove(entry.firstId);
    this.#vectors.remove(rangeOf(entry));
  }

  /** The weight of a term in this library. */
  idf(term: string): number {
    return inverseDocumentFrequency(term, [this.#lexical]);
  }

  /** The best chunks of each lane, in no order, each with the scores of both. */
  propose({ question, isUnspaced, vector, lanes, acceptsDocument }: WeightedQuery): Proposal[] {
    const accepts =
      acceptsDocument && ((id: number): boolean => acceptsDocument(this.#entryOf(id)?.documentId ?? ''));
    const lexical = lanes === 'dense' ? [] : this.#lexical.search(question, proposalsPerLane, accepts);
    const lexicalById = new Map(lexical.map((match) => [match.id, match]));
    const cosineById = new Map<number, number>();
    if (lanes !== 'lexical') {
      const within =
        acceptsDocument &&
        this.#ordered.filter(({ documentId }) => acceptsDocument(documentId)).map((entry) => rangeOf(entry));
      const nearest = this.#vectors.search(vector, proposalsPerLane, within);
      const others = this.#vectors.score(vector, lexicalById.keys());
      for (const { id, score } of [...nearest, ...others]) cosineById.set(id, score);
    }
    return [...new Set([...lexicalById.keys(), ...cosineById.keys()])].flatMap((id) => {
      const entry = this.#entryOf(id);
      if (!entry) return [];
      const ordinal = id - entry.firstId;
      const match = lexicalById.get(id);
      const cosine = cosineById.get(id);
      const scores: LaneScores = {
        cosine: cosine ?? 0,
        coverage: match?.coverage ?? 0,
        relativeBm25: match ? match.score / question.totalWeight : 0,
        isSameScript: entry.isUnspaced[ordinal] === isUnspaced,
      };
      return [{ documentId: entry.documentId, ordinal, scores, bm25: match?.score, cosine }];
    });
  }

  dispose(): void {
    this.#vectors.dispose();
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

function rangeOf({ firstId, chunkCount }: Entry): IdRange {
  return { start: firstId, end: firstId + chunkCount };
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
