import type { QuantizedVectors } from '../../quantized-vectors';
import type { LexicalTable } from './lexical-table';

/**
 * Which documents lie in a segment: entry i has the rows from firstRows[i] to firstRows[i + 1]. Documents are named by
 * their content, see `contentIdOf`; a long one lies in several segments, part by part.
 */
export interface SegmentDirectory {
  readonly documentIds: readonly string[];
  /** Length documentIds.length + 1; the last is the number of rows. */
  readonly firstRows: Uint32Array<ArrayBuffer>;
  /** The place in its document of each entry's first chunk; absent where all entries begin their documents. */
  readonly firstOrdinals?: Uint32Array<ArrayBuffer>;
}

/** What words say of each row. */
export interface SegmentWords {
  readonly lexical: LexicalTable;
  /** See `signaturesOf`. */
  readonly signatures: Uint8Array<ArrayBuffer>;
}

/**
 * Chunks of one or more documents, written once and never changed: row r of every part is the same chunk. What is
 * removed from it later is said elsewhere, and left out when segments are merged.
 */
export interface SegmentContent extends SegmentWords {
  readonly directory: SegmentDirectory;
  /** Undefined when the chunks have no vectors of the model in question. */
  readonly vectors: QuantizedVectors | undefined;
}

export function rowCountOf({ firstRows }: SegmentDirectory): number {
  return firstRows.at(-1) ?? 0;
}

/** Calls `visit` with each document, its rows, end exclusive, and the place in it of the first of them. */
export function forEachDocument(
  { documentIds, firstRows, firstOrdinals }: SegmentDirectory,
  visit: (documentId: string, start: number, end: number, firstOrdinal: number) => void,
): void {
  documentIds.forEach((documentId, i) => {
    visit(documentId, firstRows[i] ?? 0, firstRows[i + 1] ?? 0, firstOrdinals?.[i] ?? 0);
  });
}
