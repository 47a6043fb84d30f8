import { Dexie, type EntityTable, type Table } from 'dexie';
import type { Chunk } from '../core/chunk';
import type { Conversation, Message } from '../core/conversation';
import type { EmbeddingModel } from '../core/embedding-model';
import type { Library, StoredDocument } from '../core/library';
import type { QuantizedVectors } from '../core/quantized-vectors';
import type { Block, Mark } from '../core/rich-text';
import type { TextEdit } from '../core/text-edits';
import type { SegmentDirectory, SegmentWords } from '../core/search/segment/segment';
import { convertToSegments } from './convert-to-segments';

/** A piece of a file's bytes; parts of a document follow each other by ordinal. */
export interface FilePart {
  readonly documentId: string;
  readonly ordinal: number;
  readonly bytes: ArrayBuffer;
}

/** A piece of a document's text with the blocks that begin in it; offsets are the document's. */
export interface TextPart {
  readonly documentId: string;
  readonly ordinal: number;
  readonly start: number;
  readonly text: string;
  readonly blocks: readonly Block[];
  readonly marks: readonly Mark[];
  readonly edits?: readonly TextEdit[];
}

export interface StoredChunk extends Chunk {
  readonly documentId: string;
}

/** What is known of a segment without reading it. */
export interface SegmentHeader {
  readonly id: number;
  readonly libraryId: string;
  readonly rows: number;
  /** The highest id among the segments that it was merged from, when it was: see `Tombstone`. */
  readonly age?: number;
  /** The vector spaces in which its chunks have vectors; see `vectorSpaceKey`. */
  readonly spaces: readonly string[];
}

export interface StoredDirectory extends SegmentDirectory {
  readonly segmentId: number;
}

export interface StoredWords extends SegmentWords {
  readonly segmentId: number;
}

/** Vectors of consecutive rows of a segment. */
export interface SegmentVectors {
  readonly segmentId: number;
  readonly space: string;
  readonly firstRow: number;
  readonly vectors: QuantizedVectors;
}

/**
 * A document that is removed from every segment whose age (or id, where it was not merged) is below `before`. Ids only
 * rise, so a segment that holds the document again is not meant, and neither is one merged from segments before.
 */
export interface Tombstone {
  readonly documentId: string;
  readonly libraryId: string;
  readonly before: number;
}

/** The model in whose space a library is searched. */
export interface LibraryModel {
  readonly libraryId: string;
  readonly model: EmbeddingModel;
  /** Pathname it is loaded from. */
  readonly modelPath: string;
}

export interface Setting {
  readonly key: string;
  readonly value: unknown;
}

/** The whole schema. Each change is a new version with an upgrade; vectors and texts are never indexed. */
export class InkstoneDatabase extends Dexie {
  declare readonly settings: EntityTable<Setting, 'key'>;
  declare readonly libraries: EntityTable<Library, 'id'>;
  declare readonly documents: EntityTable<StoredDocument, 'id'>;
  declare readonly fileParts: Table<FilePart, [string, number]>;
  declare readonly textParts: Table<TextPart, [string, number]>;
  declare readonly chunks: Table<StoredChunk, [string, number]>;
  declare readonly segments: EntityTable<SegmentHeader, 'id'>;
  declare readonly segmentDirectories: EntityTable<StoredDirectory, 'segmentId'>;
  declare readonly segmentWords: EntityTable<StoredWords, 'segmentId'>;
  declare readonly segmentVectors: Table<SegmentVectors, [number, string, number]>;
  declare readonly tombstones: EntityTable<Tombstone, 'documentId'>;
  declare readonly libraryModels: EntityTable<LibraryModel, 'libraryId'>;
  declare readonly conversations: EntityTable<Conversation, 'id'>;
  declare readonly messages: EntityTable<Message, 'id'>;

  constructor(name = 'inkstone') {
    super(name);
    this.version(1).stores({
      settings: 'key',
      libraries: 'id, createdAt',
      documents: 'id, libraryId, status, [libraryId+hash]',
      fileParts: '[documentId+ordinal]',
      textParts: '[documentId+ordinal]',
      chunks: '[documentId+ordinal]',
      vectorBlocks: '[documentId+firstOrdinal], libraryId',
      lexicalBlocks: 'documentId, libraryId',
      conversations: 'id, [libraryId+updatedAt]',
      messages: 'id, [conversationId+createdAt]',
    });
    this.version(2)
      .stores({
        segments: '++id, libraryId',
        segmentDirectories: 'segmentId',
        segmentWords: 'segmentId',
        segmentVectors: '[segmentId+space+firstRow]',
        tombstones: 'documentId, libraryId',
        libraryModels: 'libraryId',
        vectorBlocks: null,
        lexicalBlocks: null,
      })
      .upgrade(convertToSegments);
  }
}
