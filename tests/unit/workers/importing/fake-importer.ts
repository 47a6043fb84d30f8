import type { EmbedderContract } from '../../../../src/contracts/embedder';
import type { ImporterContract, ImportProgress } from '../../../../src/contracts/importer';
import type { SearchIndexContract } from '../../../../src/contracts/search-index';
import { splitIntoChunks } from '../../../../src/core/chunking';
import { importedVersion, type StoredDocument } from '../../../../src/core/library';
import { RpcClient } from '../../../../src/rpc/client';
import { serve } from '../../../../src/rpc/server';
import type { InkstoneDatabase } from '../../../../src/storage/database';
import { DocumentRepository } from '../../../../src/storage/documents';
import { createImporter } from '../../../../workers/importing/importer';

export const libraryId = 'library';
const dimension = 4;
const model = { id: 'm', dtype: 'q8', dimension, prefixes: { query: '', passage: '' }, maxTokens: 400 };
const signal = new AbortController().signal;

/** An importer over a real store, with an embedder that notes what it embeds and can be told to fail. */
export class FakeImporter {
  readonly embedded: string[] = [];
  readonly progress: ImportProgress[] = [];
  /** Splitting throws at this call, counted from 1. */
  failAtSplit = Infinity;
  splits = 0;
  /** Embedding waits for what this returns. */
  beforeEmbedding: () => Promise<void> = () => Promise.resolve();
  readonly #documents: DocumentRepository;
  readonly #importer: ImporterContract;
  readonly #ports: MessagePort[] = [];

  constructor(database: InkstoneDatabase) {
    this.#documents = new DocumentRepository(database);
    const embedder = this.#serve<EmbedderContract>({
      load: () => Promise.resolve(model),
      split: ({ document, title, above }) => {
        this.splits += 1;
        if (this.splits >= this.failAtSplit) return Promise.reject(new Error('killed'));
        return Promise.resolve(
          splitIntoChunks(document, { countTokens: lengthsOf, title, above, maxTokens: 400 }),
        );
      },
      embed: async ({ texts }) => {
        this.embedded.push(...texts);
        await this.beforeEmbedding();
        return Float32Array.from(texts.flatMap(vectorOf));
      },
      rerank: () => Promise.reject(new Error('not here')),
    });
    const index = this.#serve<Pick<SearchIndexContract, 'committed'>>({ committed: () => Promise.resolve() });
    this.#importer = createImporter({
      database,
      embedder: { client: () => Promise.resolve(embedder) },
      searchIndex: { client: () => Promise.resolve(index as unknown as RpcClient<SearchIndexContract>) },
      characterTable: () => Promise.resolve({}),
      // A store in JavaScript is slow: what is long begins early here.
      sizes: {
        partCharacters: 20_000,
        partBytes: 20_000,
        largestPlainText: 50_000,
        largestParsedText: 200_000,
      },
    });
  }

  /** Adds a document with its bytes. */
  async add(file: File, change: Partial<StoredDocument> = {}): Promise<string> {
    const id = crypto.randomUUID();
    const { name, size: sizeBytes } = file;
    const facts = { id, libraryId, name, path: name, mediaType: '', sizeBytes, hash: '', addedAt: 1 };
    await this.#documents.addAll(libraryId, [{ ...facts, status: 'queued', ...change }]);
    await this.store(id, file);
    return id;
  }

  async store(documentId: string, file: File) {
    const document = await this.#documents.get(documentId);
    const { fileId = documentId } = document ? importedVersion(document) : {};
    return this.#importer.store(
      { files: [{ documentId, fileId, name: file.name, file }] },
      { signal, progress: () => undefined },
    );
  }

  async import(documentId: string, options: { password?: string; signal?: AbortSignal } = {}) {
    const document = await this.#documents.get(documentId);
    const { contentId = documentId } = document ? importedVersion(document) : {};
    const { signal: given = signal, ...rest } = options;
    const context = { signal: given, progress: (value: ImportProgress) => this.progress.push(value) };
    return this.#importer.import({ documentId, contentId, modelPath: '/m', ...rest }, context);
  }

  close(): void {
    for (const port of this.#ports) port.close();
  }

  #serve<C extends Record<string, (input: never, context: never) => unknown>>(procedures: C): RpcClient<C> {
    const { port1, port2 } = new MessageChannel();
    this.#ports.push(port1, port2);
    serve(port1, procedures);
    return new RpcClient<C>(port2);
  }
}

function lengthsOf(texts: readonly string[]): number[] {
  return texts.map((text) => Math.ceil(text.length / 4));
}

function vectorOf(text: string): number[] {
  return [1, text.length % 7, text.charCodeAt(0) % 11, text.charCodeAt(text.length >> 1) % 13];
}
