import { commonPath } from './chunking-outline';
import type { Piece, Section } from './chunking-pieces';

export interface Span {
  readonly start: number;
  readonly end: number;
  /** Of the parts, counted apart. */
  readonly tokens: number;
  readonly headingPath: readonly string[];
  /** The header of the table that it begins in leaves no room for its text. */
  readonly isWithoutHeader?: boolean;
}

/** A chunk of less than this share of the target seeks company. */
const tinyShare = 1 / 4;
/** A tiny rest may stretch the chunk before by this share of the target. */
const stretchShare = 1 / 4;
/** Where a paragraph is cut, a sentence of at most this share of the target stands in both chunks. */
const overlapShare = 1 / 8;

/** Pieces that must not be parted: headings and what they head. */
interface Group {
  readonly start: number;
  readonly end: number;
  readonly tokens: number;
  readonly section: Section;
  readonly room: number;
  /** The level of its outermost heading; undefined when it has none. */
  readonly level: number | undefined;
  /** The sentence before it in the same paragraph. */
  readonly before: Piece | undefined;
}

interface OpenChunk {
  start: number;
  end: number;
  tokens: number;
  headingPath: readonly string[];
  /** The section it began in, and the level of the outermost heading inside it. */
  readonly section: Section;
  level: number;
  room: number;
}

/**
 * Fills chunks with whole pieces up to the room that their section leaves. A heading begins a new chunk; only tiny
 * sections share one, and none with what stands above it in the outline.
 */
export function packPieces(pieces: readonly Piece[], targetTokens: number): Span[] {
  const chunks: OpenChunk[] = [];
  for (const group of groupsOf(pieces)) {
    const open = chunks.at(-1);
    if (!open) {
      chunks.push(chunkOf(group));
    } else if (group.level === undefined) {
      const fits = open.tokens + group.tokens <= Math.min(open.room, group.room);
      if (fits) append(open, group);
      else chunks.push(withOverlap(group, open, targetTokens));
    } else if (mayShare(open, group, chunks.at(-2), targetTokens)) {
      append(open, group);
    } else {
      joinBackwards(chunks, targetTokens);
      chunks.push(chunkOf(group));
    }
  }
  joinBackwards(chunks, targetTokens);
  return chunks.map(({ start, end, tokens, headingPath }) => ({ start, end, tokens, headingPath }));
}

/** Headings go with what follows them, unless there are so many that they fill a chunk. */
function* groupsOf(pieces: readonly Piece[]): Generator<Group> {
  let headings: Piece[] = [];
  let headingTokens = 0;
  let previous: Piece | undefined;
  for (const piece of pieces) {
    if (piece.isHeading) {
      const isFull = headingTokens + piece.tokens > piece.section.room / 2;
      if (isFull && previous?.isHeading) yield headingsOnly(headings, headingTokens);
      headings = isFull ? [piece] : [...headings, piece];
      headingTokens = isFull ? piece.tokens : headingTokens + piece.tokens;
    } else {
      yield {
        start: (headings[0] ?? piece).start,
        end: piece.end,
        tokens: headingTokens + piece.tokens,
        section: piece.section,
        room: Math.min(...headings.map(({ room }) => room), piece.room),
        level: headings.length > 0 ? Math.min(...headings.map(({ section }) => section.level)) : undefined,
        before: piece.continuesParagraph ? previous : undefined,
      };
      headings = [];
      headingTokens = 0;
    }
    previous = piece;
  }
  if (headings.length > 0) yield headingsOnly(headings, headingTokens);
}

/** They open no chunk of their own: a bare heading answers nothing. */
function headingsOnly(headings: readonly Piece[], tokens: number): Group {
  const [first] = headings;
  const last = headings.at(-1);
  if (!first || !last) throw new RangeError('no headings');
  const { start, section, room } = first;
  return { start, end: last.end, tokens, section, room, level: undefined, before: undefined };
}

function chunkOf({ start, end, tokens, section, room, level }: Group): OpenChunk {
  const { headingPath } = section;
  return { start, end, tokens, headingPath, section, level: level ?? section.level, room };
}

/** Begins one sentence earlier, so that "it" and "this" have something to refer to. */
function withOverlap(group: Group, previous: OpenChunk, targetTokens: number): OpenChunk {
  const { before } = group;
  const isShort =
    before !== undefined &&
    before.tokens <= targetTokens * overlapShare &&
    before.tokens + group.tokens <= group.room &&
    before.start > previous.start;
  if (!isShort) return chunkOf(group);
  return chunkOf({ ...group, start: before.start, tokens: before.tokens + group.tokens });
}

function append(chunk: OpenChunk, group: Group): void {
  chunk.end = group.end;
  chunk.tokens += group.tokens;
  chunk.room = Math.min(chunk.room, group.room);
  if (group.level === undefined) return;
  chunk.level = Math.min(chunk.level, group.level);
  chunk.headingPath = commonPath(chunk.headingPath, group.section.headingPath);
}

function isTiny(chunk: OpenChunk, targetTokens: number): boolean {
  return chunk.tokens < targetTokens * tinyShare;
}

/** Whether a section may begin in the chunk before: that one is tiny, and not the rest of a longer section. */
function mayShare(
  open: OpenChunk,
  group: Group,
  before: OpenChunk | undefined,
  targetTokens: number,
): boolean {
  if (group.level === undefined || group.level < open.level || !isTiny(open, targetTokens)) return false;
  if (before?.section === open.section && fitsBackwards(before, open, targetTokens)) return false;
  return open.tokens + group.tokens <= Math.min(open.room, group.room);
}

/** Joins a tiny last chunk to the one before, unless it stands above that in the outline. */
function joinBackwards(chunks: OpenChunk[], targetTokens: number): void {
  const last = chunks.at(-1);
  const before = chunks.at(-2);
  if (!last || !before || !isTiny(last, targetTokens)) return;
  if (last.level < before.level || !fitsBackwards(before, last, targetTokens)) return;
  before.end = last.end;
  before.tokens += last.tokens;
  chunks.pop();
}

function fitsBackwards(before: OpenChunk, last: OpenChunk, targetTokens: number): boolean {
  // Where headings already take from the room, nothing is left to stretch into.
  const stretch = before.room < targetTokens ? 0 : targetTokens * stretchShare;
  return before.tokens + last.tokens <= before.room + stretch;
}
