import type { Chunk } from '../core/chunk';
import { vectorSpaceKey, type EmbeddingModel } from '../core/embedding-model';
import type { ExtractedDocument } from '../core/extracted-document';
import { AppError } from '../core/app-error';
import type { Postings } from '../core/postings';
import type { RichText } from '../core/rich-text';
import { splitIntoTextParts } from '../core/text-parts';
import type { InkstoneDatabase, StoredChunk, TextPart, VectorBlock } from './database';
import { deleteContent } from './libraries';

const vectorsPerBlock = 1024;

export interface DocumentCommit {
  readonly documentId: string;
  readonly extracted: ExtractedDocument;
  readonly chunks: readonly Chunk[];
  readonly model: EmbeddingModel;
  /** Row-major [chunks.length, model.dimension]. */
  readonly vectors: Float32Array;
  readonly postings: Postings;
}

export interface DocumentBlocks {
  readonly documentId: string;
  readonly postings: Postings;
  /** By first ordinal. */
  readonly vectorBlocks: readonly VectorBlock[];
}

/** Up to this many are read one by one; more are read with their whole library. */
const fewDocuments = 16;

/** What was read out of documents: text, chunks, vectors and postings. */
export class ContentRepository {
  readonly #database: InkstoneDatabase;

  constructor(database: InkstoneDatabase) {
    this.#database = database;
  }

  /**
   * Writes everything a document needs to be searched and marks it ready, in one transaction.
   * Returns its library. Throws `not-found`, and writes nothing, when the document was removed meanwhile.
   */
  async commit({ documentId, extracted, chunks, model, vectors, postings }: DocumentCommit): Promise<string> {
    const database = this.#database;
    const tables = [
      database.documents,
      database.fileParts,
      database.textParts,
      database.chunks,
      database.vectorBlocks,
      database.lexicalBlocks,
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
      await database.vectorBlocks.bulkAdd(vectorBlocks({ documentId, libraryId }, model, vectors));
      await database.lexicalBlocks.add({ documentId, libraryId, ...postings });
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
      return libraryId;
    });
  }

  /** The document's text with its blocks and marks, put together again. */
  async text(documentId: string): Promise<Omit<RichText, 'pages'>> {
    const parts = await this.#textParts(documentId);
    if (parts.length === 0) throw new AppError('not-found', `no stored text for document ${documentId}`);
    return {
      text: parts.map((part) => part.text).join(''),
      blocks: parts.flatMap((part) => part.blocks),
      marks: parts.flatMap((part) => part.marks),
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

  /** The documents of a library that can be searched. */
  indexedDocumentIds(libraryId: string): Promise<string[]> {
    return this.#database.lexicalBlocks.where({ libraryId }).primaryKeys();
  }

  /** What the index holds of the given documents of a library: one read a table when they are many. */
  async indexBlocks(libraryId: string, documentIds: readonly string[]): Promise<DocumentBlocks[]> {
    if (documentIds.length === 0) return [];
    const wanted = new Set(documentIds);
    const [lexicalBlocks, vectorBlocks] =
      documentIds.length <= fewDocuments
        ? await Promise.all([
            this.#database.lexicalBlocks.bulkGet([...wanted]).then((blocks) => blocks.filter(isPresent)),
            Promise.all(documentIds.map((id) => this.#vectorBlocks(id))).then((blocks) => blocks.flat()),
          ])
        : await Promise.all([
            this.#database.lexicalBlocks.where({ libraryId }).toArray(),
            this.#database.vectorBlocks.where({ libraryId }).toArray(),
          ]);
    const vectorsOf = new Map<string, VectorBlock[]>();
    for (const block of vectorBlocks) {
      const blocks = vectorsOf.get(block.documentId);
      if (blocks) blocks.push(block);
      else vectorsOf.set(block.documentId, [block]);
    }
    return lexicalBlocks
      .filter((block) => wanted.has(block.documentId))
      .map(({ documentId, libraryId: _, ...postings }) => ({
        documentId,
        postings,
        vectorBlocks: vectorsOf.get(documentId) ?? [],
      }));
  }

  #vectorBlocks(documentId: string): Promise<VectorBlock[]> {
    return this.#database.vectorBlocks
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

function isPresent<T>(value: T | undefined): value is T {
  return value !== undefined;
}

function withoutError<T extends { error?: unknown }>({ error: _, ...rest }: T): Omit<T, 'error'> {
  return rest;
}

function vectorBlocks(
  ids: { documentId: string; libraryId: string },
  model: EmbeddingModel,
  vectors: Float32Array,
): VectorBlock[] {
  const { dimension } = model;
  const blocks: VectorBlock[] = [];
  const count = vectors.length / dimension;
  for (let first = 0; first < count; first += vectorsPerBlock) {
    const last = Math.min(first + vectorsPerBlock, count);
    blocks.push({
      ...ids,
      firstOrdinal: first,
      count: last - first,
      space: vectorSpaceKey(model),
      dimension,
      // slice copies: a view would drag the whole buffer into every row.
      vectors: vectors.slice(first * dimension, last * dimension),
    });
  }
  return blocks;
}
