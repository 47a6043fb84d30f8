import { Dexie, type EntityTable, type Table } from 'dexie';
import type { AnswerTrace } from '../core/answer-trace';
import type { Chunk } from '../core/chunk';
import type { Conversation, Message } from '../core/conversation';
import type { EmbeddingModel } from '../core/embedding-model';
import type { DocumentContent, Library, StoredDocument } from '../core/library';
import type { QuantizedVectors } from '../core/quantized-vectors';
import type { Block, Mark } from '../core/rich-text';
import type { SegmentDirectory, SegmentWords } from '../core/search/segment/segment';
import type { SplittingStrategy } from '../core/splitting';
import type { TextEdit } from '../core/text-edits';
import type { ModelRun, StoredModel } from '../core/models/stored-model';
import { convertToSegments } from './convert-to-segments';
import { linkMessages } from './link-messages';

/** A piece of a file's bytes; parts of a file follow each other by ordinal. */
export interface FilePart {
  /** See `fileIdOf`. */
  readonly documentId: string;
  readonly ordinal: number;
  readonly bytes: ArrayBuffer;
}

/** A piece of a document's text with the blocks that begin in it; offsets are the document's. */
export interface TextPart {
  /** See `contentIdOf`. */
  readonly documentId: string;
  readonly ordinal: number;
  readonly start: number;
  readonly text: string;
  readonly blocks: readonly Block[];
  readonly marks: readonly Mark[];
  readonly edits?: readonly TextEdit[];
}

export interface StoredChunk extends Chunk {
  /** See `contentIdOf`. */
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

/**
 * A segment of a document whose import has not ended. It has no library yet, so neither searching nor merging sees it;
 * it gets its library with the others of its content at once.
 */
export interface StagedSegment extends Omit<SegmentHeader, 'libraryId'> {
  readonly contentId: string;
}

/** What is known of content before all of it is stored. */
export type StagedFacts = Omit<DocumentContent, 'characters' | 'chunkCount'>;

/**
 * How far the import of a long document has come: all of its text up to `characters` has its chunks and segments
 * stored. A restart goes on from here.
 */
export interface ImportCheckpoint {
  readonly contentId: string;
  readonly documentId: string;
  /** When it was written. */
  readonly updatedAt: number;
  readonly facts: StagedFacts;
  /** Whether the whole text is stored under the content already, so that the file need not be read again. */
  readonly hasWholeText: boolean;
  readonly characters: number;
  readonly chunkCount: number;
  /** Bytes of the file that are read, where it is read piece by piece. */
  readonly bytesRead: number;
  /** The space of the vectors so far; see `vectorSpaceKey`. */
  readonly space: string;
  readonly splitting?: SplittingStrategy;
}

/** Results of long reading, kept over a restart until the content is stored; rows follow each other by ordinal. */
export interface KeptRow {
  readonly contentId: string;
  readonly ordinal: number;
  readonly items: readonly unknown[];
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
  /** The id of its content; see `contentIdOf`. */
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

export interface Draft {
  /** The conversation's id, or that of the library that a new one would be of; of a note, see `noteDraftKey`. */
  readonly key: string;
  readonly text: string;
  /** Of a note: the file that it was written on top of. */
  readonly fileId?: string;
}

export interface Setting {
  readonly key: string;
  readonly value: unknown;
}

const databaseName = 'inkstone';

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
  declare readonly checkpoints: EntityTable<ImportCheckpoint, 'contentId'>;
  declare readonly keptWork: Table<KeptRow, [string, number]>;
  declare readonly conversations: EntityTable<Conversation, 'id'>;
  declare readonly messages: EntityTable<Message, 'id'>;
  declare readonly traces: EntityTable<AnswerTrace, 'messageId'>;
  declare readonly drafts: EntityTable<Draft, 'key'>;
  declare readonly models: EntityTable<StoredModel, 'id'>;
  declare readonly modelRuns: EntityTable<ModelRun, 'id'>;

  /** Whether there is certainly none of this name yet: nothing can be in it, and opening it takes its time. */
  static async isNew(name = databaseName): Promise<boolean> {
    // Not every browser tells.
    if (!('databases' in indexedDB)) return false;
    try {
      const existing = await indexedDB.databases();
      return existing.every((database) => database.name !== name);
    } catch {
      return false;
    }
  }

  constructor(name = databaseName) {
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
    // What is stored stays as it is: a document without ids for its content and file has its own for both.
    this.version(3)
      .stores({
        documents: 'id, libraryId, status, contentId, pending.status, [libraryId+hash], [libraryId+path]',
        segments: '++id, libraryId, contentId',
        checkpoints: 'contentId, documentId',
        keptWork: '[contentId+ordinal]',
      })
      .upgrade((transaction) =>
        // An import that runs is told by its progress alone.
        transaction.table('documents').where({ status: 'importing' }).modify({ status: 'queued' }),
      );
    this.version(4).stores({ traces: 'messageId, conversationId', drafts: 'key' }).upgrade(linkMessages);
    this.version(5).stores({
      documents:
        'id, libraryId, status, contentId, pending.status, *tags, [libraryId+hash], [libraryId+path]',
      messages: 'id, [conversationId+createdAt], status',
    });
    this.version(6).stores({ models: 'id', modelRuns: '++id, modelId' });
  }
}
