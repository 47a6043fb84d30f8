import type { Chunk } from '../core/chunk';
import { vectorSpaceKey, type EmbeddingModel } from '../core/embedding-model';
import type { ExtractedDocument } from '../core/extracted-document';
import { AppError } from '../core/app-error';
import type { QuantizedVectors } from '../core/quantized-vectors';
import type { RichText } from '../core/rich-text';
import { directoryOf } from '../core/search/segment/build-segment';
import type { SegmentWords } from '../core/search/segment/segment';
import { splitIntoTextParts } from '../core/text-parts';
import type { InkstoneDatabase, SegmentHeader, StoredChunk, TextPart } from './database';
import { deleteContent } from './libraries';
import { addSegment, buryDocuments, segmentTables } from './segment-writing';

export interface DocumentCommit {
  readonly documentId: string;
  readonly extracted: ExtractedDocument;
  readonly chunks: readonly Chunk[];
  readonly model: EmbeddingModel;
  /** One for each chunk. */
  readonly vectors: QuantizedVectors;
  readonly words: SegmentWords;
}

/** What was read out of documents: their text and chunks, and the segments that they are searched by. */
export class ContentRepository {
  readonly #database: InkstoneDatabase;

  constructor(database: InkstoneDatabase) {
    this.#database = database;
  }

  /**
   * Writes everything a document needs to be searched and marks it ready, in one transaction; what other documents
   * have is not touched. Returns its new segment. Throws `not-found`, and writes nothing, when the document was
   * removed meanwhile.
   */
  async commit(commit: DocumentCommit): Promise<SegmentHeader> {
    const { documentId, extracted, chunks, model, vectors, words } = commit;
    const database = this.#database;
    const tables = [
      database.documents,
      database.fileParts,
      database.textParts,
      database.chunks,
      database.tombstones,
      ...segmentTables.map((name) => database.table(name)),
    ];
    return database.transaction('rw', tables, async () => {
      const document = await database.documents.get(documentId);
      if (!document) throw new AppError('not-found', `document ${documentId} was removed`);
      const { libraryId } = document;
      await deleteContent(database, [documentId], { keepsFile: true });
      await database.textParts.bulkAdd(
        splitIntoTextParts(extracted).map((part, ordinal) => ({ documentId, ordinal, ...part })),
      );
      await database.chunks.bulkAdd(chunks.map((chunk) => ({ documentId, ...chunk })));
      if (document.status === 'ready') await buryDocuments(database, libraryId, [documentId]);
      const segment = await addSegment(database, {
        libraryId,
        directory: directoryOf(documentId, chunks.length),
        words,
        vectors: new Map([[vectorSpaceKey(model), vectors]]),
      });
      await database.documents.put({
        ...withoutError(document),
        status: 'ready',
        content: {
          format: extracted.format,
          ...(extracted.title === undefined ? {} : { title: extracted.title }),
          ...(extracted.encoding === undefined ? {} : { encoding: extracted.encoding }),
          coverage: extracted.coverage,
          warnings: extracted.warnings,
          characters: extracted.text.length,
          pages: extracted.pages,
          chunkCount: chunks.length,
        },
      });
      return segment;
    });
  }

  /** The document's text with its blocks, marks and edits, put together again. */
  async text(documentId: string): Promise<Omit<RichText, 'pages'>> {
    const parts = await this.#textParts(documentId);
    if (parts.length === 0) throw new AppError('not-found', `no stored text for document ${documentId}`);
    const edits = parts.flatMap((part) => part.edits ?? []);
    return {
      text: parts.map((part) => part.text).join(''),
      blocks: parts.flatMap((part) => part.blocks),
      marks: parts.flatMap((part) => part.marks),
      ...(edits.length === 0 ? {} : { edits }),
    };
  }

  /** The stored text from `start` to `end`, reading only the parts that hold it. */
  async textBetween(documentId: string, start: number, end: number): Promise<string> {
    let text = '';
    await this.#database.textParts
      .where(':id')
      .between([documentId, -Infinity], [documentId, Infinity])
      .until((part) => part.start >= end)
      .each((part) => {
        text += part.text.slice(Math.max(0, start - part.start), Math.max(0, end - part.start));
      });
    return text;
  }

  async chunks(
    keys: readonly (readonly [documentId: string, ordinal: number])[],
  ): Promise<(StoredChunk | undefined)[]> {
    return this.#database.chunks.bulkGet(keys.map(([documentId, ordinal]) => [documentId, ordinal]));
  }

  /** Every chunk of a document, in order. */
  chunksOf(documentId: string): Promise<StoredChunk[]> {
    return this.#database.chunks
      .where(':id')
      .between([documentId, -Infinity], [documentId, Infinity])
      .toArray();
  }

  #textParts(documentId: string): Promise<TextPart[]> {
    return this.#database.textParts
      .where(':id')
      .between([documentId, -Infinity], [documentId, Infinity])
      .toArray();
  }
}

function withoutError<T extends { error?: unknown }>({ error: _, ...rest }: T): Omit<T, 'error'> {
  return rest;
}
