import type { Lanes } from '../../src/core/passage';
import type { QuantizedVectors } from '../../src/core/quantized-vectors';
import type { LaneScores } from '../../src/core/search/fusion';
import { lexicalBytes } from '../../src/core/search/segment/lexical-table';
import { RowScores } from '../../src/core/search/segment/row-scores';
import type { SegmentDirectory, SegmentWords } from '../../src/core/search/segment/segment';
import {
  inverseDocumentFrequency,
  type TermStatistics,
  type WeightedTerms,
} from '../../src/core/search/term-weights';
import type { IdRange, VectorIndex } from '../../src/core/vector-index';
import { LexicalMatches } from './lexical-matches';
import { OpenSegment } from './open-segment';
import { phraseCandidates, type SoughtPhrase } from './phrase-candidates';

/** How many chunks each lane may propose. */
const proposalsPerLane = 200;

export interface WeightedQuery {
  readonly question: WeightedTerms;
  /** Whether the question is mostly Han or kana. */
  readonly isUnspaced: boolean;
  /** The chunks that may hold one of these are proposed too. */
  readonly phrases: readonly SoughtPhrase[];
  readonly vector: Float32Array;
  readonly lanes: Lanes;
  readonly acceptsDocument?: ((documentId: string) => boolean) | undefined;
}

/** A chunk that a lane found, with what each lane knows of it. */
export interface Proposal {
  readonly documentId: string;
  readonly ordinal: number;
  readonly scores: LaneScores;
  /** BM25, when the chunk holds a word of the question. */
  readonly bm25: number | undefined;
  /** Undefined where the chunk has no vector, or the dense lane was not asked. */
  readonly cosine: number | undefined;
  /** It may hold one of the phrases; its text must be read to know. */
  readonly mayHoldPhrase: boolean;
}

interface HeldPart {
  readonly segment: OpenSegment;
  readonly ids: IdRange;
}

/**
 * All lanes over one library. Rows of a segment have consecutive ids, never used again; a document's chunks are
 * consecutive rows of one segment, or of several, part by part. Documents are named by their content.
 */
export class LibraryIndex implements TermStatistics {
  readonly #vectors: VectorIndex;
  /** In order of their ids. */
  #segments: OpenSegment[] = [];
  /** The parts of each document, by the place of their first chunk. */
  readonly #documents = new Map<string, Map<number, HeldPart>>();
  readonly #rowScores = new RowScores();
  #nextId = 0;

  constructor(vectors: VectorIndex) {
    this.#vectors = vectors;
  }

  get chunkCount(): number {
    return this.#segments.reduce((sum, segment) => sum + segment.liveCount, 0);
  }

  get totalLength(): number {
    return this.#segments.reduce((sum, segment) => sum + segment.totalLength, 0);
  }

  get segmentIds(): number[] {
    return this.#segments.map(({ segmentId }) => segmentId);
  }

  get documentIds(): Iterable<string> {
    return this.#documents.keys();
  }

  /** Bytes in memory. */
  get residentBytes(): { vectors: number; lexical: number } {
    const lexical = this.#segments.reduce(
      (sum, { words }) => sum + lexicalBytes(words.lexical) + words.signatures.byteLength,
      0,
    );
    return { vectors: this.#vectors.residentBytes, lexical };
  }

  documentFrequency(term: string): number {
    return this.#segments.reduce((sum, segment) => sum + segment.documentFrequency(term), 0);
  }

  /** Takes in a segment without the documents that `isRemoved`; what is held already moves to this segment. */
  addSegment(
    segmentId: number,
    directory: SegmentDirectory,
    words: SegmentWords,
    isRemoved: (documentId: string) => boolean = () => false,
  ): void {
    const segment = new OpenSegment(segmentId, this.#nextId, directory, words);
    this.#nextId = segment.endId;
    this.#segments.push(segment);
    segment.documents((documentId, ids, firstOrdinal) => {
      if (isRemoved(documentId)) {
        segment.remove(ids);
        return;
      }
      const parts = this.#documents.get(documentId) ?? new Map<number, HeldPart>();
      this.#hide(parts.get(firstOrdinal));
      this.#documents.set(documentId, parts.set(firstOrdinal, { segment, ids }));
    });
  }

  /** Vectors of a segment's rows from `firstRow` on. Throws `index-unsupported` when the index cannot hold them. */
  addVectors(segmentId: number, firstRow: number, vectors: QuantizedVectors): void {
    const segment = this.#segments.find((one) => one.segmentId === segmentId);
    if (!segment || vectors.count === 0) return;
    const start = segment.firstId + firstRow;
    this.#vectors.add(start, vectors);
    for (const ids of removedRuns(segment, firstRow, firstRow + vectors.count)) this.#vectors.remove(ids);
  }

  removeSegment(segmentId: number): void {
    const segment = this.#segments.find((one) => one.segmentId === segmentId);
    if (!segment) return;
    this.#segments = this.#segments.filter((one) => one !== segment);
    this.#vectors.remove({ start: segment.firstId, end: segment.endId });
    segment.documents((documentId, _, firstOrdinal) => {
      const parts = this.#documents.get(documentId);
      if (parts?.get(firstOrdinal)?.segment !== segment) return;
      parts.delete(firstOrdinal);
      if (parts.size === 0) this.#documents.delete(documentId);
    });
  }

  /** Removes a document from every segment that is held, or from those that `isMeant`. */
  removeDocument(documentId: string, isMeant: (segmentId: number) => boolean = () => true): void {
    const parts = this.#documents.get(documentId);
    if (!parts) return;
    for (const [firstOrdinal, part] of parts) {
      if (!isMeant(part.segment.segmentId)) continue;
      this.#hide(part);
      parts.delete(firstOrdinal);
    }
    if (parts.size === 0) this.#documents.delete(documentId);
  }

  /** The weight of a term in this library. */
  idf(term: string): number {
    return inverseDocumentFrequency(term, [this]);
  }

  /** The best chunks of each lane, in no order, each with the scores of all. */
  propose(query: WeightedQuery): Proposal[] {
    const { question, phrases, vector, lanes } = query;
    const within = this.#acceptedIds(query.acceptsDocument);
    const isDense = lanes !== 'lexical';
    const nearest = isDense ? this.#vectors.search(vector, proposalsPerLane, within) : [];
    const lexical = new LexicalMatches(
      proposalsPerLane,
      nearest.map(({ id }) => id),
    );
    const withPhrase = new Set<number>();
    if (lanes !== 'dense') {
      for (const segment of this.#segments) {
        const hidden = segment.hiddenRows(within);
        this.#rowScores.collect(segment.words.lexical, question, hidden);
        const held = phrases.flatMap((phrase) =>
          phraseCandidates(segment, phrase, question, this.#rowScores, hidden),
        );
        for (const id of held) withPhrase.add(id);
        lexical.take(this.#rowScores, segment, held);
      }
    }
    const matches = lexical.matches();
    const cosines = new Map(nearest.map(({ id, score }) => [id, score]));
    if (isDense) {
      const others = [...matches.keys(), ...withPhrase].filter((id) => !cosines.has(id));
      for (const { id, score } of this.#vectors.score(vector, new Set(others))) cosines.set(id, score);
    }
    return [...new Set([...matches.keys(), ...cosines.keys(), ...withPhrase])].flatMap((id) => {
      const segment = this.#segmentAt(id);
      const place = segment?.placeOf(id);
      if (!segment || !place) return [];
      const match = matches.get(id);
      const cosine = cosines.get(id);
      const isUnspaced = segment.words.lexical.isUnspaced[id - segment.firstId] === 1;
      const scores: LaneScores = {
        cosine: cosine ?? 0,
        coverage: match ? match.covered / question.totalWeight : 0,
        relativeBm25: match ? match.score / question.totalWeight : 0,
        isSameScript: isUnspaced === query.isUnspaced,
      };
      return [{ ...place, scores, bm25: match?.score, cosine, mayHoldPhrase: withPhrase.has(id) }];
    });
  }

  dispose(): void {
    this.#vectors.dispose();
  }

  #hide(part: HeldPart | undefined): void {
    if (!part) return;
    part.segment.remove(part.ids);
    this.#vectors.remove(part.ids);
  }

  #acceptedIds(accepts: ((documentId: string) => boolean) | undefined): IdRange[] | undefined {
    if (!accepts) return undefined;
    const ranges: IdRange[] = [];
    for (const [documentId, parts] of this.#documents) {
      if (accepts(documentId)) for (const { ids } of parts.values()) ranges.push(ids);
    }
    return ranges.sort((a, b) => a.start - b.start);
  }

  #segmentAt(id: number): OpenSegment | undefined {
    let low = 0;
    let high = this.#segments.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#segments[middle]?.firstId ?? 0) <= id) low = middle;
      else high = middle - 1;
    }
    return this.#segments[low];
  }
}

/** Ids of removed rows, in runs, among the rows from `start` to `end`. */
function removedRuns({ removed, firstId }: OpenSegment, start: number, end: number): IdRange[] {
  if (!removed) return [];
  const runs: IdRange[] = [];
  for (let row = start; row < end; row += 1) {
    if (!removed[row]) continue;
    const first = row;
    while (row < end && removed[row]) row += 1;
    runs.push({ start: firstId + first, end: firstId + row });
  }
  return runs;
}
