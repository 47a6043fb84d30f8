import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { indexedText, type Chunk } from '../../../../src/core/chunk';
import { splitIntoChunks } from '../../../../src/core/chunking';
import type { EmbeddingModel } from '../../../../src/core/embedding-model';
import type { Passage } from '../../../../src/core/passage';
import { RichTextBuilder } from '../../../../src/core/rich-text-builder';
import { createAnalyser } from '../../../../src/core/search/analyse';
import { quantizeVectors } from '../../../../src/core/quantized-vectors';
import { judgeAnswerability } from '../../../../src/core/search/answerability';
import { buildSegmentWords } from '../../../../src/core/search/segment/build-segment';
import { questionTerms } from '../../../../src/core/search/question-terms';
import { readCorpus, readIds, readQrels, readQueries } from '../../../../src/lab/retrieval-set';
import type { CorpusRecord, QueryRecord } from '../../../../src/lab/retrieval-set';
import type { Grades } from '../../../../src/lab/metrics';
import type { EmbeddingBackend } from '../../../../workers/engines/embedding/backend';
import { createFolding } from '../../../../workers/engines/embedding/character-folding';
import { createStaticBackend } from '../../../../workers/engines/embedding/static-backend';
import { appendPlainText } from '../../../../workers/engines/extraction/plain-text';
import { ScanIndex } from '../../../../workers/engines/vector/scan-index';
import { compileKernel } from '../../../../workers/engines/vector/scan-kernel';
import { LibraryIndex } from '../../../../workers/search/library-index';
import {
  searchLibraries,
  type LibraryQuery,
  type SearchResult,
} from '../../../../workers/search/search-libraries';

const repository = process.cwd();
export const sharedFolder = resolve(repository, process.env['INKSTONE_SHARED'] ?? '../shared');
const retrievalFolder = resolve(sharedFolder, 'data/retrieval');
export const hasSharedData = existsSync(retrievalFolder);

const model: EmbeddingModel = {
  id: 'inkstone-embed-zh-en-256',
  dtype: 'q8',
  dimension: 256,
  maxTokens: 8192,
  prefixes: { query: '', passage: '' },
};

/** As many as an answer is made from. */
const judgedCandidates = 8;

export interface RetrievalSet {
  readonly corpus: readonly CorpusRecord[];
  readonly queries: readonly QueryRecord[];
  readonly qrels: ReadonlyMap<string, Grades>;
}

/** Reads one of the shared retrieval sets. */
export function readSet(name: string): RetrievalSet {
  const qrels = readQrels(readSetFile(name, 'qrels.tsv'));
  return {
    corpus: readCorpus(readSetFile(name, 'corpus.jsonl')),
    queries: readQueries(readSetFile(name, 'queries.jsonl')).filter(({ id }) => qrels.has(id)),
    qrels,
  };
}

/** Questions whose answer is nowhere once the dropped documents are left out. */
export function readUnanswerable(name: string): { queries: QueryRecord[]; dropped: Set<string> } {
  return {
    queries: readQueries(readSetFile(name, 'hard_unanswerable.jsonl')),
    dropped: new Set(readIds(readSetFile(name, 'hard_unanswerable.drop_docs.json'))),
  };
}

function readSetFile(name: string, file: string): string {
  return readFileSync(resolve(retrievalFolder, name, file), 'utf8');
}

const kernel = await compileKernel();

/** The app's own steps from a document to the index and from a question to a query, without its workers. */
export class Collection {
  readonly library = new LibraryIndex(new ScanIndex(kernel, model.dimension));
  readonly chunks = new Map<string, readonly Chunk[]>();
  readonly analyse: (text: string) => string[];
  readonly #titles = new Map<string, string>();
  readonly #backend: EmbeddingBackend;
  readonly #fold: (text: string) => string;

  constructor() {
    const folder = resolve(repository, 'public/models', model.id);
    const readJson = (name: string): unknown => JSON.parse(readFileSync(resolve(folder, name), 'utf8'));
    const table = readJson('t2s.json') as Record<string, string>;
    const onnx = new Uint8Array(readFileSync(resolve(folder, 'onnx/model_quantized.onnx')));
    this.#backend = createStaticBackend(model, onnx, readJson('tokenizer.json'));
    this.#fold = createFolding(table);
    this.analyse = createAnalyser(table);
  }

  /** Adds the documents as one segment, as merging would leave them. */
  async addAll(records: readonly CorpusRecord[]): Promise<void> {
    const read = records.map((record) => this.#read(record));
    const chunks = read.flatMap((document) => document.chunks);
    const texts = read.flatMap((document) => document.texts);
    const firstRows = [0];
    for (const document of read) firstRows.push((firstRows.at(-1) ?? 0) + document.chunks.length);
    const segmentId = this.chunks.size;
    const words = buildSegmentWords(
      texts.map((part) => this.analyse(part)),
      chunks.map((chunk) => chunk.text),
    );
    const directory = {
      documentIds: records.map(({ id }) => id),
      firstRows: Uint32Array.from(firstRows),
    };
    this.library.addSegment(segmentId, directory, words);
    this.library.addVectors(segmentId, 0, quantizeVectors(await this.embed(texts), model.dimension));
  }

  #read({ id, title, text }: CorpusRecord): { chunks: readonly Chunk[]; texts: string[] } {
    const builder = new RichTextBuilder();
    appendPlainText(title === '' ? text : `${title}\n\n${text}`, builder);
    const countTokens = (texts: readonly string[]): number[] =>
      this.#backend.countTokens(texts.map((part) => this.#fold(part)));
    const chunks = splitIntoChunks(builder.build(), { countTokens, ...(title === '' ? {} : { title }) });
    this.chunks.set(id, chunks);
    this.#titles.set(id, title);
    return { chunks, texts: chunks.map((chunk) => indexedText(title === '' ? undefined : title, chunk)) };
  }

  async search(
    question: string,
    options: Partial<Pick<LibraryQuery, 'lanes' | 'acceptsDocument'>> = {},
  ): Promise<SearchResult> {
    const terms = questionTerms(question, this.analyse);
    const vector = await this.embed([question]);
    return searchLibraries([this.library], { terms, vectorOf: () => vector, lanes: 'hybrid', ...options });
  }

  /** How sure the gate is that the collection answers the question. */
  async confidence(question: string): Promise<number> {
    const { candidates } = await this.search(question);
    const passages = candidates.slice(0, judgedCandidates).flatMap((candidate): Passage[] => {
      const { documentId, ordinal, score, lanes } = candidate;
      const chunk = this.chunks.get(documentId)?.[ordinal];
      const title = this.#titles.get(documentId);
      const owner = { documentId, libraryId: 'library', documentName: `${documentId}.txt` };
      return chunk ? [{ ...chunk, ...owner, ...(title ? { documentTitle: title } : {}), score, lanes }] : [];
    });
    const idf = (term: string): number => this.library.idf(term);
    return judgeAnswerability({ question, passages, analyse: this.analyse, idf });
  }

  embed(texts: readonly string[]): Promise<Float32Array> {
    return this.#backend.embed(texts.map((text) => this.#fold(text)));
  }
}
