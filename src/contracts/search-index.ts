import type { AnswerEvent, AnswerRequest } from '../core/answer-engine';
import type { Chunk } from '../core/chunk';
import type { Citation } from '../core/citation';
import type { EmbeddingModel } from '../core/embedding-model';
import type { ExtractedDocument } from '../core/extracted-document';
import type { Language } from '../core/language';
import type { Lanes, Passage, Retrieval } from '../core/passage';
import type { FoundPassages } from '../core/search/found-passages';
import type { SuggestedQuestion } from '../core/suggestions/question-candidate';
import type { VectorIndexKind } from '../core/vector-index';
import type { Call, Stream } from '../rpc/protocol';

export interface RetrieveInput {
  readonly question: string;
  readonly libraryIds: readonly string[];
  /** Only these documents, when given. */
  readonly documentIds?: readonly string[];
  readonly limit: number;
  /** Pathname of the embedding model. */
  readonly modelPath: string;
  /** Pathname of a cross-encoder that reads the best passages again, when one is to be used. */
  readonly rerankerPath?: string;
  readonly lanes?: Lanes;
  readonly index?: VectorIndexKind;
}

export interface FindInput {
  /** As it stands in the field: the last word may be unfinished, and quotation marks hold words together. */
  readonly query: string;
  readonly libraryIds: readonly string[];
  /** Only these documents, when given. */
  readonly documentIds?: readonly string[];
  readonly limit: number;
  /** Pathname of the embedding model. */
  readonly modelPath: string;
}

/** A passage that was found for a question, or words that its answer quotes. */
export interface PlaceOfAnswer {
  readonly documentId: string;
  readonly start: number;
  readonly end: number;
  readonly isCited: boolean;
}

export interface SuggestInput {
  readonly libraryIds: readonly string[];
  /** Only these documents, when given. */
  readonly documentIds?: readonly string[];
  readonly limit: number;
  /** Pathname of the embedding model. */
  readonly modelPath: string;
  /** Only what stands there and beside it, best first, when given. */
  readonly around?: readonly PlaceOfAnswer[];
  /** Only questions in this language; without it, each in that of its document. */
  readonly language?: Language;
  /** Questions that are not to be suggested, nor any that ask nearly the same. */
  readonly except?: readonly string[];
}

/** The searcher over what was imported; it merges segments and removes documents. */
export type SearchIndexContract = {
  /** Reads a library's vectors and postings from the store into memory. */
  open: Call<
    { libraryId: string; modelPath: string; index?: VectorIndexKind },
    {
      documents: number;
      chunks: number;
      openMs: number;
      /** In memory: for the vectors, and for words and phrases. */
      residentBytes: { vectors: number; lexical: number };
    }
  >;
  /** Writes text, chunks, vectors and postings of one document in one transaction and marks it ready. */
  commit: Call<
    {
      documentId: string;
      extracted: ExtractedDocument;
      chunks: readonly Chunk[];
      model: EmbeddingModel;
      /** Row-major [chunks.length, model.dimension]. */
      vectors: Float32Array;
    },
    void
  >;
  /** Tells that another thread has written documents of a library. */
  committed: Call<{ libraryId: string }, void>;
  removeDocument: Call<{ documentId: string }, void>;
  removeLibrary: Call<{ libraryId: string }, void>;
  /**
   * Begins to give every library the vectors of this model where it lacks some, one library after another; what they
   * have goes on answering. Ends once it has begun with each, and takes the place of what was under way for another. Does
   * nothing for a model that only stands in for the one that the person chose.
   */
  embedAnew: Call<{ modelPath: string }, void>;
  /** Ends when no background work on the index is under way: merging segments, embedding for another model. */
  settle: Call<void, void>;
  retrieve: Call<RetrieveInput, Retrieval>;
  /** What `retrieve` finds, for reading instead of answering: with the words that match marked. */
  find: Call<FindInput, FoundPassages>;
  /**
   * Questions made from the documents, each of which was seen to be answered. What a person waits for goes first; the
   * same list is given while the library stays as it is.
   */
  suggest: Call<SuggestInput, readonly SuggestedQuestion[]>;
  /** The extractive engine: sentences of the passages that answer best, quoted with citations. */
  extract: Stream<AnswerRequest, AnswerEvent>;
  /** The spans of the passages that support a sentence, each checked against the stored text. */
  cite: Call<
    { sentence: string; passages: readonly Passage[]; hints: readonly number[] },
    Omit<Citation, 'n'>[]
  >;
};
