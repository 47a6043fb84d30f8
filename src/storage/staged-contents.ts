import { AppError } from '../core/app-error';
import type { Chunk } from '../core/chunk';
import { shifted } from '../core/document-parts';
import type { ExtractedDocument } from '../core/extracted-document';
import { importedVersion, isUnfinished, type StoredDocument } from '../core/library';
import type { QuantizedVectors } from '../core/quantized-vectors';
import type { RichText } from '../core/rich-text';
import { directoryOf } from '../core/search/segment/build-segment';
import type { SegmentWords } from '../core/search/segment/segment';
import { splitIntoTextParts } from '../core/text-parts';
import { deleteContents, rowsOf, tablesOfContent } from './content-deletion';
import { joinTextParts } from './contents';
import type { ImportCheckpoint, InkstoneDatabase } from './database';
import { removeLargeFiles } from './large-files';
import { addStagedSegment } from './segment-writing';
import { showVersions } from './versions';

/** A part of a long document with everything that it is searched by; the chunks' offsets and ordinals are the document's. */
export interface StagedPart {
  /** The part's text with offsets of its own, where the document's whole text is not stored yet. */
  readonly text?: Omit<RichText, 'pages'>;
  readonly chunks: readonly Chunk[];
  readonly vectors: QuantizedVectors;
  readonly words: SegmentWords;
}

/** Content of long documents on its way: stored part by part, and seen by nobody until all of it is there. */
export class StagedContents {
  readonly #database: InkstoneDatabase;

  constructor(database: InkstoneDatabase) {
    this.#database = database;
  }

  /** Stores what was read out of the whole file, so that a restart need not read it again. */
  async saveText(checkpoint: ImportCheckpoint, extracted: ExtractedDocument): Promise<void> {
    const { contentId } = checkpoint;
    await this.#write(checkpoint, async () => {
      await deleteContents(this.#database, [contentId]);
      const parts = splitIntoTextParts(extracted);
      await this.#database.textParts.bulkAdd(
        parts.map((part, ordinal) => ({ documentId: contentId, ordinal, ...part })),
      );
      await this.#database.checkpoints.put(checkpoint);
    });
  }

  /** What `saveText` stored. */
  async text(contentId: string): Promise<Omit<RichText, 'pages'>> {
    return joinTextParts(
      await this.#database.textParts
        .where(':id')
        .between(...rowsOf(contentId))
        .toArray(),
    );
  }

  /** Stores a part and how far the import has come with it, in one transaction. */
  async addPart(checkpoint: ImportCheckpoint, part: StagedPart): Promise<void> {
    const { contentId, space } = checkpoint;
    const { chunks, textParts, checkpoints } = this.#database;
    await this.#write(checkpoint, async () => {
      if (part.text) {
        const first = await this.#nextOrdinal('textParts', contentId);
        const textStart = checkpoint.characters - part.text.text.length;
        await textParts.bulkAdd(
          splitIntoTextParts(part.text).map((one, i) => ({
            documentId: contentId,
            ordinal: first + i,
            ...shifted(one, textStart),
            start: one.start + textStart,
          })),
        );
      }
      await chunks.bulkAdd(part.chunks.map((chunk) => ({ documentId: contentId, ...chunk })));
      if (part.chunks.length > 0) {
        await addStagedSegment(this.#database, {
          contentId,
          directory: directoryOf(contentId, part.chunks.length, part.chunks[0]?.ordinal),
          words: part.words,
          vectors: new Map([[space, part.vectors]]),
        });
      }
      await checkpoints.put(checkpoint);
    });
  }

  /**
   * Shows all that was staged as the document's content, in one small transaction. Throws `not-found`, and changes
   * nothing, when the document was removed or another version is to come by now. Returns its library.
   */
  async publish({ documentId, contentId, facts, characters, chunkCount }: ImportCheckpoint): Promise<string> {
    const database = this.#database;
    const oldFiles: string[] = [];
    const tables = [...tablesOfContent(database), database.fileParts];
    const libraryId = await database.transaction('rw', tables, async () => {
      const document = await this.#wanted(documentId, contentId);
      const content = { ...facts, characters, chunkCount };
      oldFiles.push(...(await showVersions(database, [{ document, content }], { isStaged: true })));
      await database.segments
        .where({ contentId })
        .modify((segment: { libraryId?: string; contentId?: string }) => {
          segment.libraryId = document.libraryId;
          delete segment.contentId;
        });
      await database.checkpoints.delete(contentId);
      await database.keptWork
        .where(':id')
        .between(...rowsOf(contentId))
        .delete();
      return document.libraryId;
    });
    await removeLargeFiles(oldFiles);
    return libraryId;
  }

  /** Forgets all that was staged, to begin anew. */
  async discard(contentId: string): Promise<void> {
    const database = this.#database;
    await database.transaction('rw', tablesOfContent(database), () => deleteContents(database, [contentId]));
  }

  /** Results of reading in the order they were kept; see `KeptWork`. */
  kept(documentId: string, contentId: string) {
    const { keptWork, documents } = this.#database;
    return {
      read: async (): Promise<readonly unknown[]> => {
        const rows = await keptWork
          .where(':id')
          .between(...rowsOf(contentId))
          .toArray();
        return rows.flatMap(({ items }) => items);
      },
      append: async (items: readonly unknown[]): Promise<void> => {
        await this.#database.transaction('rw', documents, keptWork, async () => {
          await this.#wanted(documentId, contentId);
          await keptWork.add({ contentId, ordinal: await this.#nextOrdinal('keptWork', contentId), items });
        });
      },
    };
  }

  #write({ documentId, contentId }: ImportCheckpoint, work: () => Promise<void>): Promise<void> {
    return this.#database.transaction('rw', tablesOfContent(this.#database), async () => {
      await this.#wanted(documentId, contentId);
      await work();
    });
  }

  async #wanted(documentId: string, contentId: string): Promise<StoredDocument> {
    const document = await this.#database.documents.get(documentId);
    const isWanted = document && isUnfinished(document) && importedVersion(document).contentId === contentId;
    if (!isWanted) {
      throw new AppError('not-found', `document ${documentId} is not imported any more`);
    }
    return document;
  }

  async #nextOrdinal(table: 'textParts' | 'keptWork', id: string): Promise<number> {
    const keys = await this.#database
      .table<unknown, [string, number]>(table)
      .where(':id')
      .between(...rowsOf(id))
      .reverse()
      .limit(1)
      .primaryKeys();
    return (keys[0]?.[1] ?? -1) + 1;
  }
}
