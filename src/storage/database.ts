import { Dexie, type EntityTable, type Table } from 'dexie';
import type { Chunk } from '../core/chunk';
import type { Conversation, Message } from '../core/conversation';
import type { Library, StoredDocument } from '../core/library';
import type { Postings } from '../core/postings';
import type { Block, Mark } from '../core/rich-text';

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
}

export interface StoredChunk extends Chunk {
  readonly documentId: string;
}

/** Vectors of consecutive chunks of one document, row-major [count, dimension]. */
export interface VectorBlock {
  readonly documentId: string;
  readonly libraryId: string;
  readonly firstOrdinal: number;
  readonly count: number;
  /** See `vectorSpaceKey`. */
  readonly space: string;
  readonly dimension: number;
  readonly vectors: Float32Array;
}

/** The postings of one document. */
export interface LexicalBlock extends Postings {
  readonly documentId: string;
  readonly libraryId: string;
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
  declare readonly vectorBlocks: Table<VectorBlock, [string, number]>;
  declare readonly lexicalBlocks: EntityTable<LexicalBlock, 'documentId'>;
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
  }
}
