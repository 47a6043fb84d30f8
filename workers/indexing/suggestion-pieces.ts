import { contentIdOf, documentTitle, isStored, type StoredDocument } from '../../src/core/library';
import type { ReadPiece } from '../../src/core/suggestions/question-candidate';
import { sampleOrdinals } from '../../src/core/suggestions/sample-places';
import type { PlaceOfAnswer } from '../../src/contracts/search-index';
import type { ContentRepository } from '../../src/storage/contents';
import type { StoredChunk } from '../../src/storage/database';
import type { DocumentRepository } from '../../src/storage/documents';

export interface PieceSources {
  readonly contents: Pick<ContentRepository, 'chunks'>;
  readonly documents: Pick<DocumentRepository, 'getAll' | 'getByContent'>;
}

/** Chunks read before and after the one where a passage begins. */
const before = 1;
const after = 3;

/** Some chunks of each of the contents, document by document. */
export async function* samplePieces(
  contentIds: readonly string[],
  { contents, documents }: PieceSources,
): AsyncGenerator<readonly ReadPiece[]> {
  const owners = await documents.getByContent(contentIds);
  for (const owner of owners) {
    if (!owner || !isStored(owner)) continue;
    const ordinals = sampleOrdinals(owner.content?.chunkCount ?? 0, owners.length);
    yield await piecesAt(owner, ordinals, contents);
  }
}

/** The chunks around the places of an answer, document by document. */
export async function* piecesAround(
  places: readonly PlaceOfAnswer[],
  { contents, documents }: PieceSources,
): AsyncGenerator<readonly ReadPiece[]> {
  const owners = await documents.getAll([...new Set(places.map(({ documentId }) => documentId))]);
  for (const owner of owners) {
    if (!owner || !isStored(owner)) continue;
    const count = owner.content?.chunkCount ?? 0;
    const wanted = new Set<number>();
    for (const { documentId, start } of places) {
      if (documentId !== owner.id) continue;
      const at = await ordinalAt(owner, start, contents);
      for (let i = Math.max(0, at - before); i <= Math.min(count - 1, at + after); i += 1) wanted.add(i);
    }
    yield await piecesAt(
      owner,
      [...wanted].sort((a, b) => a - b),
      contents,
    );
  }
}

/** The chunk that holds an offset: the last one that does not begin after it. */
async function ordinalAt(
  document: StoredDocument,
  offset: number,
  contents: PieceSources['contents'],
): Promise<number> {
  const contentId = contentIdOf(document);
  let low = 0;
  let high = Math.max(0, (document.content?.chunkCount ?? 0) - 1);
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    const [chunk] = await contents.chunks([[contentId, middle]]);
    if (chunk && chunk.start <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}

async function piecesAt(
  document: StoredDocument,
  ordinals: readonly number[],
  contents: PieceSources['contents'],
): Promise<ReadPiece[]> {
  const contentId = contentIdOf(document);
  const chunks = await contents.chunks(ordinals.map((ordinal) => [contentId, ordinal]));
  return chunks.flatMap((chunk) => (chunk ? [pieceOf(document, chunk)] : []));
}

function pieceOf(document: StoredDocument, { start, text, headingPath }: StoredChunk): ReadPiece {
  const title = documentTitle(document, document.content);
  return { documentId: document.id, documentTitle: title, start, text, headingPath };
}
