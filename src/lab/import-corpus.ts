import { indexedText, type Chunk } from '../core/chunk';
import type { EmbeddingModel } from '../core/embedding-model';
import type { ExtractedDocument } from '../core/extracted-document';
import { documentTitle } from '../core/library';
import type { SplittingStrategy } from '../core/splitting';
import { transfer } from '../rpc/protocol';
import type { App } from '../services/create-app-services';
import { DocumentRepository } from '../storage/documents';
import type { Report } from './protocol';
import type { CorpusRecord } from './retrieval-set';

const documentsPerBatch = 64;

export interface ImportedCorpus {
  readonly libraryId: string;
  /** The record that a stored document was made from. */
  readonly recordIds: ReadonlyMap<string, string>;
  readonly chunkTexts: readonly string[];
  readonly ingestMs: number;
}

interface ReadDocument {
  readonly documentId: string;
  readonly title: string;
  readonly extracted: ExtractedDocument;
  readonly chunks: readonly Chunk[];
}

/**
 * Takes records through the app's own steps (reading, splitting, embedding, committing), without keeping
 * a file for each; the next batch is read and embedded while one is written.
 */
export async function importCorpus(
  app: App,
  records: readonly CorpusRecord[],
  report: Report,
  splitting?: SplittingStrategy,
): Promise<ImportedCorpus> {
  const startedAt = performance.now();
  const { id: libraryId } = await app.services.libraries.create('corpus');
  const model = await app.workers.embedder.client.call('load', { modelPath: app.modelPath });
  const recordIds = new Map<string, string>();
  const chunkTexts: string[] = [];
  let writing: Promise<void> = Promise.resolve();

  for (let first = 0; first < records.length; first += documentsPerBatch) {
    await report({ kind: 'progress', message: `importing document ${first} of ${records.length}` });
    const batch = records.slice(first, first + documentsPerBatch);
    const documents = await readBatch(app, libraryId, batch, splitting);
    const vectors = await embedBatch(app, documents);
    documents.forEach(({ documentId, chunks }, position) => {
      recordIds.set(documentId, batch[position]?.id ?? '');
      chunkTexts.push(...chunks.map((chunk) => chunk.text));
    });
    await writing;
    writing = commitBatch(app, documents, model, vectors);
    // Told of by the await above, or below; never unhandled meanwhile.
    writing.catch(() => undefined);
  }
  await writing;
  return { libraryId, recordIds, chunkTexts, ingestMs: performance.now() - startedAt };
}

async function readBatch(
  { workers, database }: App,
  libraryId: string,
  records: readonly CorpusRecord[],
  splitting: SplittingStrategy | undefined,
): Promise<ReadDocument[]> {
  const files = records.map(({ id, title, text }) => ({
    documentId: crypto.randomUUID(),
    title,
    file: new File([title === '' ? text : `${title}\n\n${text}`], fileName(id)),
  }));
  await new DocumentRepository(database).addAll(
    libraryId,
    files.map(({ documentId, file }) => ({
      id: documentId,
      libraryId,
      name: file.name,
      path: file.name,
      mediaType: 'text/plain',
      sizeBytes: file.size,
      hash: '',
      addedAt: Date.now(),
      status: 'queued',
    })),
  );
  return Promise.all(
    files.map(async ({ documentId, title, file }) => {
      const { name } = file;
      const read = await workers.importer.client.call('extract', { file, name });
      const extracted: ExtractedDocument = title === '' ? read : { ...read, title };
      const context = documentTitle({ name }, extracted);
      const chunks = await workers.embedder.client.call('split', {
        document: extracted,
        title: context,
        ...(splitting === undefined ? {} : { splitting }),
      });
      return { documentId, title: context, extracted, chunks };
    }),
  );
}

/** A record whose id names a Markdown file is read as one. */
function fileName(id: string): string {
  const name = id.replaceAll('/', '_');
  return name.endsWith('.md') ? name : `${name}.txt`;
}

function embedBatch({ workers }: App, documents: readonly ReadDocument[]): Promise<Float32Array> {
  const texts = documents.flatMap(({ title, chunks }) => chunks.map((chunk) => indexedText(title, chunk)));
  return workers.embedder.client.call('embed', { texts, role: 'passage' });
}

async function commitBatch(
  { workers }: App,
  documents: readonly ReadDocument[],
  model: EmbeddingModel,
  allVectors: Float32Array,
): Promise<void> {
  let start = 0;
  const commits = documents.map(({ documentId, extracted, chunks }) => {
    const end = start + chunks.length * model.dimension;
    const vectors = allVectors.slice(start, end);
    start = end;
    const commit = { documentId, extracted, chunks, model, vectors };
    return workers.searchIndex.client.call('commit', transfer(commit, [vectors.buffer]));
  });
  await Promise.all(commits);
}
