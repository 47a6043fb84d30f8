import type { Mark } from './rich-text';

export interface Highlight {
  /** The citation's number; undefined for a passage that was found by searching, which stands alone. */
  readonly n: number | undefined;
  readonly start: number;
  readonly end: number;
}

/** A run of text drawn in one way. */
export interface TextSegment {
  readonly start: number;
  readonly end: number;
  /** Outermost first. */
  readonly marks: readonly Mark[];
  /** Those that cover it. */
  readonly highlights: readonly Highlight[];
}

/**
 * Cuts `span` wherever a mark or highlight begins or ends, and at further places of one's own, so that a highlight can
 * be drawn to the letter across marks of any nesting. `marks` are ordered by start, as in `RichText`.
 */
export function segmentsOf(
  span: { readonly start: number; readonly end: number },
  marks: readonly Mark[],
  highlights: readonly Highlight[],
  furtherCuts: readonly number[] = [],
): TextSegment[] {
  const { start, end } = span;
  const inside = (range: { start: number; end: number }): boolean => range.start < end && range.end > start;
  const ownMarks = marks.filter(inside);
  const ownHighlights = highlights.filter(inside);
  const cuts = new Set([start, end]);
  for (const range of [...ownMarks, ...ownHighlights]) {
    cuts.add(Math.max(start, range.start));
    cuts.add(Math.min(end, range.end));
  }
  for (const cut of furtherCuts) if (cut > start && cut < end) cuts.add(cut);
  const ordered = [...cuts].sort((a, b) => a - b);
  return ordered.slice(0, -1).map((from, position) => {
    const to = ordered[position + 1] ?? end;
    const covers = (range: { start: number; end: number }): boolean => range.start < to && range.end > from;
    return { start: from, end: to, marks: ownMarks.filter(covers), highlights: ownHighlights.filter(covers) };
  });
}

/** The marks between two offsets; found by halving, since a long document has many. */
export function marksBetween(marks: readonly Mark[], start: number, end: number): readonly Mark[] {
  const first = firstAtOrAfter(marks, start);
  let last = first;
  while (last < marks.length && (marks[last]?.start ?? end) < end) last += 1;
  return marks.slice(first, last);
}

function firstAtOrAfter(marks: readonly Mark[], start: number): number {
  let low = 0;
  let high = marks.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((marks[middle]?.start ?? 0) < start) low = middle + 1;
    else high = middle;
  }
  return low;
}
