import { indexedText } from '../../src/core/chunk';
import { contentIdOf, documentTitle, type StoredDocument } from '../../src/core/library';
import type { QuantizedVectors } from '../../src/core/quantized-vectors';
import { forEachDocument, type SegmentDirectory } from '../../src/core/search/segment/segment';
import type { ContentRepository } from '../../src/storage/contents';
import { isBuried, type RowRange, type SegmentRepository } from '../../src/storage/segments';

/** Above this many chunks what is known is not held in memory, and a new version is embedded whole. */
const mostChunks = 100_000;

/** The vectors of a document's shown version, by what was embedded. */
export interface KnownVectors {
  readonly vectors: QuantizedVectors;
  /** The row of a text's vector. */
  find(text: string): number | undefined;
}

/** Undefined where the document shows nothing yet, or has no vectors in this space. */
export async function readKnownVectors(
  document: StoredDocument,
  space: string,
  dimension: number,
  { contents, segments }: { readonly contents: ContentRepository; readonly segments: SegmentRepository },
): Promise<KnownVectors | undefined> {
  const count = document.content?.chunkCount ?? 0;
  if (document.status !== 'ready' || count === 0 || count > mostChunks) return undefined;
  const contentId = contentIdOf(document);
  const vectors: QuantizedVectors = {
    count,
    dimension,
    high: new Int8Array(count * dimension),
    low: new Int8Array(count * dimension),
    scales: new Float32Array(count),
  };
  const { headers, tombstones } = await segments.read(document.libraryId);
  const isRead = new Uint8Array(count);
  for (const header of headers) {
    if (!header.spaces.includes(space)) continue;
    if (tombstones.some((one) => one.documentId === contentId && isBuried(header, one))) continue;
    const directory = await segments.directory(header.id);
    const places = directory ? placesIn(directory, contentId) : [];
    if (places.length === 0) continue;
    const copyBlock = (firstRow: number, block: QuantizedVectors): void => {
      for (const { start, end, firstOrdinal } of places) {
        const from = Math.max(start, firstRow);
        const to = Math.min(end, firstRow + block.count);
        for (let row = from; row < to; row += 1) {
          const ordinal = firstOrdinal + row - start;
          copyRow(block, row - firstRow, vectors, ordinal);
          isRead[ordinal] = 1;
        }
      }
    };
    await segments.readVectors(header.id, space, copyBlock, places);
  }
  const title = documentTitle(document, document.content);
  const rows = new Map<string, number>();
  for (const chunk of await contents.chunksOfContent(contentId)) {
    if (isRead[chunk.ordinal]) rows.set(indexedText(title, chunk), chunk.ordinal);
  }
  return { vectors, find: (text) => rows.get(text) };
}

interface PlaceInSegment extends RowRange {
  readonly firstOrdinal: number;
}

function placesIn(directory: SegmentDirectory, contentId: string): PlaceInSegment[] {
  const places: PlaceInSegment[] = [];
  forEachDocument(directory, (id, start, end, firstOrdinal) => {
    if (id === contentId) places.push({ start, end, firstOrdinal });
  });
  return places;
}

export function copyRow(from: QuantizedVectors, row: number, to: QuantizedVectors, toRow: number): void {
  const { dimension } = to;
  const range = [row * dimension, (row + 1) * dimension] as const;
  to.high.set(from.high.subarray(...range), toRow * dimension);
  to.low.set(from.low.subarray(...range), toRow * dimension);
  to.scales[toRow] = from.scales[row] ?? 0;
}
