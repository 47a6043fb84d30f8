import { AppError } from '../../src/core/app-error';
import { indexedText, type Chunk } from '../../src/core/chunk';
import type { EmbeddingModel } from '../../src/core/embedding-model';
import type { ExtractedDocument } from '../../src/core/extracted-document';
import { documentTitle, type StoredDocument } from '../../src/core/library';
import { sliceVectors, type QuantizedVectors } from '../../src/core/quantized-vectors';
import { buildSegmentWords } from '../../src/core/search/segment/build-segment';
import type { SplittingStrategy } from '../../src/core/splitting';
import type { ImportProgress } from '../../src/contracts/importer';
import { embedChunks, type EmbeddingContext } from './embed-chunks';
import type { ImporterParts } from './importer-parts';
import type { KnownVectors } from './known-vectors';

/** UTF-16 code units of the documents that are carried on together. */
const charactersPerBatch = 262_144;
const documentsPerBatch = 64;
/** How long documents wait for others that are being read. */
const lingerMs = 100;
/** So that splitting and embedding of one batch overlap with the writing of another. */
const concurrentBatches = 2;

/** A document that is read whole. */
export interface ReadDocument {
  readonly document: StoredDocument;
  readonly contentId: string;
  readonly modelPath: string;
  readonly splitting: SplittingStrategy | undefined;
  readonly extracted: ExtractedDocument;
  readonly known: KnownVectors | undefined;
  readonly signal: AbortSignal;
  readonly progress: (progress: ImportProgress) => void;
}

interface Waiting extends ReadDocument {
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

interface Split {
  readonly read: Waiting;
  readonly title: string;
  readonly chunks: readonly Chunk[];
}

/**
 * Splits, embeds and commits documents, as many at once as wait: one transaction and one segment for all of them. What
 * is wrong with one stays with it.
 */
export class DocumentBatches {
  readonly #parts: ImporterParts;
  readonly #waiting: Waiting[] = [];
  #running = 0;
  /** Documents that are on their way here. */
  #expected = 0;
  #isLingering = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(parts: ImporterParts) {
    this.#parts = parts;
  }

  /** Runs what may lead to `add`: others wait a moment for a document that is being read, to be written with it. */
  async expecting<T>(work: () => Promise<T>): Promise<T> {
    this.#expected += 1;
    try {
      return await work();
    } finally {
      this.#expected -= 1;
      this.#startNext();
    }
  }

  /** Ends when the document is shown. */
  add(read: ReadDocument): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ ...read, resolve, reject });
      this.#startNext();
    });
  }

  #startNext(): void {
    while (this.#running < concurrentBatches && this.#waiting.length > 0 && !this.#mayLinger()) {
      const batch = this.#takeBatch();
      this.#running += 1;
      void this.#run(batch).finally(() => {
        this.#running -= 1;
        this.#startNext();
      });
    }
  }

  #mayLinger(): boolean {
    const characters = this.#waiting.reduce((sum, { extracted }) => sum + extracted.text.length, 0);
    const isFull = this.#waiting.length >= documentsPerBatch || characters >= charactersPerBatch;
    if (isFull || this.#expected === 0) {
      clearTimeout(this.#timer);
      this.#timer = undefined;
      this.#isLingering = false;
      return false;
    }
    if (this.#timer === undefined && !this.#isLingering) {
      this.#isLingering = true;
      this.#timer = setTimeout(() => {
        this.#timer = undefined;
        this.#startNext();
      }, lingerMs);
    }
    if (this.#timer !== undefined) return true;
    // It has waited long enough.
    this.#isLingering = false;
    return false;
  }

  /** Documents of one library and one model, in the order they came. */
  #takeBatch(): Waiting[] {
    const [first] = this.#waiting;
    const batch: Waiting[] = [];
    let characters = 0;
    while (batch.length < documentsPerBatch) {
      const [next] = this.#waiting;
      const fits =
        next?.document.libraryId === first?.document.libraryId && next?.modelPath === first?.modelPath;
      if (!next || !fits || (batch.length > 0 && characters >= charactersPerBatch)) break;
      this.#waiting.shift();
      characters += next.extracted.text.length;
      batch.push(next);
    }
    return batch;
  }

  async #run(batch: readonly Waiting[]): Promise<void> {
    try {
      const [first] = batch;
      if (!first) return;
      const client = await this.#parts.embedder.client();
      const { modelPath } = first;
      const model = await this.#parts.model(modelPath);
      const context = { client, model, modelPath };
      const splits = (await Promise.all(batch.map((read) => split(read, context)))).filter(
        (result) => result !== undefined,
      );
      const live = splits.filter(({ read }) => !isCancelled(read));
      const toEmbed = live.flatMap(({ read, title, chunks }) =>
        chunks.map((chunk) => ({ title, chunk, known: read.known })),
      );
      const vectors = await embedChunks(toEmbed, {
        ...context,
        // One that is cancelled does not hold up the others; once all are, there is nothing left to embed.
        signal: whenAllAbort(live.map(({ read }) => read.signal)),
        onProgress: (loaded, total) => {
          // What is embedded in one call is over before anyone reads of it.
          if (loaded === 0) return;
          for (const { read } of live) read.progress({ stage: 'embedding', loaded, total });
        },
      });
      await this.#commit(live, model, vectors);
    } catch (error) {
      for (const { reject } of batch) reject(error);
    }
  }

  /** Together; where that fails, each alone. */
  async #commit(splits: readonly Split[], model: EmbeddingModel, vectors: QuantizedVectors): Promise<void> {
    if (splits.length === 0) return;
    try {
      await this.#commitTogether(splits, model, vectors);
    } catch (error) {
      if (splits.length === 1) {
        splits[0]?.read.reject(error);
        return;
      }
      let row = 0;
      for (const one of splits) {
        const end = row + one.chunks.length;
        await this.#commit([one], model, sliceVectors(vectors, row, end));
        row = end;
      }
    }
  }

  async #commitTogether(
    splits: readonly Split[],
    model: EmbeddingModel,
    vectors: QuantizedVectors,
  ): Promise<void> {
    const toTerms = await this.#parts.analyse();
    const words = buildSegmentWords(
      splits.flatMap(({ title, chunks }) => chunks.map((chunk) => toTerms(indexedText(title, chunk)))),
      splits.flatMap(({ chunks }) => chunks.map(({ text }) => text)),
    );
    const { refused, libraryId } = await this.#parts.contents.commitAll({
      documents: splits.map(({ read: { document, contentId, extracted }, chunks }) => ({
        documentId: document.id,
        contentId,
        extracted,
        chunks,
      })),
      model,
      vectors,
      words,
    });
    if (libraryId !== undefined) await this.#parts.tellIndex(libraryId);
    const gone = new Set(refused);
    for (const { read } of splits) {
      if (gone.has(read.document.id)) read.reject(new AppError('not-found', 'it is not imported any more'));
      else read.resolve();
    }
  }
}

/** Undefined, and the document's own import rejected, where it cannot be split. */
async function split(read: Waiting, { client }: EmbeddingContext): Promise<Split | undefined> {
  const { document, extracted, modelPath, splitting, signal } = read;
  const title = documentTitle(document, extracted);
  try {
    if (extracted.unread !== undefined) return { read, title, chunks: [] };
    const { text, blocks, pages } = extracted;
    const chunks = await client.call(
      'split',
      { document: { text, blocks, pages, marks: [] }, title, modelPath, ...(splitting ? { splitting } : {}) },
      { signal },
    );
    if (chunks.length === 0) throw new AppError('no-text', 'the file holds no text');
    return { read, title, chunks };
  } catch (error) {
    read.reject(error);
    return undefined;
  }
}

/** Aborted as soon as all of them are; never where there are none. */
function whenAllAbort(signals: readonly AbortSignal[]): AbortSignal {
  const controller = new AbortController();
  const look = (): void => {
    const last = signals.find(({ aborted }) => aborted);
    if (signals.every(({ aborted }) => aborted)) controller.abort(last?.reason);
  };
  for (const signal of signals) signal.addEventListener('abort', look, { once: true });
  if (signals.length > 0) look();
  return controller.signal;
}

function isCancelled({ signal, reject }: Waiting): boolean {
  if (signal.aborted) reject(signal.reason);
  return signal.aborted;
}
