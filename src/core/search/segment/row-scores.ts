import type { WeightedTerms } from '../term-weights';
import type { LexicalTable } from './lexical-table';
import { PostingCursor } from './posting-list';
import { findTerm } from './term-dictionary';

// Robertson and Zaragoza 2009; the usual values.
const k1 = 1.2;
const b = 0.75;

/** What a question's terms come to, by row; one of these serves all tables, one after another. */
export class RowScores {
  /** BM25. */
  scores = new Float64Array(1024);
  /** Weight of the terms that occur. */
  covered = new Float64Array(1024);
  /** Rows whose score is above 0, in no order. */
  readonly found: number[] = [];

  /** Adds up the question's terms over the rows of a table that `isDead` does not mark. */
  collect(table: LexicalTable, question: WeightedTerms, isDead: Uint8Array | undefined): void {
    this.#clear(table.lengths.length);
    for (const [term, weight] of question.weights) {
      const entry = findTerm(table.terms, term);
      if (!entry) continue;
      const cursor = new PostingCursor(table.postings, entry.start, entry.end);
      this.#addTerm(cursor, weight, table.lengths, question.averageLength, isDead);
    }
  }

  #addTerm(
    cursor: PostingCursor,
    weight: number,
    lengths: Uint16Array,
    averageLength: number,
    isDead: Uint8Array | undefined,
  ): void {
    const { scores, covered, found } = this;
    const lengthFactor = (k1 * b) / averageLength;
    while (cursor.next()) {
      const { row, frequency } = cursor;
      if (isDead?.[row]) continue;
      const before = scores[row] ?? 0;
      if (before === 0) found.push(row);
      const saturation = frequency + k1 * (1 - b) + lengthFactor * (lengths[row] ?? 0);
      scores[row] = before + (weight * frequency * (k1 + 1)) / saturation;
      covered[row] = (covered[row] ?? 0) + weight;
    }
  }

  #clear(rowCount: number): void {
    if (rowCount > this.scores.length) {
      this.scores = new Float64Array(rowCount);
      this.covered = new Float64Array(rowCount);
    } else {
      for (const row of this.found) {
        this.scores[row] = 0;
        this.covered[row] = 0;
      }
    }
    this.found.length = 0;
  }
}
