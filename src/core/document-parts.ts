import type { Chunk } from './chunk';
import { headingsAfter, type Heading } from './chunking-outline';
import { headerAt, tableHeaders } from './chunking-tables';
import type { Block, Mark, RichText } from './rich-text';
import type { TextEdit } from './text-edits';

/** UTF-16 code units of a part: a second or two of work, which is all that a kill costs, and little memory. */
export const partCharacters = 262_144;

/** A stretch of a long document, to be split and stored on its own. */
export interface DocumentPart {
  /** UTF-16 offset of its text in the document's. */
  readonly start: number;
  /** Offsets are the part's own; marks and edits are left out, for splitting needs none. */
  readonly document: RichText;
  readonly above: PartContext;
}

/** What a part of a document goes on from. */
export interface PartContext {
  /** The headings that it stands under, outermost first. */
  readonly headings: readonly Heading[];
  /** The header rows of the table in whose middle it begins. */
  readonly tableHeader?: string;
}

/**
 * Cuts a document from `from` on into parts of at most about `partCharacters`: before a heading, else before a block,
 * else inside a very long block at the end of a line. One that is not much longer than a part is one part.
 */
export function* cutDocument(
  document: RichText,
  from = 0,
  characters = partCharacters,
): Generator<DocumentPart> {
  const { text, blocks } = document;
  const headers = tableHeaders(document);
  let headings: readonly Heading[] = [];
  let passed = 0;
  let start = from;
  while (start < text.length) {
    const end = endOfPart(document, start, characters);
    const next = firstAfter(blocks, start - 1);
    headings = headingsAfter({ text, blocks: blocks.slice(passed, next) }, headings);
    passed = next;
    const tableHeader = headerAt(headers, start);
    const above = { headings, ...(tableHeader === undefined ? {} : { tableHeader }) };
    yield { start, document: between(document, start, end), above };
    start = end;
  }
}

/** Chunks of a part as chunks of its document: with the document's offsets and places. */
export function chunksInDocument(
  chunks: readonly Chunk[],
  { start }: Pick<DocumentPart, 'start'>,
  firstOrdinal: number,
): Chunk[] {
  return chunks.map((chunk) => ({
    ...chunk,
    ordinal: firstOrdinal + chunk.ordinal,
    start: start + chunk.start,
    end: start + chunk.end,
  }));
}

/** The same blocks, marks and edits further on in a longer text. */
export function shifted<
  T extends {
    readonly blocks: readonly Block[];
    readonly marks: readonly Mark[];
    readonly edits?: readonly TextEdit[];
  },
>(part: T, by: number): T {
  return {
    ...part,
    blocks: part.blocks.map((block) => shiftedBlock(block, by)),
    marks: part.marks.map((mark) => moved(mark, by)),
    ...(part.edits ? { edits: part.edits.map((edit) => moved(edit, by)) } : {}),
  };
}

function endOfPart({ text, blocks }: RichText, start: number, characters: number): number {
  if (text.length - start <= characters * 1.25) return text.length;
  const limit = start + characters;
  const earliest = start + characters / 2;
  const candidates = blocks.slice(firstAfter(blocks, earliest), firstAfter(blocks, limit));
  const headings = candidates.filter((block) => block.kind === 'heading');
  const highest = Math.min(...headings.map(({ level }) => level));
  const best = headings.findLast(({ level }) => level === highest) ?? candidates.at(-1);
  if (best) return best.start;
  const lineEnd = text.lastIndexOf('\n', limit);
  if (lineEnd >= earliest) return lineEnd + 1;
  return /[\uD800-\uDBFF]/.test(text.charAt(limit - 1)) ? limit - 1 : limit;
}

/** The first block that begins after `offset`. */
function firstAfter(blocks: readonly Block[], offset: number): number {
  let low = 0;
  let high = blocks.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((blocks[middle]?.start ?? 0) > offset) high = middle;
    else low = middle + 1;
  }
  return low;
}

function between(document: RichText, start: number, end: number): RichText {
  const { blocks } = document;
  const first = Math.max(0, firstAfter(blocks, start - 1) - 1);
  const inside = blocks
    .slice(first, firstAfter(blocks, end - 1))
    .flatMap((block) => clipped(block, start, end));
  return {
    text: document.text.slice(start, end),
    blocks: inside.map((block) => shiftedBlock(block, -start)),
    marks: [],
    pages: document.pages
      .filter((page) => page.start < end && page.end > start)
      .map((page) => moved({ ...page, ...limits(page, start, end) }, -start)),
  };
}

function clipped(block: Block, start: number, end: number): Block[] {
  if (block.start >= end || block.end <= start) return [];
  if (block.kind !== 'table') return [{ ...block, ...limits(block, start, end) }];
  const cells = block.cells.filter((cell) => cell.start >= start && cell.end <= end);
  return [{ ...block, ...limits(block, start, end), cells }];
}

function limits(range: { start: number; end: number }, start: number, end: number) {
  return { start: Math.max(range.start, start), end: Math.min(range.end, end) };
}

function shiftedBlock(block: Block, by: number): Block {
  if (block.kind !== 'table') return moved(block, by);
  return { ...moved(block, by), cells: block.cells.map((cell) => moved(cell, by)) };
}

function moved<T extends { readonly start: number; readonly end: number }>(range: T, by: number): T {
  return { ...range, start: range.start + by, end: range.end + by };
}
