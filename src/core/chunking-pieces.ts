import { indexedText } from './chunk';
import { cutLongSpan, type CountedSpan } from './chunking-cuts';
import { countInSteps, type CountTokens, type Steps } from './chunking-steps';
import type { OutlineSection } from './chunking-outline';
import { headerAt, type TableHeader } from './chunking-tables';
import type { Block } from './rich-text';
import { splitSentences } from './sentences';

/** A section, and what a chunk of it may hold beside its title and headings. */
export interface Section extends OutlineSection {
  readonly room: number;
}

/** A stretch of the document that is kept whole. */
export interface Piece extends CountedSpan {
  readonly section: Section;
  /** What a chunk with it may hold: its section's room, less the header that each part of a cut table repeats. */
  readonly room: number;
  readonly isHeading: boolean;
  /** Whether this sentence and the one before are of one paragraph. */
  readonly continuesParagraph: boolean;
}

/** However long its headings are, this much of a chunk is its own text. */
const leastRoom = 32;

export interface Budget {
  readonly countTokens: CountTokens;
  /** The most that the model sees. */
  readonly maxTokens: number;
  readonly title: string | undefined;
}

/** Sections with the room that their headings leave, up to `targetTokens`. */
export function* withRooms(
  outline: readonly OutlineSection[],
  { countTokens, maxTokens, title }: Budget,
  targetTokens: number,
): Steps<Section[]> {
  const contexts = outline.map(({ headingPath }) => indexedText(title, { headingPath, text: '' }));
  const lengths = yield* countInSteps(countTokens, contexts);
  return outline.map((section, i) => {
    const left = Math.max(leastRoom, maxTokens - (lengths[i] ?? 0));
    return { ...section, room: Math.min(targetTokens, left) };
  });
}

/** The pieces of all sections, in order; a heading is the first piece of its section. */
export function* piecesOf(
  text: string,
  sections: readonly Section[],
  headers: readonly TableHeader[],
  countTokens: CountTokens,
): Steps<Piece[]> {
  const blocks = sections.flatMap((section) => section.blocks.map((block) => ({ section, block })));
  const lengths = yield* countInSteps(
    countTokens,
    blocks.map(({ block }) => text.slice(block.start, block.end)),
  );
  const pieces: Piece[] = [];
  for (const [i, { section, block }] of blocks.entries()) {
    const span = { start: block.start, end: block.end, tokens: lengths[i] ?? 0 };
    const isHeading = section.hasHeading && section.blocks[0] === block;
    if (span.tokens <= section.room) {
      pieces.push({ ...span, section, room: section.room, isHeading, continuesParagraph: false });
      continue;
    }
    const isRunningText = block.kind !== 'code' && block.kind !== 'table';
    const room = section.room - headerTokens(block, headers, section.room, countTokens);
    const parts = yield* cutBlock(text, block, isRunningText, room, countTokens);
    parts.forEach((part, k) => {
      const continuesParagraph = isRunningText && k > 0;
      pieces.push({ ...part, section, room, isHeading: isHeading && k === 0, continuesParagraph });
    });
  }
  return pieces;
}

/** The pieces of each section. */
export function piecesBySection(
  sections: readonly Section[],
  pieces: readonly Piece[],
): ReadonlyMap<Section, readonly Piece[]> {
  const grouped = new Map<Section, Piece[]>(sections.map((section) => [section, []]));
  for (const piece of pieces) grouped.get(piece.section)?.push(piece);
  return grouped;
}

/** What the header of a table takes from each of its parts, at most half. */
function headerTokens(
  block: Block,
  headers: readonly TableHeader[],
  room: number,
  countTokens: CountTokens,
): number {
  const header = block.kind === 'table' ? headerAt(headers, block.start + 1) : undefined;
  if (header === undefined) return 0;
  return Math.min(countTokens([`${header}\n`])[0] ?? 0, Math.floor(room / 2));
}

/** Cuts a block that is too long: running text at its sentences, code and tables at their lines. */
function* cutBlock(
  text: string,
  block: Block,
  isRunningText: boolean,
  room: number,
  countTokens: CountTokens,
): Steps<CountedSpan[]> {
  const content = text.slice(block.start, block.end);
  const parts = isRunningText ? splitSentences(content) : linesOf(content);
  const lengths = yield* countInSteps(
    countTokens,
    parts.map(({ start, end }) => content.slice(start, end)),
  );
  const spans: CountedSpan[] = [];
  for (const [i, part] of parts.entries()) {
    const start = block.start + part.start;
    const span = { start, end: block.start + part.end, tokens: lengths[i] ?? 0 };
    if (span.tokens <= room) spans.push(span);
    else for (const cut of yield* cutLongSpan(text, span, room, countTokens)) spans.push(cut);
  }
  return spans;
}

function linesOf(text: string): { start: number; end: number }[] {
  return Array.from(text.matchAll(/[^\n]+/g), ({ index, 0: line }) => ({
    start: index,
    end: index + line.length,
  }));
}
