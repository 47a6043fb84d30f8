import type { Transaction } from 'dexie';
import { convertToSegments } from './convert-to-segments';
import { linkMessages } from './link-messages';

interface SchemaVersion {
  /** The tables that it adds, indexes otherwise, or deletes. */
  readonly stores: Readonly<Record<string, string | null>>;
  readonly upgrade?: (transaction: Transaction) => PromiseLike<unknown>;
}

/** Each change is a new version with an upgrade; vectors and texts are never indexed. */
export const schemaVersions: readonly SchemaVersion[] = [
  {
    stores: {
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
    },
  },
  {
    stores: {
      segments: '++id, libraryId',
      segmentDirectories: 'segmentId',
      segmentWords: 'segmentId',
      segmentVectors: '[segmentId+space+firstRow]',
      tombstones: 'documentId, libraryId',
      libraryModels: 'libraryId',
      vectorBlocks: null,
      lexicalBlocks: null,
    },
    upgrade: convertToSegments,
  },
  // What is stored stays as it is: a document without ids for its content and file has its own for both.
  {
    stores: {
      documents: 'id, libraryId, status, contentId, pending.status, [libraryId+hash], [libraryId+path]',
      segments: '++id, libraryId, contentId',
      checkpoints: 'contentId, documentId',
      keptWork: '[contentId+ordinal]',
    },
    upgrade: (transaction) =>
      // An import that runs is told by its progress alone.
      transaction.table('documents').where({ status: 'importing' }).modify({ status: 'queued' }),
  },
  { stores: { traces: 'messageId, conversationId', drafts: 'key' }, upgrade: linkMessages },
  {
    stores: {
      documents:
        'id, libraryId, status, contentId, pending.status, *tags, [libraryId+hash], [libraryId+path]',
      messages: 'id, [conversationId+createdAt], status',
    },
  },
  { stores: { models: 'id', modelRuns: '++id, modelId' } },
];
