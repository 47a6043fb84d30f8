import type { Mark } from './rich-text';

/** A span of text to be made visible. */
export interface Highlight {
  readonly n: number;
  readonly start: number;
  readonly end: number;
  /** The citation that was opened; the others of its message are only hinted at. */
  readonly isCurrent: boolean;
}

/** A run of text under one set of marks and highlights. */
export interface Segment {
  readonly start: number;
  readonly end: number;
  /** Outermost first. */
  readonly marks: readonly Mark[];
  /** The current one where several meet. */
  readonly highlight?: Highlight;
}

/**
 * Cuts the text from `start` to `end` wherever a mark or highlight begins or ends, so that spans that
 * cross each other can be drawn as elements that do not. The segments join without gaps.
 */
export function splitIntoSegments(
  range: { readonly start: number; readonly end: number },
  marks: readonly Mark[],
  highlights: readonly Highlight[],
): Segment[] {
  const insideMarks = marks.filter((mark) => overlaps(mark, range));
  const insideHighlights = highlights.filter((highlight) => overlaps(highlight, range));
  const cuts = new Set([range.start, range.end]);
  for (const span of [...insideMarks, ...insideHighlights]) {
    if (span.start > range.start) cuts.add(span.start);
    if (span.end < range.end) cuts.add(span.end);
  }
  const ordered = [...cuts].sort((a, b) => a - b);
  const segments: Segment[] = [];
  let start = range.start;
  for (const end of ordered.slice(1)) {
    const segment = { start, end };
    const over = insideHighlights.filter((highlight) => overlaps(highlight, segment));
    const highlight = over.find(({ isCurrent }) => isCurrent) ?? over[0];
    segments.push({
      ...segment,
      marks: insideMarks.filter((mark) => overlaps(mark, segment)),
      ...(highlight ? { highlight } : {}),
    });
    start = end;
  }
  return segments;
}

/** The spans that reach into each of `ranges`. Both are ordered by start; one pass over either. */
export function assignToRanges<T extends { readonly start: number; readonly end: number }>(
  ranges: readonly { readonly start: number; readonly end: number }[],
  spans: readonly T[],
): T[][] {
  let next = 0;
  let open: T[] = [];
  return ranges.map((range) => {
    open = open.filter((span) => span.end > range.start);
    for (let span = spans[next]; span && span.start < range.end; span = spans[next]) {
      if (span.end > range.start) open.push(span);
      next += 1;
    }
    return [...open];
  });
}

function overlaps(
  a: { readonly start: number; readonly end: number },
  b: { readonly start: number; readonly end: number },
): boolean {
  return a.start < b.end && b.start < a.end;
}
