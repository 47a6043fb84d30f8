import { indexedText, type Chunk } from '../core/chunk';
import type { EmbeddingModel } from '../core/embedding-model';
import type { ExtractedDocument } from '../core/extracted-document';
import { syntheticVectors } from '../core/synthetic-vectors';
import { transfer } from '../rpc/protocol';
import type { App } from '../services/create-app-services';
import { DocumentRepository } from '../storage/documents';
import type { Report } from './protocol';
import { SyntheticText } from './synthetic-text';

const commitsAtOnce = 8;

export interface SyntheticLibrary {
  readonly libraryId: string;
  readonly documentIds: readonly string[];
  /** Of the first chunk. */
  readonly firstText: string;
}

interface SyntheticOptions {
  readonly chunks: number;
  readonly chunksPerDocument?: number;
  readonly model: EmbeddingModel;
  /** Whether the texts are embedded with the app's model, or vectors made up for them. */
  readonly isEmbedded: boolean;
  /** To add to, when not to a new one. */
  readonly libraryId?: string;
}

/**
 * A library of made-up documents in both languages, written by the app's own index. The vectors are real ones of the
 * app's model, or made up in clusters for a model of another dimension.
 */
export async function createSyntheticLibrary(
  app: App,
  { chunks, chunksPerDocument = 50, model, isEmbedded, ...options }: SyntheticOptions,
  report: Report,
): Promise<SyntheticLibrary> {
  const libraryId = options.libraryId ?? (await app.services.libraries.create(`${chunks} chunks`)).id;
  let firstText = '';
  const documentIds: string[] = [];
  const writing = new Set<Promise<void>>();
  for (let first = 0; first < chunks; first += chunksPerDocument) {
    if (first % (100 * chunksPerDocument) === 0) {
      await report({ kind: 'progress', message: `writing chunk ${first} of ${chunks}` });
    }
    const ordinal = documentIds.length;
    const documentId = crypto.randomUUID();
    documentIds.push(documentId);
    const { extracted, chunks: ofDocument } = documentOf(
      ordinal,
      Math.min(chunksPerDocument, chunks - first),
    );
    if (first === 0) firstText = ofDocument[0]?.text ?? '';
    await addRow(app, libraryId, documentId, ordinal);
    const texts = ofDocument.map((chunk) => indexedText(extracted.title, chunk));
    const vectors = isEmbedded
      ? await app.workers.embedder.client.call('embed', { texts, role: 'passage' })
      : syntheticVectors(ofDocument.length, model.dimension, ordinal);
    const commit = app.workers.searchIndex.client
      .call(
        'commit',
        transfer({ documentId, extracted, chunks: ofDocument, model, vectors }, [vectors.buffer]),
      )
      .finally(() => writing.delete(commit));
    writing.add(commit);
    if (writing.size >= commitsAtOnce) await Promise.race(writing);
  }
  await Promise.all(writing);
  await report({ kind: 'progress', message: 'merging what was written' });
  await app.workers.searchIndex.client.call('settle', undefined);
  return { libraryId, documentIds, firstText };
}

function documentOf(ordinal: number, count: number): { extracted: ExtractedDocument; chunks: Chunk[] } {
  const text = new SyntheticText(ordinal);
  const chunks: Chunk[] = [];
  let start = 0;
  for (let i = 0; i < count; i += 1) {
    const paragraph = text.paragraph(ordinal % 2 === 0 ? 'en' : 'zh');
    const end = start + paragraph.length;
    chunks.push({ ordinal: i, start, end, text: paragraph, headingPath: [], tokens: 200 });
    start = end + 2;
  }
  const joined = chunks.map((chunk) => chunk.text).join('\n\n');
  const extracted: ExtractedDocument = {
    text: joined,
    blocks: chunks.map((chunk) => ({ kind: 'paragraph', start: chunk.start, end: chunk.end })),
    marks: [],
    pages: [],
    format: 'text',
    title: text.words(4).join(' '),
    coverage: 1,
    warnings: [],
  };
  return { extracted, chunks };
}

function addRow(app: App, libraryId: string, id: string, ordinal: number): Promise<void> {
  const name = `${ordinal}.txt`;
  return new DocumentRepository(app.database).addAll(libraryId, [
    {
      id,
      libraryId,
      name,
      path: name,
      mediaType: 'text/plain',
      sizeBytes: 0,
      hash: '',
      addedAt: Date.now(),
      status: 'queued',
    },
  ]);
}
