import type { OutlineSection } from './chunking-outline';
import { packPieces, type Span } from './chunking-packing';
import {
  piecesBySection,
  piecesOf,
  withRooms,
  type Budget,
  type Piece,
  type Section,
} from './chunking-pieces';
import type { Steps } from './chunking-steps';
import type { TableHeader } from './chunking-tables';

interface Measured {
  readonly section: Section;
  readonly pieces: readonly Piece[];
  readonly tokens: number;
}

/**
 * A heading with all that stands below it, sections of deeper levels included, as far as the model sees; what is longer
 * is parted at its subsections, and a section that is too long by itself along its blocks and sentences.
 */
export function* sectionSpans(
  text: string,
  outline: readonly OutlineSection[],
  headers: readonly TableHeader[],
  budget: Budget,
): Steps<Span[]> {
  const sections = yield* withRooms(outline, budget, Infinity);
  const pieces = yield* piecesOf(text, sections, headers, budget.countTokens);
  const measured = measure(sections, pieces);
  const ends = branchEnds(sections);
  const spans: Span[] = [];
  // A heading with nothing of its own goes with what stands first below it.
  let bare: Measured[] = [];
  for (let i = 0; i < measured.length;) {
    const own = measured[i];
    if (!own) break;
    const end = ends[i] ?? i + 1;
    const branch = measured.slice(i, end);
    const isWhole = total(branch) <= own.section.room;
    const isBare = own.section.hasHeading && own.pieces.length === 1;
    if (!isWhole && isBare && end > i + 1) {
      bare.push(own);
      i += 1;
      continue;
    }
    const taken = isWhole ? branch : [own];
    const packed =
      total(taken) <= own.section.room
        ? spanOf([...bare, ...taken], own.section)
        : packPieces(
            [...bare, ...taken].flatMap((one) => one.pieces),
            own.section.room,
          );
    for (const span of packed) spans.push(span);
    bare = [];
    i += taken.length;
  }
  return spans;
}

function measure(sections: readonly Section[], pieces: readonly Piece[]): Measured[] {
  const ofSection = piecesBySection(sections, pieces);
  return sections.map((section) => {
    const own = ofSection.get(section) ?? [];
    return { section, pieces: own, tokens: own.reduce((sum, { tokens }) => sum + tokens, 0) };
  });
}

/** Where each section's branch of the outline ends: at the next heading that is not deeper. */
function branchEnds(sections: readonly Section[]): number[] {
  const ends = sections.map((_, i) => i + 1);
  const open: number[] = [];
  const close = (level: number, end: number): void => {
    for (let last = open.at(-1); last !== undefined; last = open.at(-1)) {
      if ((sections[last]?.level ?? 0) < level) return;
      ends[last] = end;
      open.pop();
    }
  };
  sections.forEach(({ level }, i) => {
    close(level, i);
    // What stands before the first heading has nothing below it.
    if (level > 0) open.push(i);
  });
  close(0, sections.length);
  return ends;
}

function spanOf(taken: readonly Measured[], { headingPath }: Section): Span[] {
  const start = taken[0]?.pieces[0]?.start;
  const end = taken.at(-1)?.pieces.at(-1)?.end;
  return start === undefined || end === undefined ? [] : [{ start, end, tokens: total(taken), headingPath }];
}

function total(sections: readonly Measured[]): number {
  return sections.reduce((sum, { tokens }) => sum + tokens, 0);
}
