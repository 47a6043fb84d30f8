import type { IdRange } from '../../src/core/vector-index';
import {
  forEachDocument,
  rowCountOf,
  type SegmentDirectory,
  type SegmentWords,
} from '../../src/core/search/segment/segment';
import { findTerm } from '../../src/core/search/segment/term-dictionary';
import { PostingCursor } from '../../src/core/search/segment/posting-list';

export interface Place {
  readonly documentId: string;
  readonly ordinal: number;
}

/** A segment in memory: its words as they are stored, the ids of its rows, and which of them were removed. */
export class OpenSegment {
  readonly segmentId: number;
  /** Id of row 0; the others follow. */
  readonly firstId: number;
  readonly words: SegmentWords;
  readonly rowCount: number;
  readonly #directory: SegmentDirectory;
  #removed: Uint8Array | undefined;
  #liveCount: number;
  #totalLength = 0;

  constructor(segmentId: number, firstId: number, directory: SegmentDirectory, words: SegmentWords) {
    this.segmentId = segmentId;
    this.firstId = firstId;
    this.words = words;
    this.#directory = directory;
    this.rowCount = rowCountOf(directory);
    this.#liveCount = this.rowCount;
    for (const length of words.lexical.lengths) this.#totalLength += length;
  }

  get endId(): number {
    return this.firstId + this.rowCount;
  }

  /** Rows that were not removed. */
  get liveCount(): number {
    return this.#liveCount;
  }

  /** Terms in the rows that were not removed. */
  get totalLength(): number {
    return this.#totalLength;
  }

  /** By row: 1 where it was removed; undefined while none was. */
  get removed(): Uint8Array | undefined {
    return this.#removed;
  }

  documents(visit: (documentId: string, ids: IdRange, firstOrdinal: number) => void): void {
    forEachDocument(this.#directory, (documentId, start, end, firstOrdinal) => {
      visit(documentId, { start: this.firstId + start, end: this.firstId + end }, firstOrdinal);
    });
  }

  remove({ start, end }: IdRange): void {
    this.#removed ??= new Uint8Array(this.rowCount);
    for (let row = start - this.firstId; row < end - this.firstId; row += 1) {
      if (this.#removed[row]) continue;
      this.#removed[row] = 1;
      this.#liveCount -= 1;
      this.#totalLength -= this.words.lexical.lengths[row] ?? 0;
    }
  }

  /** In how many rows that were not removed a term occurs. */
  documentFrequency(term: string): number {
    const { terms, postings } = this.words.lexical;
    const entry = findTerm(terms, term);
    if (!entry || !this.#removed) return entry?.documentFrequency ?? 0;
    const cursor = new PostingCursor(postings, entry.start, entry.end);
    let count = 0;
    while (cursor.next()) if (!this.#removed[cursor.row]) count += 1;
    return count;
  }

  /** By row: 1 where a search may not look, because the row was removed or lies in none of the ranges. */
  hiddenRows(within: readonly IdRange[] | undefined): Uint8Array | undefined {
    if (!within) return this.#removed;
    const hidden = new Uint8Array(this.rowCount).fill(1);
    for (const { start, end } of within) {
      hidden.fill(0, Math.max(0, start - this.firstId), Math.max(0, end - this.firstId));
    }
    this.#removed?.forEach((isRemoved, row) => {
      if (isRemoved) hidden[row] = 1;
    });
    return hidden;
  }

  /** The document of an id and the chunk's place in it. */
  placeOf(id: number): Place | undefined {
    const { documentIds, firstRows, firstOrdinals } = this.#directory;
    const row = id - this.firstId;
    let low = 0;
    let high = documentIds.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((firstRows[middle] ?? 0) <= row) low = middle;
      else high = middle - 1;
    }
    const documentId = documentIds[low];
    if (documentId === undefined) return undefined;
    return { documentId, ordinal: row - (firstRows[low] ?? 0) + (firstOrdinals?.[low] ?? 0) };
  }
}
