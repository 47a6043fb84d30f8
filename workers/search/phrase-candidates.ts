import { forEachCandidateRow } from '../../src/core/search/segment/trigram-signatures';
import type { OpenSegment } from './open-segment';

/** More would take long to read; a phrase that is so common tells little. */
const mostCandidates = 256;

/** Ids of the rows of a segment that may hold a folded phrase, but for hidden ones. */
export function phraseCandidates(
  { words, firstId }: OpenSegment,
  phrase: string,
  hidden: Uint8Array | undefined,
): number[] {
  const ids: number[] = [];
  forEachCandidateRow(words.signatures, phrase, (row) => {
    if (ids.length < mostCandidates && !hidden?.[row]) ids.push(firstId + row);
  });
  return ids;
}
