import type { ErrorCode } from '../core/app-error';
import type { ImportProgress } from '../contracts/importer';
import type { DocumentStatus } from '../core/library';
import type { Language } from '../core/language';
import type { Lanes } from '../core/passage';
import type { SplittingStrategy } from '../core/splitting';
import type { VectorIndexKind } from '../core/vector-index';
import type { CitationScore } from './statements/citation-scores';

/** What the command line and the lab page say to each other; all of it is plain data. */

/** A file that the command line serves to the page. */
export interface LabFile {
  readonly url: string;
  /** Relative to the folder that was named on the command line. */
  readonly path: string;
}

export type LabEvent =
  | { readonly kind: 'progress'; readonly message: string }
  /** A text that was asked for, to be written to a file. */
  | { readonly kind: 'text'; readonly path: string; readonly text: string }
  /** The app is ready and has nothing to do. */
  | { readonly kind: 'idle' }
  | ChaosEvent;

/** What is heard before the browser is killed counts as shown to a person. */
export type ChaosEvent =
  | { readonly kind: 'checked'; readonly check: StoreCheck }
  | { readonly kind: 'ready'; readonly document: ToldDocument }
  | { readonly kind: 'searched'; readonly documentId: string; readonly isFound: boolean }
  | {
      readonly kind: 'imports';
      /** Milliseconds since 1970. */
      readonly at: number;
      readonly imports: readonly (ImportProgress & { readonly documentId: string })[];
    };

export interface ToldDocument {
  readonly documentId: string;
  readonly libraryId: string;
  readonly path: string;
  /** A word that its text holds. */
  readonly word?: string;
  /** Whether no other text holds that word, so that it must be found among all. */
  readonly isRare: boolean;
}

/** The store as a killed browser left it. */
export interface StoreCheck {
  /** Documents that were told to be ready and are not whole any more, and why. */
  readonly lost: readonly string[];
  readonly corrupt: readonly string[];
  /** Rows that belong to nothing: the app deletes them when it starts. */
  readonly leftovers: readonly string[];
  readonly unfinished: readonly StoredProgress[];
}

export interface StoredProgress {
  readonly documentId: string;
  readonly path: string;
  readonly areBytesStored: boolean;
  /** Milliseconds since 1970; null where nothing of its content is stored yet. */
  readonly checkpointAt: number | null;
  /** Results of long reading that are kept, such as pages. */
  readonly keptItems: number;
}

export interface ChaosFile {
  readonly path: string;
  /** A word that its text holds and no other's. */
  readonly word?: string;
}

export interface ChaosOptions {
  readonly library: string;
  /** Names of libraries to be removed. */
  readonly discarded: readonly string[];
  /** In the order in which they were picked. */
  readonly files: readonly ChaosFile[];
  readonly told: readonly ToldDocument[];
  readonly toSearch: readonly ToldDocument[];
}

export interface ChaosResult {
  /** False when imports did not come to an end. */
  readonly isOver: boolean;
  readonly outcomes: readonly {
    readonly path: string;
    readonly status: DocumentStatus;
    readonly code: ErrorCode | null;
  }[];
  readonly violations: readonly string[];
}

export type Report = (event: LabEvent) => Promise<void>;

export interface AskOptions {
  readonly files: readonly LabFile[];
  readonly question: string;
  readonly engine: 'extractive' | 'webllm' | 'wllama';
  /** Pathname of an embedding model, when not the embedded one. */
  readonly modelPath?: string;
  /** Pathname of a cross-encoder. */
  readonly rerankerPath?: string;
  /** Files of the language model, for an engine that needs one. */
  readonly languageModel?: readonly LabFile[];
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
  /** Also report each document's text before cleaning, under its path. */
  readonly reportsText: boolean;
  /** And the text after cleaning, under its path with this ending. */
  readonly cleanedEnding?: string;
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

export interface DecodeOptions {
  readonly files: readonly LabFile[];
  /** Chosen by hand, by path; every other file's is guessed. */
  readonly encodings: Readonly<Record<string, string>>;
}

export interface DecodedFile {
  readonly file: string;
  readonly status: 'ok' | 'error';
  readonly encoding: string | null;
  readonly characters: number;
  /** How many replacement characters stand for bytes that mean nothing in the encoding. */
  readonly undecodable: number;
  readonly message: string | null;
}

export interface DecodeResult {
  readonly files: readonly DecodedFile[];
}

export interface EndureOptions {
  /** Of the two files that were picked: a hostile one, and a good one that is added after it. */
  readonly paths: readonly [hostile: string, good: string];
  /** Absent: a file that takes longer than ten seconds is cancelled. */
  readonly finishWithinMs?: number;
}

export interface EndureResult {
  /**
   * `ready`: it, or a file of the archive that it is, can be searched. `kept`: without words. `progressing`: it was
   * cancelled on its way. `stuck`: nothing moved any more.
   */
  readonly outcome: 'ready' | 'kept' | 'refused' | 'progressing' | 'stuck';
  /** Why it, or a file of the archive that it is, was refused. */
  readonly code: ErrorCode | null;
  readonly message: string | null;
  /** More than one where the file is an archive. */
  readonly documents: number;
  readonly milliseconds: number;
  /** Done after ten seconds, or seen to move shortly before. */
  readonly wasMoving: boolean;
  /** From cancelling until it was gone; null when it was not cancelled, or not gone. */
  readonly cancelMs: number | null;
  /** From the start until the good file was ready; null when it never was. */
  readonly goodFileMs: number | null;
  /** The longest time for which the page could not react, 0 when never over 50 ms. */
  readonly longestTaskMs: number;
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

export interface EvaluateResult extends Partial<AnswerScores> {
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
  /** The answers' scores by the language of the question. */
  readonly byLanguage?: Partial<Record<Language, AnswerScores>>;
  readonly exactFirst?: number;
}

/** Shares of all questions that were asked, where nothing else is said. */
export interface AnswerScores {
  /** How many questions were not refused. */
  readonly answered: number;
  readonly abstained: number;
  /** One of the passages that were found contains the answer. */
  readonly retrieved: number;
  readonly f1: number;
  readonly containment: number;
  readonly citedContains: number;
  readonly firstCitedContains: number;
  /** The same two, of the answers that were given where a passage that was found contains the answer. */
  readonly citedWhenRetrieved: number;
  readonly firstCitedWhenRetrieved: number;
  /** Share of the questions that got a short answer before the quotes; the two below are over those. */
  readonly shortAnswered: number;
  readonly shortF1: number;
  readonly shortContains: number;
}

export interface AbstentionPoint {
  readonly threshold: number;
  /** Shares of questions whose confidence is below the threshold. */
  readonly refusedUnanswerable: number;
  readonly refusedAnswerable: number;
}

export interface CiteOptions {
  readonly corpusUrl: string;
  readonly queriesUrl: string;
  readonly qrelsUrl: string;
  /** The same seed makes the same statements. */
  readonly seed: number;
  /** So many questions, from the whole list. */
  readonly limit?: number;
}

export interface CiteResult {
  readonly questions: number;
  /** Questions whose document was found, so that statements could be made from it. */
  readonly answers: number;
  readonly statements: number;
  /** One statement through the app. */
  readonly citeMs: Times;
  readonly quotes: number;
  /** The share of the quotes that the stored text holds at their place, to the letter. */
  readonly quotesAsStored: number;
  readonly scores: readonly CitationScore[];
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

export interface BenchIngestOptions {
  /** What to import; when absent, documents made up to about so many chunks. */
  readonly files?: readonly LabFile[];
  readonly chunks: number;
  /** Pathname of an embedding model that runs in the ONNX runtime, when not the embedded one. */
  readonly modelPath?: string;
  /** How often everything is measured, in alternating order. */
  readonly rounds: number;
}

/** A plain loop's speed and settings. */
export interface PlainIngestResult {
  readonly chunksPerSecond: number;
  readonly threads: number;
  readonly chunks: number;
  readonly textsPerCall: number;
  readonly chunksPerTransaction: number;
  readonly durability: IDBTransactionDurability;
}

export interface BenchIngestResult {
  /** Imported by the app, in each round. */
  readonly documents: number;
  readonly failed: number;
  readonly chunks: number;
  readonly rounds: number;
  readonly app: {
    /** From the first file added until the last one is found. */
    readonly chunksPerSecond: number;
    readonly threads: number;
    /** 0 when the page could always react within 50 ms. */
    readonly longestTaskMs: number;
    /** Heaps and buffers of page and workers, as far as the browser measures them. */
    readonly peakBytes: number | null;
  };
  /** With one thread. */
  readonly plain: PlainIngestResult;
  readonly ratio: number;
  /** The loop with as many threads as the app, for models that use them. */
  readonly sameThreads?: PlainIngestResult;
  readonly ratioSameThreads?: number;
}

export interface Lab {
  'bench ingest'(options: BenchIngestOptions): Promise<BenchIngestResult>;
  'bench search'(options: BenchOptions): Promise<BenchSearchResult>;
  'bench open'(options: BenchOptions): Promise<BenchOpenResult>;
  ask(options: AskOptions): Promise<AskResult>;
  parse(options: ParseOptions): Promise<ParseResult>;
  decode(options: DecodeOptions): Promise<DecodeResult>;
  chaos(options: ChaosOptions): Promise<ChaosResult>;
  endure(options: EndureOptions): Promise<EndureResult>;
  eval(options: EvaluateOptions): Promise<EvaluateResult>;
  cite(options: CiteOptions): Promise<CiteResult>;
}
