import { cutDocument } from '../../src/core/document-parts';
import { vectorSpaceKey } from '../../src/core/embedding-model';
import type { DocumentFormat, ExtractedDocument } from '../../src/core/extracted-document';
import { importedVersion, type StoredDocument } from '../../src/core/library';
import { decodedShare } from '../../src/core/extracted-document';
import type { OneAtATime } from '../../src/core/one-at-a-time';
import type { ImportProgress } from '../../src/contracts/importer';
import type { ImportCheckpoint } from '../../src/storage/database';
import type { ImportStart } from '../../src/storage/import-start';
import { factsOf } from '../../src/storage/versions';
import { extractDocument, recogniseFormat } from '../engines/extraction/extract';
import type { Format } from '../engines/extraction/formats';
import type { DocumentBatches } from './document-batches';
import type { EmbeddingContext } from './embed-chunks';
import type { ImporterParts } from './importer-parts';
import { readKnownVectors } from './known-vectors';
import { importLongDocument, type LongDocument, type PartToImport } from './long-document';
import { encodingOf, streamText } from './text-stream';

/** Formats that are read as plain text when they are too long to be parsed. */
const formatsOfLines: readonly DocumentFormat[] = ['csv', 'json', 'subtitles', 'code'];

/** Reading that took longer is not done again after a restart. */
const longReadingMs = 1000;
/** Most documents are read sooner than anyone could read how far they are. */
const progressEveryMs = 50;

export interface ImportInput {
  readonly documentId: string;
  readonly contentId: string;
  readonly modelPath: string;
  readonly password?: string;
}

export interface ImportContext {
  readonly signal: AbortSignal;
  readonly progress: (progress: ImportProgress) => void;
  readonly batches: DocumentBatches;
  /** Documents are read one at a time, so that it is known which one a thread is caught in. */
  readonly reading: OneAtATime;
  /** So is what is known of their earlier versions: blocks of vectors are large. */
  readonly recalling: OneAtATime;
}

/** Carries one document from its stored bytes, or from where an earlier import of it ended, until it is shown. */
export async function importDocument(
  file: Blob,
  { document, splitting, checkpoint: stored }: ImportStart,
  input: ImportInput,
  context: ImportContext,
  importer: ImporterParts,
): Promise<void> {
  const { documentId, contentId, modelPath } = input;
  const { signal, progress } = context;
  const { reading } = importedVersion(document);
  const client = await importer.embedder.client();
  const model = await importer.model(modelPath);
  const space = vectorSpaceKey(model);
  const known = document.pending
    ? await context.recalling(() => {
        signal.throwIfAborted();
        return readKnownVectors(document, space, model.dimension, importer);
      })
    : undefined;
  const long: LongDocument = {
    ...{ document, contentId, modelPath, splitting, known, signal, progress },
  };
  const embedding: EmbeddingContext = { client, model, modelPath };
  const start: ImportCheckpoint = {
    ...{ contentId, documentId, space, updatedAt: Date.now() },
    facts: { format: 'text', coverage: 1, warnings: [], pages: [] },
    ...{ hasWholeText: false, characters: 0, chunkCount: 0, bytesRead: 0 },
    ...(splitting ? { splitting } : {}),
  };
  const begun = (await usableCheckpoint(stored, start, importer)) ?? start;

  const recognised = await recogniseFormat(file, document.name, signal);
  const { format } = recognised;
  const { partCharacters, partBytes, largestPlainText, largestParsedText } = importer.sizes;
  const limit = format === 'text' ? largestPlainText : largestParsedText;
  if (file.size > limit && (format === 'text' || formatsOfLines.includes(format))) {
    const parts = streamedParts(file, begun, { format, partBytes, encoding: reading?.encoding }, context);
    await importLongDocument(long, begun, parts, embedding, importer);
    return;
  }

  const { extracted, checkpoint } = await context.batches.expecting(() =>
    readWhole(file, begun, { ...input, ...reading, document, recognised }, context, importer),
  );
  // Also says that its thread is not caught in this document any more.
  progress({ stage: 'splitting', loaded: 0, total: 0 });
  if (checkpoint.chunkCount === 0 && extracted.text.length <= partCharacters) {
    await context.batches.add({ ...long, extracted });
    return;
  }
  await importLongDocument(
    long,
    checkpoint,
    partsOf(extracted, checkpoint, partCharacters),
    embedding,
    importer,
  );
}

/** Where an earlier import ended, if it went the same way. */
async function usableCheckpoint(
  stored: ImportCheckpoint | undefined,
  start: ImportCheckpoint,
  { staged }: ImporterParts,
): Promise<ImportCheckpoint | undefined> {
  if (!stored) return undefined;
  const isSame =
    stored.space === start.space && JSON.stringify(stored.splitting) === JSON.stringify(start.splitting);
  if (isSame) return stored;
  await staged.discard(start.contentId);
  return undefined;
}

interface FileToRead extends ImportInput {
  readonly document: StoredDocument;
  readonly recognised: Format;
  readonly encoding?: string;
}

/** Reads the file, unless its text is stored already, and stores the text where reading it again would cost. */
async function readWhole(
  file: Blob,
  begun: ImportCheckpoint,
  { documentId, contentId, encoding, password, document, recognised }: FileToRead,
  { signal, progress, reading }: ImportContext,
  { staged, sizes: { partCharacters } }: ImporterParts,
): Promise<{ extracted: ExtractedDocument; checkpoint: ImportCheckpoint }> {
  if (begun.hasWholeText) {
    return { extracted: { ...begun.facts, ...(await staged.text(contentId)) }, checkpoint: begun };
  }
  return reading(async () => {
    signal.throwIfAborted();
    progress({ stage: 'reading', loaded: 0, total: 0 });
    const startedAt = performance.now();
    let toldAt = startedAt;
    const extracted = await extractDocument(file, document.name, {
      signal,
      recognised,
      encoding,
      password,
      kept: staged.kept(documentId, contentId),
      onProgress: ({ loaded, total }) => {
        const now = performance.now();
        if (now - toldAt < progressEveryMs) return;
        toldAt = now;
        progress({ stage: 'reading', loaded, total });
      },
    });
    const isShort = extracted.text.length <= partCharacters;
    if (isShort && performance.now() - startedAt < longReadingMs) return { extracted, checkpoint: begun };
    const checkpoint = { ...begun, facts: factsOf(extracted), hasWholeText: true, updatedAt: Date.now() };
    await staged.saveText(checkpoint, extracted);
    return { extracted, checkpoint };
  });
}

async function* partsOf(
  extracted: ExtractedDocument,
  { characters, facts }: ImportCheckpoint,
  partCharacters: number,
): AsyncGenerator<PartToImport> {
  for (const part of cutDocument(extracted, characters, partCharacters)) {
    const { length } = extracted.text;
    const begins = part.start / length;
    const ends = (part.start + part.document.text.length) / length;
    yield await Promise.resolve({ part, isNewText: false, bytesRead: 0, facts, begins, ends });
  }
}

interface StreamedFormat {
  readonly format: DocumentFormat;
  readonly partBytes: number;
  readonly encoding: string | undefined;
}

async function* streamedParts(
  file: Blob,
  begun: ImportCheckpoint,
  { format, partBytes, encoding: chosen }: StreamedFormat,
  { signal, progress, reading }: ImportContext,
): AsyncGenerator<PartToImport> {
  let isTold = false;
  // While others are read, it is not.
  const inTurn = <T>(work: () => Promise<T>): Promise<T> =>
    reading(() => {
      if (!isTold) progress({ stage: 'reading', loaded: begun.bytesRead, total: file.size });
      isTold = true;
      return work();
    });
  const encoding = begun.facts.encoding ?? (await inTurn(() => encodingOf(file, chosen)));
  const [warning] = begun.facts.warnings;
  let undecodable = warning?.code === 'undecodable-bytes' ? warning.count : 0;
  let { characters } = begun;
  let begins = begun.bytesRead / file.size;
  const stream = streamText(file, {
    ...{ encoding, from: begun.bytesRead, hasText: characters > 0, partBytes, signal },
  });
  for (;;) {
    const next = await inTurn(() => stream.next());
    if (next.done) return;
    const { document, bytesRead } = next.value;
    undecodable += next.value.undecodable;
    yield {
      part: { start: characters, document, above: { headings: [] } },
      isNewText: true,
      bytesRead,
      facts: {
        format,
        encoding,
        coverage: decodedShare(characters + document.text.length, undecodable),
        warnings: undecodable > 0 ? [{ code: 'undecodable-bytes', count: undecodable }] : [],
        pages: [],
      },
      begins,
      ends: bytesRead / file.size,
    };
    characters += document.text.length;
    begins = bytesRead / file.size;
  }
}
