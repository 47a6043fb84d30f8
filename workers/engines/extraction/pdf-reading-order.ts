import { splitAtGap, type LineGap, type TextLine } from './pdf-lines';

/** A strip between two columns that hardly any line crosses. */
interface Gutter {
  readonly at: number;
  readonly crossing: number;
  readonly width: number;
  /** Lines that were drawn across it, as one. */
  readonly split: number;
}

/** Below this many lines nothing can be told of a page's columns. */
const fewestLines = 8;
const fewestSplit = 4;
/** A page with more is a drawing, whose labels have no order. */
const mostLines = 5_000;

/**
 * The lines of a page in the order in which they are read. Most files draw them in that order, and it is kept;
 * columns are read one after another where a file draws them row by row, or jumps up and down the page.
 */
export function inReadingOrder(lines: readonly TextLine[]): readonly TextLine[] {
  const level = lines.filter(({ angle }) => Math.abs(angle) < 0.05);
  if (level.length < fewestLines || level.length > mostLines) return lines;
  const gutter = gutterOf(level);
  const isRowByRow = gutter !== undefined && (gutter.split >= fewestSplit || sideChanges(level, gutter) >= 8);
  if (!isRowByRow && !jumpsBack(level)) return lines;
  const turned = lines.filter(({ angle }) => Math.abs(angle) >= 0.05);
  return [...readColumns(level, 0), ...turned];
}

/** Whether the drawing often goes back up to where it has been, rather than on to a column at the right. */
function jumpsBack(lines: readonly TextLine[]): boolean {
  let jumps = 0;
  lines.forEach((line, index) => {
    const previous = lines[index - 1];
    if (!previous) return;
    const rises = line.baseline - previous.baseline > 0.8 * line.fontSize;
    if (rises && line.start < previous.end - line.fontSize) jumps += 1;
  });
  return jumps >= 3 && jumps >= lines.length * 0.12;
}

/** How often the drawing goes from one side of a gutter to the other. */
function sideChanges(lines: readonly TextLine[], { at }: Gutter): number {
  let changes = 0;
  let side: boolean | undefined;
  for (const line of lines) {
    if (line.start < at && line.end > at) continue;
    const isRight = line.start >= at;
    if (side !== undefined && side !== isRight) changes += 1;
    side = isRight;
  }
  return changes;
}

const deepest = 6;

function readColumns(lines: readonly TextLine[], depth: number): TextLine[] {
  const gutter = depth < deepest && lines.length >= fewestLines ? gutterOf(lines) : undefined;
  const rows = lines.toSorted((a, b) => b.baseline - a.baseline);
  if (!gutter) return byRow(rows);
  const ordered: TextLine[] = [];
  let left: TextLine[] = [];
  let right: TextLine[] = [];
  const flush = () => {
    ordered.push(...readColumns(left, depth + 1), ...readColumns(right, depth + 1));
    left = [];
    right = [];
  };
  for (const row of rows) {
    const parts = partsOf(row, gutter.at);
    if (!parts) {
      flush();
      ordered.push(row);
      continue;
    }
    if (parts.left) left.push(parts.left);
    if (parts.right) right.push(parts.right);
  }
  flush();
  return ordered;
}

function byRow(lines: readonly TextLine[]): TextLine[] {
  const rows: TextLine[][] = [];
  for (const line of lines) {
    const row = rows.at(-1);
    const isSameRow = row?.[0] && row[0].baseline - line.baseline < 0.4 * line.fontSize;
    if (isSameRow) row.push(line);
    else rows.push([line]);
  }
  return rows.flatMap((row) => row.toSorted((a, b) => a.start - b.start));
}

interface Parts {
  readonly left?: TextLine;
  readonly right?: TextLine;
  readonly isSplit: boolean;
}

/** What of a line lies on either side, or undefined where its words cross. */
function partsOf(line: TextLine, at: number): Parts | undefined {
  if (line.end <= at) return { left: line, isSplit: false };
  if (line.start >= at) return { right: line, isSplit: false };
  const gap = line.gaps?.find(({ from, to }: LineGap) => from <= at && to >= at);
  if (!gap) return undefined;
  const [left, right] = splitAtGap(line, gap);
  return { left, right, isSplit: true };
}

/** The labels of a drawing hide the columns beside it: then the running text alone tells. */
function gutterOf(lines: readonly TextLine[]): Gutter | undefined {
  const gutter = findGutter(lines);
  if (gutter) return gutter;
  const running = lines.filter(isRunning);
  return holdsCells(lines, running) ? undefined : findGutter(running);
}

/** Whether most of what is short stands in one row with running text, as the narrow cells of a table do. */
function holdsCells(lines: readonly TextLine[], running: readonly TextLine[]): boolean {
  const rows = new Set(running.map(({ baseline }) => Math.round(baseline)));
  const short = lines.filter((line) => !isRunning(line));
  return short.filter(({ baseline }) => rows.has(Math.round(baseline))).length * 2 > short.length;
}

function isRunning({ start, end, fontSize }: TextLine): boolean {
  return end - start > 9 * fontSize;
}

/** The strip that parts most lines and is crossed by the fewest, with running text on both sides of it. */
function findGutter(lines: readonly TextLine[]): Gutter | undefined {
  let best: Gutter | undefined;
  for (const at of candidates(lines)) {
    const gutter = gutterAt(lines, at);
    if (!gutter) continue;
    const isBetter =
      !best ||
      gutter.crossing < best.crossing ||
      (gutter.crossing === best.crossing && gutter.width > best.width);
    if (isBetter) best = gutter;
  }
  return best;
}

/** Just left of where many lines begin, and the middles of many gaps. */
function candidates(lines: readonly TextLine[]): number[] {
  const counts = new Map<number, number>();
  const count = (place: number) => {
    const rounded = Math.round(place / 4) * 4;
    counts.set(rounded, (counts.get(rounded) ?? 0) + 1);
  };
  for (const line of lines) {
    count(line.start - 0.5 * line.fontSize);
    for (const gap of line.gaps ?? []) count(gap.to - 0.5 * line.fontSize);
  }
  return [...counts]
    .filter(([, times]) => times >= 3)
    .sort((a, b) => b[1] - a[1])
    .slice(0, 24)
    .map(([place]) => place);
}

function gutterAt(lines: readonly TextLine[], at: number): Gutter | undefined {
  const left: TextLine[] = [];
  const right: TextLine[] = [];
  let crossing = 0;
  let split = 0;
  for (const line of lines) {
    const parts = partsOf(line, at);
    if (!parts) crossing += 1;
    if (parts?.left) left.push(parts.left);
    if (parts?.right) right.push(parts.right);
    if (parts?.isSplit) split += 1;
  }
  if (crossing > 0.35 * lines.length || !isColumn(left) || !isColumn(right)) return undefined;
  if (sharedHeight(left, right) < 0.5) return undefined;
  const width = Math.min(...right.map(({ start }) => start)) - Math.max(...left.map(({ end }) => end));
  return { at, crossing, width, split };
}

/** Running text: enough lines, most of them long and as wide as the column. Cells of a table are not. */
function isColumn(lines: readonly TextLine[]): boolean {
  if (lines.length < 4) return false;
  const width = Math.max(...lines.map(({ end }) => end)) - Math.min(...lines.map(({ start }) => start));
  const full = lines.filter((line) => line.end - line.start > Math.max(0.6 * width, 9 * line.fontSize));
  return full.length >= 0.55 * lines.length;
}

/** How much of the lower column stands beside the other one, 0 to 1. */
function sharedHeight(a: readonly TextLine[], b: readonly TextLine[]): number {
  const [topA, bottomA] = extent(a);
  const [topB, bottomB] = extent(b);
  const shared = Math.min(topA, topB) - Math.max(bottomA, bottomB);
  return shared / Math.max(1, Math.min(topA - bottomA, topB - bottomB));
}

function extent(lines: readonly TextLine[]): readonly [number, number] {
  const baselines = lines.map(({ baseline }) => baseline);
  return [Math.max(...baselines), Math.min(...baselines)];
}
