/** A stretch of text: UTF-16 offsets, end exclusive. */
export interface TextRange {
  readonly start: number;
  readonly end: number;
}

/** The same places in as few ranges as can be, in order: those that overlap or touch are one. */
export function mergeRanges(ranges: readonly TextRange[]): TextRange[] {
  const merged: { start: number; end: number }[] = [];
  for (const { start, end } of ranges.toSorted((a, b) => a.start - b.start)) {
    const last = merged.at(-1);
    if (last && start <= last.end) last.end = Math.max(last.end, end);
    else merged.push({ start, end });
  }
  return merged;
}

export interface TextPiece extends TextRange {
  readonly isMarked: boolean;
}

/** Cuts a range where marks begin and end, so that each piece is marked as a whole or not at all. */
export function piecesOf({ start, end }: TextRange, marks: readonly TextRange[]): TextPiece[] {
  const pieces: TextPiece[] = [];
  let at = start;
  for (const mark of mergeRanges(marks)) {
    const from = Math.max(at, mark.start);
    const to = Math.min(end, mark.end);
    if (from >= to) continue;
    if (at < from) pieces.push({ start: at, end: from, isMarked: false });
    pieces.push({ start: from, end: to, isMarked: true });
    at = to;
  }
  if (at < end) pieces.push({ start: at, end, isMarked: false });
  return pieces;
}
