/** What is known of a stored segment when it is decided what to merge. */
export interface SegmentSize {
  readonly id: number;
  readonly rows: number;
  /** Rows of documents that were removed. */
  readonly removedRows: number;
}

/** Segments of about the same size are merged when there are this many, so each chunk is rewritten only a few times. */
const fanIn = 8;
/** A segment does not grow beyond this: it is read, merged and written in one piece. */
export const mostRows = 16_384;
/** A larger one of which this share was removed is written again without it. */
const removedShare = 0.3;

/**
 * The segments to be merged into one now, none when all is well. Sizes are counted without what was removed; a class
 * holds sizes that are less than eight times apart. A thorough plan takes out whatever was removed, however little.
 */
export function planCompaction(
  all: readonly SegmentSize[],
  { isThorough = false }: { readonly isThorough?: boolean } = {},
): SegmentSize[] {
  // One that never had a row has nothing to give to another.
  const segments = all.filter(({ rows }) => rows > 0);
  const emptied = segments.filter(({ rows, removedRows }) => removedRows === rows);
  if (emptied.length > 0) return emptied.slice(0, fanIn);
  const classes = new Map<number, SegmentSize[]>();
  for (const segment of segments) {
    const live = segment.rows - segment.removedRows;
    if (2 * live > mostRows) continue;
    const sizeClass = Math.floor(Math.log(live) / Math.log(fanIn));
    const members = classes.get(sizeClass) ?? [];
    classes.set(sizeClass, members);
    members.push(segment);
  }
  for (const members of classes.values()) {
    if (members.length < fanIn) continue;
    const chosen = withinMostRows(members);
    if (chosen.length > 1) return chosen;
  }
  const least = isThorough ? 0 : removedShare;
  const worn = segments.find(({ rows, removedRows }) => removedRows > rows * least);
  return worn ? [worn] : [];
}

/** The smallest first, as many as fit. */
function withinMostRows(members: readonly SegmentSize[]): SegmentSize[] {
  let total = 0;
  return members
    .toSorted((a, b) => a.rows - a.removedRows - (b.rows - b.removedRows) || a.id - b.id)
    .filter(({ rows, removedRows }) => (total += rows - removedRows) <= mostRows);
}
