import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { splitIntoChunks } from '../../../../src/core/chunking';
import { indexedText } from '../../../../src/core/chunk';
import type { EmbeddingModel } from '../../../../src/core/embedding-model';
import type { EmbedderContract } from '../../../../src/contracts/embedder';
import type { SearchIndexContract } from '../../../../src/contracts/search-index';
import { RpcClient } from '../../../../src/rpc/client';
import type { Contract } from '../../../../src/rpc/protocol';
import { serve } from '../../../../src/rpc/server';
import { InkstoneDatabase } from '../../../../src/storage/database';
import { DocumentRepository } from '../../../../src/storage/documents';
import { createFolding } from '../../../../workers/engines/embedding/character-folding';
import { createStaticBackend } from '../../../../workers/engines/embedding/static-backend';
import { createSearchIndex } from '../../../../workers/indexing/search-index';
import { extract } from '../../../fixtures/extraction';

export const libraryId = 'library';
export const modelPath = '/models/inkstone-embed-zh-en-256';

const model: EmbeddingModel = {
  id: 'inkstone-embed-zh-en-256',
  dtype: 'q8',
  dimension: 256,
  maxTokens: 8192,
  prefixes: { query: '', passage: '' },
};
const folder = resolve(import.meta.dirname, '../../../../public', `.${modelPath}`);
const readJson = (name: string): unknown => JSON.parse(readFileSync(resolve(folder, name), 'utf8'));
const characterTable = readJson('t2s.json') as Record<string, string>;
const fold = createFolding(characterTable);
const backend = createStaticBackend(
  model,
  new Uint8Array(readFileSync(resolve(folder, 'onnx/model_quantized.onnx'))),
  readJson('tokenizer.json'),
);

/** The index worker over a store in memory, with the app's own embedding model beside it. */
export class AskedLibrary {
  readonly index: RpcClient<SearchIndexContract>;
  readonly #database = new InkstoneDatabase(`test-${crypto.randomUUID()}`);
  readonly #ports: MessagePort[] = [];

  constructor() {
    const load: EmbedderContract['load'] = () => Promise.resolve(model);
    const embed: EmbedderContract['embed'] = ({ texts }) => backend.embed(texts.map(fold));
    const embedder = new RpcClient<EmbedderContract>(this.#serve({ load, embed }));
    const index = createSearchIndex({
      database: this.#database,
      embedder: { client: () => Promise.resolve(embedder) },
      characterTable: () => Promise.resolve(characterTable),
    });
    this.index = new RpcClient<SearchIndexContract>(this.#serve(index));
  }

  /** Adds a file as an import would. */
  async add(name: string, content: BlobPart): Promise<void> {
    if (!(await this.#database.libraries.get(libraryId))) {
      await this.#database.libraries.add({ id: libraryId, name: 'Library', createdAt: 0 });
    }
    const extracted = await extract(name, content);
    const chunks = splitIntoChunks(extracted, {
      countTokens: (texts) => backend.countTokens(texts.map(fold)),
      ...(extracted.title === undefined ? {} : { title: extracted.title }),
    });
    const title = extracted.title ?? name.replace(/\.\w+$/, '');
    await new DocumentRepository(this.#database).addAll(libraryId, [
      {
        ...{ id: name, libraryId, name, path: name, mediaType: '', sizeBytes: 1, hash: name, addedAt: 1 },
        status: 'queued',
      },
    ]);
    const vectors = await backend.embed(chunks.map((chunk) => fold(indexedText(title, chunk))));
    await this.index.call('commit', { documentId: name, extracted, chunks, model, vectors });
  }

  async close(): Promise<void> {
    await this.index.call('settle', undefined);
    for (const port of this.#ports) port.close();
    await this.#database.delete();
  }

  #serve(procedures: Contract): MessagePort {
    const { port1, port2 } = new MessageChannel();
    this.#ports.push(port1, port2);
    serve(port2, procedures);
    return port1;
  }
}
