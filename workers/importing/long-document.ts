import { AppError } from '../../src/core/app-error';
import { indexedText } from '../../src/core/chunk';
import { chunksInDocument, type DocumentPart } from '../../src/core/document-parts';
import { documentTitle } from '../../src/core/library';
import { buildSegmentWords } from '../../src/core/search/segment/build-segment';
import type { ImportCheckpoint, StagedFacts } from '../../src/storage/database';
import type { StagedPart } from '../../src/storage/staged-contents';
import { embedChunks, type EmbeddingContext } from './embed-chunks';
import type { ReadDocument } from './document-batches';
import type { ImporterParts } from './importer-parts';

/** A part of a long document and how far the document is read with it. */
export interface PartToImport {
  readonly part: DocumentPart;
  /** Whether its text is still to be stored. */
  readonly isNewText: boolean;
  readonly bytesRead: number;
  readonly facts: StagedFacts;
  /** Where it begins and ends in the whole, 0 to 1, for telling progress. */
  readonly begins: number;
  readonly ends: number;
}

export type LongDocument = Omit<ReadDocument, 'extracted'>;

/**
 * Splits, embeds and stores a document part by part, each with a checkpoint, and shows it when all of it is stored. A
 * part is written while the next one is embedded.
 */
export async function importLongDocument(
  long: LongDocument,
  begun: ImportCheckpoint,
  parts: AsyncIterable<PartToImport>,
  context: EmbeddingContext,
  importer: ImporterParts,
): Promise<void> {
  let checkpoint = begun;
  let writing: Promise<void> = Promise.resolve();
  for await (const toImport of parts) {
    const { staged, next } = await importPart(long, checkpoint, toImport, context, importer);
    await writing;
    checkpoint = next;
    writing = importer.staged.addPart(checkpoint, staged);
    // Told of by the await of the next turn, or below; never unhandled meanwhile.
    writing.catch(() => undefined);
  }
  await writing;
  if (checkpoint.chunkCount === 0) {
    await importer.staged.discard(checkpoint.contentId);
    throw new AppError('no-text', 'the file holds no text');
  }
  long.progress({ stage: 'storing', loaded: 0, total: 0 });
  await importer.tellIndex(await importer.staged.publish(checkpoint));
}

async function importPart(
  { document, splitting, known, signal, progress }: LongDocument,
  checkpoint: ImportCheckpoint,
  { part, isNewText, bytesRead, facts, begins, ends }: PartToImport,
  context: EmbeddingContext,
  { analyse }: ImporterParts,
): Promise<{ staged: StagedPart; next: ImportCheckpoint }> {
  const { client, modelPath } = context;
  const total = 1000;
  const tell = (share: number): void =>
    progress({ stage: 'embedding', loaded: Math.round((begins + share * (ends - begins)) * total), total });
  tell(0);
  const title = documentTitle(document, facts);
  const split = await client.call(
    'split',
    { document: part.document, above: part.above, title, modelPath, ...(splitting ? { splitting } : {}) },
    { signal },
  );
  const chunks = chunksInDocument(split, part, checkpoint.chunkCount);
  const vectors = await embedChunks(
    chunks.map((chunk) => ({ title, chunk, known })),
    { ...context, signal, onProgress: (loaded, all) => tell(loaded / all) },
  );
  const toTerms = await analyse();
  const words = buildSegmentWords(
    chunks.map((chunk) => toTerms(indexedText(title, chunk))),
    chunks.map(({ text }) => text),
  );
  signal.throwIfAborted();
  return {
    staged: { chunks, vectors, words, ...(isNewText ? { text: part.document } : {}) },
    next: {
      ...checkpoint,
      facts,
      bytesRead,
      updatedAt: Date.now(),
      characters: part.start + part.document.text.length,
      chunkCount: checkpoint.chunkCount + chunks.length,
    },
  };
}
