import { contentIdOf, fileIdOf, importedVersion, isStored, type StoredDocument } from '../core/library';
import { rowCountOf } from '../core/search/segment/segment';
import { rowsOf } from './content-deletion';
import type { InkstoneDatabase, SegmentHeader, StagedSegment } from './database';
import { contentIdsOf, fileIdsOf } from './documents';
import { FileRepository } from './files';
import { largeFileNames } from './large-files';
import { isBuried } from './segments';

export type ViolationKind =
  /** A shown document lacks its text, or has another length of it than its row says. */
  | 'text'
  /** Its chunks are not the ordinals 0 to n-1, or are not slices of its text. */
  | 'chunks'
  /** Its chunks are not in segments, each once. */
  | 'segments'
  /** A segment names content that is neither shown nor buried. */
  | 'unknown-content'
  /** A segment's directory, words or vectors are missing or of another length. */
  | 'segment-tables'
  /** Its bytes are not stored, or not all of them. */
  | 'bytes'
  /** A row or file that belongs to nothing. */
  | 'orphan';

export interface Violation {
  readonly kind: ViolationKind;
  /** What it is about: a document's, content's, file's or segment's id, with its table where that is not plain. */
  readonly subject: string;
  readonly message: string;
}

/**
 * Everything that should agree in the store and does not; empty when all is well, whatever is being written meanwhile.
 * Reads all of it: for tests and the lab.
 */
export async function checkConsistency(database: InkstoneDatabase): Promise<Violation[]> {
  const violations: Violation[] = [];
  const report = (kind: ViolationKind, subject: string, message: string): void => {
    violations.push({ kind, subject, message });
  };
  // A file is written before the row that names it.
  const largeFiles = await largeFileNames();
  const documents = await database.transaction('r', database.tables, async () => {
    const rows = await database.documents.toArray();
    const searched = await checkSegments(database, rows, report);
    for (const document of rows) {
      if (isStored(document)) await checkContent(database, document, searched, report);
    }
    await checkOrphans(database, rows, largeFiles, report);
    return rows;
  });
  for (const document of documents) await checkBytes(database, document, report);
  return violations;
}

type Report = (kind: ViolationKind, subject: string, message: string) => void;

/** How often each chunk of a content lies in a segment where it is searched. */
type SearchedChunks = ReadonlyMap<string, ReadonlyMap<number, number>>;

async function checkSegments(
  database: InkstoneDatabase,
  documents: readonly StoredDocument[],
  report: Report,
): Promise<SearchedChunks> {
  const shown = new Set(documents.filter(({ status }) => status === 'ready').map(contentIdOf));
  const known = new Set(documents.flatMap(contentIdsOf));
  const tombstones = await database.tombstones.toArray();
  const searched = new Map<string, Map<number, number>>();
  const headers: (SegmentHeader | StagedSegment)[] = await database.segments.toArray();
  for (const header of headers) {
    const directory = await database.segmentDirectories.get(header.id);
    await checkTables(database, header, report);
    const isStaged = 'contentId' in header;
    for (const [i, contentId] of (directory?.documentIds ?? []).entries()) {
      if (isStaged) {
        if (!known.has(contentId)) report('orphan', String(header.id), `a staged segment of ${contentId}`);
        continue;
      }
      if (tombstones.some((one) => one.documentId === contentId && isBuried(header, one))) continue;
      if (!shown.has(contentId)) report('unknown-content', contentId, `in segment ${header.id}`);
      const rows = (directory?.firstRows[i + 1] ?? 0) - (directory?.firstRows[i] ?? 0);
      const first = directory?.firstOrdinals?.[i] ?? 0;
      const counts = searched.get(contentId) ?? new Map<number, number>();
      for (let k = first; k < first + rows; k += 1) counts.set(k, (counts.get(k) ?? 0) + 1);
      searched.set(contentId, counts);
    }
  }
  return searched;
}

async function checkTables(
  database: InkstoneDatabase,
  { id, rows, spaces }: Omit<SegmentHeader, 'libraryId'>,
  report: Report,
): Promise<void> {
  const directory = await database.segmentDirectories.get(id);
  if (!directory || rowCountOf(directory) !== rows) {
    report(
      'segment-tables',
      String(id),
      `directory of ${directory ? rowCountOf(directory) : 'no'} rows, not ${rows}`,
    );
  }
  const words = await database.segmentWords.get(id);
  if (words?.lexical.lengths.length !== rows) report('segment-tables', String(id), 'words are missing');
  for (const space of spaces) {
    const blocks = await database.segmentVectors
      .where(':id')
      .between([id, space, -Infinity], [id, space, Infinity])
      .toArray();
    const count = blocks.reduce((sum, { vectors }) => sum + vectors.count, 0);
    if (count !== rows) report('segment-tables', String(id), `${count} vectors for ${rows} rows`);
  }
}

async function checkContent(
  database: InkstoneDatabase,
  document: StoredDocument,
  searched: SearchedChunks,
  report: Report,
): Promise<void> {
  const contentId = contentIdOf(document);
  const { content } = document;
  if (!content) {
    report('text', document.id, 'it is shown without content');
    return;
  }
  const parts = await database.textParts
    .where(':id')
    .between(...rowsOf(contentId))
    .toArray();
  const text = parts.map((part) => part.text).join('');
  if (parts.length === 0 || text.length !== content.characters) {
    report('text', document.id, `${text.length} characters of ${content.characters}`);
  }
  const chunks = await database.chunks
    .where(':id')
    .between(...rowsOf(contentId))
    .toArray();
  if (chunks.length !== content.chunkCount || chunks.some(({ ordinal }, i) => ordinal !== i)) {
    report('chunks', document.id, `${chunks.length} chunks of ${content.chunkCount}`);
  }
  const strange = chunks.find((chunk) => text.slice(chunk.start, chunk.end) !== chunk.text);
  if (strange) report('chunks', document.id, `chunk ${strange.ordinal} is not a slice of the text`);
  const counts = searched.get(contentId);
  const places = counts ? [...counts] : [];
  if (
    places.length !== chunks.length ||
    places.some(([ordinal, times]) => ordinal >= chunks.length || times !== 1)
  ) {
    report(
      'segments',
      document.id,
      `${places.length} of ${chunks.length} chunks lie in segments, or some twice`,
    );
  }
}

async function checkBytes(
  database: InkstoneDatabase,
  document: StoredDocument,
  report: Report,
): Promise<void> {
  const files = new FileRepository(database);
  const versions = document.pending
    ? [importedVersion(document), shownFile(document)]
    : [importedVersion(document)];
  for (const { fileId, hash, mediaType, sizeBytes } of versions) {
    if (hash === '') continue;
    const file = await files.read({ fileId, mediaType, sizeBytes }).catch(() => undefined);
    if (!file) report('bytes', document.id, `file ${fileId} of ${sizeBytes} bytes is not stored`);
  }
}

function shownFile(document: StoredDocument) {
  const { hash, mediaType, sizeBytes } = document;
  return { fileId: fileIdOf(document), hash, mediaType, sizeBytes };
}

async function checkOrphans(
  database: InkstoneDatabase,
  documents: readonly StoredDocument[],
  largeFiles: readonly string[],
  report: Report,
): Promise<void> {
  const libraries = new Set(await database.libraries.toCollection().primaryKeys());
  for (const { id, libraryId } of documents) {
    if (!libraries.has(libraryId)) report('orphan', id, `a document of library ${libraryId}, which is gone`);
  }
  const contents = new Set(documents.flatMap(contentIdsOf));
  const files = new Set(documents.flatMap(fileIdsOf));
  const ownersOf = async (table: string): Promise<Set<string>> => {
    const keys = await database.table<unknown, string | [string, number]>(table).toCollection().primaryKeys();
    return new Set(keys.map((key) => (typeof key === 'string' ? key : key[0])));
  };
  for (const table of ['textParts', 'chunks', 'checkpoints', 'keptWork']) {
    for (const id of await ownersOf(table)) if (!contents.has(id)) report('orphan', id, `rows of ${table}`);
  }
  for (const id of await ownersOf('fileParts')) if (!files.has(id)) report('orphan', id, 'rows of fileParts');
  for (const name of largeFiles) if (!files.has(name)) report('orphan', name, 'a large file');
  const segments = new Set(await database.segments.toCollection().primaryKeys());
  for (const table of ['segmentDirectories', 'segmentWords', 'segmentVectors']) {
    const keys = await database.table<unknown, number | [number]>(table).toCollection().primaryKeys();
    const ids = new Set(keys.map((key) => (typeof key === 'number' ? key : key[0])));
    for (const id of ids) if (!segments.has(id)) report('orphan', String(id), `rows of ${table}`);
  }
}
