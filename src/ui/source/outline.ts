import { pageAt, type RichText } from '../../core/rich-text';
import type { TextRange } from '../../core/text-range';
import type { PdfOutlineEntry } from '../../contracts/pdf-drawing';

export interface OutlineEntry {
  readonly title: string;
  /** From 1. */
  readonly level: number;
  /** Where it begins in the text. */
  readonly start: number;
  /** Of the heading itself; an entry of a PDF's own outline knows only its page. */
  readonly heading?: TextRange;
  readonly page?: number;
}

/** The headings of a document, indented no further than its highest one needs. */
export function outlineOf({
  text,
  blocks,
  pages,
}: Pick<RichText, 'text' | 'blocks' | 'pages'>): OutlineEntry[] {
  const entries = blocks.flatMap((block): OutlineEntry[] => {
    if (block.kind !== 'heading') return [];
    const { level, start, end } = block;
    const title = text.slice(start, end).replace(/\s+/g, ' ').trim();
    const page = pageAt(pages, start);
    if (title === '') return [];
    return [{ title, level, start, heading: { start, end }, ...(page === undefined ? {} : { page }) }];
  });
  return fromFirstLevel(entries);
}

/** A PDF's own outline, where its text has no headings. */
export function outlineOfPdf(
  own: readonly PdfOutlineEntry[],
  { pages }: Pick<RichText, 'pages'>,
): OutlineEntry[] {
  const starts = new Map(pages.map(({ number, start }) => [number, start]));
  return fromFirstLevel(own.map((entry) => ({ ...entry, start: starts.get(entry.page) ?? 0 })));
}

/** The place of the entry that `offset` belongs to; -1 before the first. Entries are in order of their beginnings. */
export function entryAt(entries: readonly OutlineEntry[], offset: number): number {
  let low = 0;
  let high = entries.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((entries[middle]?.start ?? 0) <= offset) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

function fromFirstLevel(entries: OutlineEntry[]): OutlineEntry[] {
  const highest = entries.reduce((level, entry) => Math.min(level, entry.level), 6);
  return entries.map((entry) => ({ ...entry, level: entry.level - highest + 1 }));
}
