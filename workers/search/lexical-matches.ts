import { BestMatches } from '../../src/core/search/best-matches';
import type { RowScores } from '../../src/core/search/segment/row-scores';
import type { OpenSegment } from './open-segment';

export interface LexicalMatch {
  /** BM25, above 0. */
  readonly score: number;
  /** Weight of the question's terms that occur. */
  readonly covered: number;
}

/**
 * What the words say, gathered segment by segment: of the best chunks, and of those that other lanes have found, so
 * that a chunk is judged by all lanes whichever found it.
 */
export class LexicalMatches {
  readonly #best: BestMatches;
  readonly #alsoWanted: number[];
  readonly #kept = new Map<number, LexicalMatch>();

  /** `alsoWanted` are ids. */
  constructor(limit: number, alsoWanted: readonly number[]) {
    this.#best = new BestMatches(limit);
    this.#alsoWanted = [...alsoWanted];
  }

  /** `others` are ids of the segment that are wanted too. */
  take(
    { scores, covered, found }: RowScores,
    { firstId, endId }: OpenSegment,
    others: readonly number[],
  ): void {
    this.#alsoWanted.push(...others);
    const keep = (id: number, score: number): void => {
      this.#kept.set(id, { score, covered: covered[id - firstId] ?? 0 });
    };
    for (const row of found) {
      const id = firstId + row;
      const score = scores[row] ?? 0;
      if (!this.#best.accepts(id, score)) continue;
      this.#best.offer(id, score);
      keep(id, score);
    }
    for (const id of this.#alsoWanted) {
      const score = id >= firstId && id < endId ? (scores[id - firstId] ?? 0) : 0;
      if (score > 0) keep(id, score);
    }
  }

  /** By id. */
  matches(): ReadonlyMap<number, LexicalMatch> {
    const ids = [...this.#best.sorted().map(({ id }) => id), ...this.#alsoWanted];
    return new Map(
      ids.flatMap((id) => {
        const match = this.#kept.get(id);
        return match ? [[id, match]] : [];
      }),
    );
  }
}
