import { documentTitle, type StoredDocument } from '../../src/core/library';
import type { Passage } from '../../src/core/passage';
import { selectPassages, type PassageChunks, type RankedChunk } from '../../src/core/search/select-passages';
import type { ContentRepository } from '../../src/storage/contents';
import type { StoredChunk } from '../../src/storage/database';
import type { DocumentRepository } from '../../src/storage/documents';
import type { Candidate } from '../search/search-libraries';

/** Chunks read for each passage wanted, so that what is said twice can make room. */
const chunksPerPassage = 2;
const fewestChunks = 24;

interface ReadChunk extends RankedChunk {
  readonly candidate: Candidate;
  readonly stored: StoredChunk;
  readonly document: StoredDocument;
}

export interface PassageSources {
  readonly contents: ContentRepository;
  readonly documents: DocumentRepository;
}

/** The best `limit` passages of ranked candidates with their text; see `selectPassages`. */
export async function readPassages(
  candidates: readonly Candidate[],
  limit: number,
  sources: PassageSources,
): Promise<Passage[]> {
  const read = await readChunks(
    candidates.slice(0, Math.max(fewestChunks, chunksPerPassage * limit)),
    sources,
  );
  const selected = selectPassages(read, limit);
  return Promise.all(selected.map((passage) => passageOf(passage, sources.contents)));
}

async function readChunks(
  candidates: readonly Candidate[],
  { contents, documents }: PassageSources,
): Promise<ReadChunk[]> {
  const [chunks, owners] = await Promise.all([
    contents.chunks(candidates.map(({ documentId, ordinal }) => [documentId, ordinal])),
    documents.getByContent(candidates.map(({ documentId }) => documentId)),
  ]);
  return candidates.flatMap((candidate, i) => {
    const stored = chunks[i];
    const document = owners[i];
    if (!stored || !document) return [];
    const { documentId, ordinal, start, end, text, headingPath } = stored;
    const { score } = candidate;
    const isNote = document.isNote === true;
    return [
      { documentId, ordinal, start, end, text, headingPath, score, isNote, candidate, stored, document },
    ];
  });
}

async function passageOf(
  { best, chunks }: PassageChunks<ReadChunk>,
  contents: ContentRepository,
): Promise<Passage> {
  const { candidate, document } = best;
  const first = chunks[0] ?? best;
  const last = chunks.at(-1) ?? best;
  const text = first === last ? first.text : await contents.textBetween(document.id, first.start, last.end);
  return {
    documentId: document.id,
    libraryId: document.libraryId,
    documentName: document.name,
    documentTitle: documentTitle(document, document.content),
    ordinal: first.ordinal,
    start: first.start,
    end: last.end,
    text,
    ...(first.stored.page === undefined ? {} : { page: first.stored.page }),
    headingPath: first.headingPath,
    ...(document.isNote ? { isNote: true } : {}),
    ...(first.stored.tableHeader === undefined ? {} : { tableHeader: first.stored.tableHeader }),
    score: candidate.score,
    lanes: candidate.lanes,
  };
}
