import type { TextEditKind } from '../../../src/core/text-edits';
import type { TextLine } from './pdf-lines';
import type { PageView } from './pdf-page';
import { pageNumberOf } from './pdf-page-numbers';

export type RunningKind = Extract<TextEditKind, 'running-header' | 'running-footer' | 'page-number'>;

export interface PageLines {
  readonly number: number;
  readonly lines: readonly TextLine[];
  readonly view: PageView;
}

/** One line at the edge of a page. */
interface EdgeLine {
  /** Position in the list of pages. */
  readonly page: number;
  readonly index: number;
  readonly line: TextLine;
  readonly edge: 'top' | 'bottom';
  /** Its words without what changes from page to page. */
  readonly words: string;
  /** Where it stands across the page, to 3 points. */
  readonly place: number;
}

/** Headers and footers stand within this share of the page's height. */
const edgeShare = 0.14;
const mostEdgeLines = 3;
const fewestRepeats = 3;

/**
 * Finds what stands on page after page for the leafing reader: headers, footers and page numbers. For each page, the
 * kinds of those lines by their position. Nothing is found on a page that would be left without text.
 */
export function findRunningLines(pages: readonly PageLines[]): readonly ReadonlyMap<number, RunningKind>[] {
  const found = pages.map(() => new Map<number, RunningKind>());
  const edgeLines = pages.flatMap(edgesOf);
  const note = ({ page, index }: EdgeLine, kind: RunningKind) => found[page]?.set(index, kind);
  for (const line of pageNumbers(edgeLines, pages.length)) note(line, 'page-number');
  const repeated = repeatedLines(edgeLines, bodySize(pages), pages.length);
  for (const line of [...repeated, ...variedLines(edgeLines, repeated, pages)]) {
    if (found[line.page]?.has(line.index)) continue;
    note(line, line.edge === 'top' ? 'running-header' : 'running-footer');
  }
  return found.map((kinds, page) => (kinds.size < (pages[page]?.lines.length ?? 0) ? kinds : new Map()));
}

/** The outermost lines of a page, those nearest to its edge first. */
function edgesOf({ lines, view }: PageLines, page: number): EdgeLine[] {
  const angle = usualAngle(lines);
  const [bottom, top] = extentAcross(view, angle);
  const height = top - bottom;
  const level = lines
    .map((line, index) => ({ line, index }))
    .filter(({ line }) => line.note === undefined && Math.abs(line.angle - angle) < 0.05)
    .sort((a, b) => b.line.baseline - a.line.baseline);
  const edge = (entries: typeof level, name: EdgeLine['edge']): EdgeLine[] => {
    const rows = new Set<number>();
    return entries.flatMap(({ line, index }) => {
      const distance = name === 'top' ? top - line.baseline : line.baseline - bottom;
      rows.add(Math.round(line.baseline / 3));
      if (distance > edgeShare * height || rows.size > mostEdgeLines) return [];
      const place = Math.round(distance / 3);
      return [{ page, index, line, edge: name, words: constantWords(line.text), place }];
    });
  };
  return [...edge(level, 'top'), ...edge(level.toReversed(), 'bottom')];
}

function usualAngle(lines: readonly TextLine[]): number {
  const counts = new Map<number, number>();
  for (const { angle, text } of lines) counts.set(angle, (counts.get(angle) ?? 0) + text.length);
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0] ?? 0;
}

function extentAcross({ left, bottom, right, top }: PageView, angle: number): readonly [number, number] {
  const corners = [left, right].flatMap((x) =>
    [bottom, top].map((y) => y * Math.cos(angle) - x * Math.sin(angle)),
  );
  return [Math.min(...corners), Math.max(...corners)];
}

function constantWords(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/\b[ivxlc]+\b|\d+/g, '#')
    .replace(/\s+/g, '');
}

/** Numbers at one edge that count with the pages, on so many pages that it is no chance. */
function pageNumbers(edgeLines: readonly EdgeLine[], pageCount: number): EdgeLine[] {
  const fewest = pageCount < 10 ? 2 : 3;
  const series = new Map<string, EdgeLine[]>();
  for (const line of edgeLines) {
    const number = pageNumberOf(line.line.text);
    if (!number) continue;
    addTo(series, `${line.edge} ${number.style} ${number.value - line.page}`, line);
  }
  return [...series.values()].filter((lines) => pagesOf(lines) >= fewest).flat();
}

/** Lines whose words stand at the same place of several pages. */
function repeatedLines(edgeLines: readonly EdgeLine[], body: number, pageCount: number): EdgeLine[] {
  const groups = new Map<string, EdgeLine[]>();
  for (const line of edgeLines) {
    if (!/\p{L}/u.test(line.words)) continue;
    addTo(groups, `${line.edge} ${line.words}`, line);
  }
  return [...groups.values()].flatMap((lines) => {
    const counts = new Map<number, number>();
    for (const { place } of lines) counts.set(place, (counts.get(place) ?? 0) + 1);
    const countAt = (place: number) => counts.get(place) ?? 0;
    const together = lines.filter(
      ({ place }) => countAt(place - 1) + countAt(place) + countAt(place + 1) >= 2,
    );
    const isLarge = together.some(({ line }) => line.fontSize > 1.15 * body);
    // What is set larger than the text is likely a title, such as a slide's: only where most pages have it.
    const least = isLarge ? Math.max(fewestRepeats, 0.6 * pageCount) : fewestRepeats;
    return pagesOf(together) >= least ? together : [];
  });
}

/**
 * Lines that say something else on most pages, such as the chapter, at the very place where others were found to
 * repeat.
 */
function variedLines(
  edgeLines: readonly EdgeLine[],
  repeated: readonly EdgeLine[],
  pages: readonly PageLines[],
): EdgeLine[] {
  const places = new Map<string, EdgeLine[]>();
  for (const line of repeated) addTo(places, placeKey(line), line);
  const taken = new Set(repeated);
  return edgeLines.filter((line) => {
    if (taken.has(line) || line.line.text.length > 100) return false;
    const there = places.get(placeKey(line)) ?? [];
    return (
      pagesOf(there) >= Math.max(4, 0.5 * pages.length) &&
      there.every((other) => Math.abs(other.line.fontSize - line.line.fontSize) < 0.3) &&
      standsApart(line, pages[line.page]?.lines ?? [])
    );
  });
}

/** Whether the next line of the page is further away than lines of one paragraph are. */
function standsApart({ line, index }: EdgeLine, lines: readonly TextLine[]): boolean {
  return lines.every((other, position) => {
    const distance = Math.abs(other.baseline - line.baseline);
    return position === index || distance < 0.5 * line.fontSize || distance > 1.6 * line.fontSize;
  });
}

function placeKey({ edge, place, line }: EdgeLine): string {
  return `${edge} ${place} ${Math.round(line.angle * 10)}`;
}

function pagesOf(lines: readonly EdgeLine[]): number {
  return new Set(lines.map(({ page }) => page)).size;
}

function addTo(groups: Map<string, EdgeLine[]>, key: string, line: EdgeLine): void {
  const group = groups.get(key);
  if (group) group.push(line);
  else groups.set(key, [line]);
}

/** The size that most of the text is set in. */
function bodySize(pages: readonly PageLines[]): number {
  const characters = new Map<number, number>();
  for (const { lines } of pages) {
    for (const { fontSize, text } of lines) {
      const size = Math.round(fontSize * 2) / 2;
      characters.set(size, (characters.get(size) ?? 0) + text.length);
    }
  }
  return [...characters].sort((a, b) => b[1] - a[1])[0]?.[0] ?? 0;
}
