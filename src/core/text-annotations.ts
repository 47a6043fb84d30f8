import type { Chunk } from './chunk';
import type { TextEdit } from './text-edits';
import type { TextRange } from './text-range';

/** What can be drawn into a document's text beside its own marks. */
export interface TextAnnotations {
  /** Where passages begin, in order. */
  readonly boundaries: readonly Chunk[];
  /** What two passages share, in order. */
  readonly overlaps: readonly TextRange[];
  /** What cleaning changed, in order. */
  readonly edits: readonly TextEdit[];
}

export const noAnnotations: TextAnnotations = { boundaries: [], overlaps: [], edits: [] };

export function annotate(chunks: readonly Chunk[], edits: readonly TextEdit[]): TextAnnotations {
  const overlaps = chunks.flatMap(({ start }, i) => {
    const end = chunks[i - 1]?.end ?? 0;
    return start < end ? [{ start, end }] : [];
  });
  return { boundaries: chunks, overlaps, edits };
}

/** Those of a stretch of the text; what was left out right behind it is its own. */
export function annotationsBetween(
  { boundaries, overlaps, edits }: TextAnnotations,
  { start, end }: TextRange,
): TextAnnotations {
  const own = {
    boundaries: startingBetween(boundaries, start, end - 1),
    overlaps: touching(overlaps, start, end),
    edits: startingBetween(edits, start, end),
  };
  const isEmpty = own.boundaries.length + own.overlaps.length + own.edits.length === 0;
  // The same value each time, so that what is drawn already is left alone.
  return isEmpty ? noAnnotations : own;
}

/** The place where a run of text is cut to draw them. */
export function cutsOf({ boundaries, overlaps, edits }: TextAnnotations): number[] {
  return [
    ...boundaries.map(({ start }) => start),
    ...overlaps.flatMap(({ start, end }) => [start, end]),
    ...edits.map(({ start }) => start),
  ];
}

function startingBetween<T extends TextRange>(ranges: readonly T[], first: number, last: number): T[] {
  const found: T[] = [];
  for (let i = firstFrom(ranges, first); i < ranges.length; i += 1) {
    const range = ranges[i];
    if (!range || range.start > last) break;
    found.push(range);
  }
  return found;
}

function touching(ranges: readonly TextRange[], start: number, end: number): TextRange[] {
  // Overlaps of passages reach no further than the passage before.
  const before = ranges[firstFrom(ranges, start) - 1];
  const own = startingBetween(ranges, start, end - 1);
  return before && before.end > start ? [before, ...own] : own;
}

/** Found by halving, since a long document has many. */
function firstFrom(ranges: readonly TextRange[], start: number): number {
  let low = 0;
  let high = ranges.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ranges[middle]?.start ?? 0) < start) low = middle + 1;
    else high = middle;
  }
  return low;
}
