import type { ErrorCode } from '../core/app-error';
import type { Lanes } from '../core/passage';
import type { SplittingStrategy } from '../core/splitting';
import type { VectorIndexKind } from '../core/vector-index';

/** What the command line and the lab page say to each other; all of it is plain data. */

/** A file that the command line serves to the page. */
export interface LabFile {
  readonly url: string;
  /** Relative to the folder that was named on the command line. */
  readonly path: string;
}

export type LabEvent =
  | { readonly kind: 'progress'; readonly message: string }
  /** A document's stored text, to be written to a file. */
  | { readonly kind: 'text'; readonly path: string; readonly text: string };

export type Report = (event: LabEvent) => Promise<void>;

export interface AskOptions {
  readonly files: readonly LabFile[];
  readonly question: string;
  readonly engine: 'extractive' | 'webllm';
  /** Pathname of an embedding model, when not the embedded one. */
  readonly modelPath?: string;
  /** Pathname of a cross-encoder. */
  readonly rerankerPath?: string;
  /** The language model, for the engine `webllm`. */
  readonly modelId?: string;
}

export interface AskResult {
  readonly answer: string;
  readonly abstained: boolean;
  readonly citations: readonly {
    readonly n: number;
    readonly document: string;
    readonly page: number | null;
    readonly start: number;
    readonly end: number;
    readonly quote: string;
  }[];
  readonly passages: readonly { readonly document: string; readonly text: string; readonly score: number }[];
  readonly timings: {
    readonly ingestMs: number;
    readonly retrieveMs: number;
    readonly firstTokenMs: number;
    readonly totalMs: number;
  };
  /** How sure the gate was that the documents hold the answer, 0 to 1. */
  readonly confidence: number;
  /** The longest time for which the page could not react, 0 when never over 50 ms. */
  readonly longestTaskMs: number;
  /** Files that could not be imported. */
  readonly failed: readonly { readonly file: string; readonly code: ErrorCode; readonly message: string }[];
}

export interface ParseOptions {
  readonly files: readonly LabFile[];
  /** Also report each document's text. */
  readonly reportsText: boolean;
}

export interface ParsedFile {
  readonly file: string;
  readonly status: 'ok' | 'error';
  readonly code: ErrorCode | 'timeout' | null;
  readonly message: string | null;
  readonly pages: number;
  readonly characters: number;
  readonly chunks: number;
  readonly coverage: number;
  readonly milliseconds: number;
}

export interface ParseResult {
  readonly files: readonly ParsedFile[];
}

export interface EvaluateOptions {
  readonly corpusUrl: string;
  readonly queriesUrl: string;
  readonly qrelsUrl: string;
  readonly lanes: Lanes;
  readonly index: VectorIndexKind;
  readonly modelPath?: string;
  /** Pathname of a cross-encoder. */
  readonly rerankerPath?: string;
  /** How the documents are split, when not by default. */
  readonly splitting?: SplittingStrategy;
  /** Only the first questions. */
  readonly limit?: number;
  readonly unanswerable?: { readonly queriesUrl: string; readonly dropUrl: string };
  readonly answers: boolean;
  readonly exact?: number;
}

export interface EvaluateResult {
  readonly 'ndcg@10': number;
  readonly 'recall@1': number;
  readonly 'recall@5': number;
  readonly 'recall@10': number;
  readonly 'mrr@10': number;
  readonly queries: number;
  readonly documents: number;
  readonly chunks: number;
  readonly retrieveMs: { readonly p50: number; readonly p95: number };
  readonly ingestMs: number;
  readonly abstention?: readonly AbstentionPoint[];
  /** What the app itself refuses, at its own threshold. */
  readonly gate?: Omit<AbstentionPoint, 'threshold'>;
  readonly f1?: number;
  readonly containment?: number;
  readonly citedContains?: number;
  readonly firstCitedContains?: number;
  readonly abstained?: number;
  /** Share of the questions that got a short answer before the quotes; the two below are over those. */
  readonly shortAnswered?: number;
  readonly shortF1?: number;
  readonly shortContains?: number;
  readonly exactFirst?: number;
}

export interface AbstentionPoint {
  readonly threshold: number;
  /** Shares of questions whose confidence is below the threshold. */
  readonly refusedUnanswerable: number;
  readonly refusedAnswerable: number;
}

export interface BenchOptions {
  readonly chunks: number;
  readonly dimension: number;
  /** Vectors given to voy, at most `chunks`. */
  readonly voyChunks: number;
}

interface Times {
  /** Milliseconds. */
  readonly p50: number;
  readonly p95: number;
}

export interface BenchSearchResult {
  readonly chunks: number;
  readonly dimension: number;
  /** The vector index alone: top 10, rescoring included. */
  readonly app: Times & {
    readonly 'recall@10': number;
    readonly residentBytes: number;
    readonly bytesPerNumber: number;
    readonly lexicalBytes: number;
  };
  readonly voy: Times & { readonly chunks: number };
  readonly plain: Times;
  /** The app against voy, both at voy's size. */
  readonly ratioVoy: number;
  readonly ratioPlain: number;
  /** From question to ranked passages, by every lane, with the app's own model. */
  readonly question: Times & { readonly openMs: number };
  /** Until a document of 1,000 chunks is found no more. */
  readonly removeMs: number;
}

export interface BenchOpenResult {
  readonly chunks: number;
  readonly dimension: number;
  readonly app: {
    /** With every lane. */
    readonly milliseconds: number;
    readonly vectorsMs: number;
    readonly atVoySizeMs: number;
    readonly residentBytes: number;
    readonly lexicalBytes: number;
  };
  /** voy fills every vector up to 768 numbers. */
  readonly voy: { readonly chunks: number; readonly milliseconds: number; readonly storedBytes: number };
  /** The app's vectors against voy, both at voy's size. */
  readonly ratioVoy: number;
}

export interface Lab {
  'bench search'(options: BenchOptions): Promise<BenchSearchResult>;
  'bench open'(options: BenchOptions): Promise<BenchOpenResult>;
  ask(options: AskOptions): Promise<AskResult>;
  parse(options: ParseOptions): Promise<ParseResult>;
  eval(options: EvaluateOptions): Promise<EvaluateResult>;
}
