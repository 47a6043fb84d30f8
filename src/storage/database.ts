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
import { schemaVersions } from './schema-versions';

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

/** `none`: nothing can be in it. `current`: this version of the app, or one with the same schema, has opened it. */
export type FoundDatabase = 'none' | 'current' | 'unknown';

/** The whole schema. */
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

  /** What is known of one of this name before it is opened, which takes its time. */
  static async find(name = databaseName): Promise<FoundDatabase> {
    // Not every browser tells.
    if (!('databases' in indexedDB)) return 'unknown';
    try {
      const existing = (await indexedDB.databases()).find((database) => database.name === name);
      if (!existing) return 'none';
      // Dexie counts in tens, and in ones what it mended itself.
      return existing.version === schemaVersions.length * 10 ? 'current' : 'unknown';
    } catch {
      return 'unknown';
    }
  }

  /** Without `mayBeOld` it cannot upgrade what an older version of the app has stored. */
  constructor(name = databaseName, { mayBeOld = true }: { readonly mayBeOld?: boolean } = {}) {
    super(name);
    if (!mayBeOld) {
      // Each version that is declared has all tables of all versions read anew, which a phone takes long for.
      const stores = schemaVersions.flatMap((version) => Object.entries(version.stores));
      this.version(schemaVersions.length).stores(Object.fromEntries(stores));
      return;
    }
    for (const [index, { stores, upgrade }] of schemaVersions.entries()) {
      const version = this.version(index + 1).stores(stores);
      if (upgrade) version.upgrade(upgrade);
    }
  }
}
