import type { ErrorCode } from './app-error';

/** A chunk found for a question, with where it came from and why it ranks where it does. */
export interface Passage {
  readonly documentId: string;
  readonly libraryId: string;
  readonly documentName: string;
  readonly documentTitle?: string;
  readonly ordinal: number;
  readonly start: number;
  readonly end: number;
  readonly text: string;
  readonly page?: number;
  readonly headingPath: readonly string[];
  /** A person's note, which may repeat what other documents say. */
  readonly isNote?: boolean;
  /** The header rows of the table that it begins inside. */
  readonly tableHeader?: string;
  /** The fused score, higher is better; comparable within one retrieval only. */
  readonly score: number;
  readonly lanes: PassageLanes;
}

export interface PassageLanes {
  /** BM25 score, when the lexical lane found the chunk. */
  readonly lexical?: number;
  /** Share of the question's IDF weight that occurs in the chunk, 0 to 1. */
  readonly coverage?: number;
  /** Cosine of question and chunk, -1 to 1. */
  readonly dense?: number;
  /** How much of the question, or of what is quoted in it, the chunk holds to the letter, 0 to 1. */
  readonly phrase?: number;
  /** The cross-encoder's own score, when it read the chunk again: higher is better, on a scale of the model's own. */
  readonly reranked?: number;
}

export type Lanes = 'hybrid' | 'dense' | 'lexical';

/** What did not go as it should, and did not keep the passages from being found. */
export interface RetrievalWarning {
  readonly kind: 'not-reranked';
  readonly code: ErrorCode;
  readonly message: string;
}

export interface Retrieval {
  readonly passages: readonly Passage[];
  /** How likely it is that the library holds the answer, 0 to 1; the gate refuses below its threshold. */
  readonly confidence: number;
  readonly abstain: boolean;
  readonly warning?: RetrievalWarning;
  readonly timings: { readonly embedMs: number; readonly searchMs: number };
}
