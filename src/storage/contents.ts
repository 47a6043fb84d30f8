import { AppError } from '../core/app-error';
import type { Chunk } from '../core/chunk';
import { vectorSpaceKey, type EmbeddingModel } from '../core/embedding-model';
import type { ExtractedDocument } from '../core/extracted-document';
import { contentIdOf, importedVersion, isStored, type StoredDocument } from '../core/library';
import type { QuantizedVectors } from '../core/quantized-vectors';
import type { RichText } from '../core/rich-text';
import { directoryOfAll } from '../core/search/segment/build-segment';
import type { SegmentWords } from '../core/search/segment/segment';
import { splitIntoTextParts } from '../core/text-parts';
import { rowsOf, tablesOfContent } from './content-deletion';
import type { InkstoneDatabase, SegmentHeader, StoredChunk, TextPart } from './database';
import { removeLargeFiles } from './large-files';
import { addSegment, buryDocuments } from './segment-writing';
import { contentOf, showVersions } from './versions';

/** Of a document's text: half a million characters are read within a frame. */
const partsPerRead = 8;

/** What was read out of one document. */
export interface DocumentCommit {
  readonly documentId: string;
  /** Of the version that was read, when not the document's own: a version that was given up meanwhile is refused. */
  readonly contentId?: string;
  readonly extracted: ExtractedDocument;
  /** None for a document that is unread. */
  readonly chunks: readonly Chunk[];
}

/** Documents of one library that are written together. */
export interface GroupCommit {
  readonly documents: readonly DocumentCommit[];
  readonly model: EmbeddingModel;
  /** One for each chunk, document after document. */
  readonly vectors: QuantizedVectors;
  readonly words: SegmentWords;
}

export interface GroupOutcome {
  /** Undefined when no document has a chunk, or all were refused. */
  readonly segment: SegmentHeader | undefined;
  /** Ids of the documents that are not there any more, or have another version to come by now. */
  readonly refused: readonly string[];
  readonly libraryId: string | undefined;
}

/** What was read out of documents: their text and chunks, and the segments that they are searched by. */
export class ContentRepository {
  readonly #database: InkstoneDatabase;

  constructor(database: InkstoneDatabase) {
    this.#database = database;
  }

  /**
   * Writes everything a document needs to be searched and shows it, in one transaction; what other documents have is
   * not touched. Returns its new segment. Throws `not-found`, and writes nothing, when the document was removed
   * meanwhile.
   */
  async commit({
    documentId,
    extracted,
    chunks,
    ...rest
  }: DocumentCommit & GroupCommitRest): Promise<SegmentHeader> {
    const { segment } = await this.commitAll({ documents: [{ documentId, extracted, chunks }], ...rest });
    if (!segment) throw new AppError('not-found', `document ${documentId} was removed`);
    return segment;
  }

  /**
   * The same for documents of one library at once, with one segment for all. A document that was removed meanwhile is
   * refused alone: its rows in the segment are marked as removed.
   */
  async commitAll({ documents, model, vectors, words }: GroupCommit): Promise<GroupOutcome> {
    const database = this.#database;
    const oldFiles: string[] = [];
    const outcome = await database.transaction('rw', this.#tables(), async () => {
      const rows = await database.documents.bulkGet(documents.map(({ documentId }) => documentId));
      const accepted = documents.flatMap((commit, i) => {
        const row = rows[i];
        return row && isWanted(row, commit) ? [{ commit, row, ...importedVersion(row) }] : [];
      });
      const [first] = accepted;
      const refused = documents.filter((commit) => !accepted.some((one) => one.commit === commit));
      const refusedIds = refused.map(({ documentId }) => documentId);
      if (!first) return { segment: undefined, refused: refusedIds, libraryId: undefined };
      const { libraryId } = first.row;
      const shown = accepted.map(({ commit: { extracted, chunks }, row }) => ({
        document: row,
        content: contentOf(extracted, extracted.text.length, chunks.length),
      }));
      oldFiles.push(...(await showVersions(database, shown)));
      await database.textParts.bulkAdd(
        accepted.flatMap(({ commit, contentId }) =>
          splitIntoTextParts(commit.extracted).map((part, ordinal) => ({
            documentId: contentId,
            ordinal,
            ...part,
          })),
        ),
      );
      await database.chunks.bulkAdd(
        accepted.flatMap(({ commit, contentId }) =>
          commit.chunks.map((chunk) => ({ documentId: contentId, ...chunk })),
        ),
      );
      if (vectors.count === 0) return { segment: undefined, refused: refusedIds, libraryId };
      const contentIds = new Map(accepted.map(({ commit, contentId }) => [commit, contentId]));
      const named = documents.filter(({ chunks }) => chunks.length > 0);
      const nameOf = (commit: DocumentCommit): string =>
        contentIds.get(commit) ?? commit.contentId ?? commit.documentId;
      const segment = await addSegment(database, {
        libraryId,
        directory: directoryOfAll(
          named.map((commit) => ({ documentId: nameOf(commit), chunkCount: commit.chunks.length })),
        ),
        words,
        vectors: new Map([[vectorSpaceKey(model), vectors]]),
      });
      const withoutOwner = refused.filter(({ chunks }) => chunks.length > 0);
      await buryDocuments(
        database,
        withoutOwner.map((commit) => ({ documentId: nameOf(commit), libraryId })),
      );
      return { segment, refused: refusedIds, libraryId };
    });
    await removeLargeFiles(oldFiles);
    return outcome;
  }

  /** The document's text with its blocks, marks and edits, put together again. */
  async text(documentId: string): Promise<Omit<RichText, 'pages'>> {
    const parts = await this.#ofDocument(documentId, (contentId) => this.#textParts(contentId));
    if (!parts || parts.length === 0) {
      throw new AppError('not-found', `no stored text for document ${documentId}`);
    }
    return joinTextParts(parts);
  }

  /** The stored text from `start` to `end`, reading only the parts that hold it. */
  async textBetween(documentId: string, start: number, end: number): Promise<string> {
    let text = '';
    await this.#ofDocument(documentId, (contentId) =>
      this.#database.textParts
        .where(':id')
        .between(...rowsOf(contentId))
        .until((part) => part.start >= end)
        .each((part) => {
          text += part.text.slice(Math.max(0, start - part.start), Math.max(0, end - part.start));
        }),
    );
    return text;
  }

  /** By the ids of contents, as the index has them; see `contentIdOf`. */
  async chunks(
    keys: readonly (readonly [contentId: string, ordinal: number])[],
  ): Promise<(StoredChunk | undefined)[]> {
    return this.#database.chunks.bulkGet(keys.map(([contentId, ordinal]) => [contentId, ordinal]));
  }

  /** Every chunk of a document, in order. */
  async chunksOf(documentId: string): Promise<StoredChunk[]> {
    return (await this.#ofDocument(documentId, (contentId) => this.chunksOfContent(contentId))) ?? [];
  }

  chunksOfContent(contentId: string): Promise<StoredChunk[]> {
    return this.#database.chunks
      .where(':id')
      .between(...rowsOf(contentId))
      .toArray();
  }

  /** Reads what belongs to a document's shown version, and nothing of another that takes its place meanwhile. */
  #ofDocument<T>(documentId: string, read: (contentId: string) => Promise<T>): Promise<T | undefined> {
    const { documents, textParts, chunks } = this.#database;
    return this.#database.transaction('r', documents, textParts, chunks, async () => {
      const document = await documents.get(documentId);
      return document && isStored(document) ? read(contentIdOf(document)) : undefined;
    });
  }

  /** Some at a time: the main thread reads documents of many millions of characters by this. */
  async #textParts(contentId: string): Promise<TextPart[]> {
    const parts: TextPart[] = [];
    for (;;) {
      const next = (parts.at(-1)?.ordinal ?? -1) + 1;
      const read = await this.#database.textParts
        .where(':id')
        .between([contentId, next], [contentId, Infinity])
        .limit(partsPerRead)
        .toArray();
      parts.push(...read);
      if (read.length < partsPerRead) return parts;
    }
  }

  #tables() {
    return [...tablesOfContent(this.#database), this.#database.fileParts];
  }
}

type GroupCommitRest = Omit<GroupCommit, 'documents'>;

/** Parts of a text in order, put together again. */
export function joinTextParts(parts: readonly TextPart[]): Omit<RichText, 'pages'> {
  const edits = parts.flatMap((part) => part.edits ?? []);
  return {
    text: parts.map((part) => part.text).join(''),
    blocks: parts.flatMap((part) => part.blocks),
    marks: parts.flatMap((part) => part.marks),
    ...(edits.length > 0 ? { edits } : {}),
  };
}

/** False for a version that was given up, or replaced by one that came later. */
function isWanted(document: StoredDocument, { contentId }: DocumentCommit): boolean {
  return contentId === undefined || importedVersion(document).contentId === contentId;
}
