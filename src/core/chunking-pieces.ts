import { indexedText } from './chunk';
import { cutLongSpan, type CountedSpan } from './chunking-cuts';
import { countInSteps, type CountTokens, type Steps } from './chunking-steps';
import type { Block, RichText } from './rich-text';
import { splitSentences } from './sentences';

/** A heading with the blocks below it, up to the next heading of any level. */
export interface Section {
  readonly headingPath: readonly string[];
  /** The level of its heading; 0 before the first. */
  readonly level: number;
  /** What a chunk may hold beside its title and headings. */
  readonly room: number;
  readonly blocks: readonly Block[];
}

/** A stretch of the document that is kept whole. */
export interface Piece extends CountedSpan {
  readonly section: Section;
  readonly isHeading: boolean;
  /** Whether this sentence and the one before are of one paragraph. */
  readonly continuesParagraph: boolean;
}

/** Longer "headings" are running text in large letters. */
const longestHeading = 400;
/** However long its headings are, this much of a chunk is its own text. */
const leastRoom = 32;

export function* sectionsOf(
  document: RichText,
  options: {
    readonly countTokens: CountTokens;
    readonly maxTokens: number;
    readonly targetTokens: number;
    readonly title: string | undefined;
  },
): Steps<Section[]> {
  const { countTokens, maxTokens, targetTokens, title } = options;
  const outline = outlineOf(document);
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
    const isHeading = isHeadingOf(section, block);
    if (span.tokens <= section.room) {
      pieces.push({ ...span, section, isHeading, continuesParagraph: false });
      continue;
    }
    const isRunningText = block.kind !== 'code' && block.kind !== 'table';
    const parts = yield* cutBlock(text, block, isRunningText, section.room, countTokens);
    parts.forEach((part, k) => {
      const continuesParagraph = isRunningText && k > 0;
      pieces.push({ ...part, section, isHeading: isHeading && k === 0, continuesParagraph });
    });
  }
  return pieces;
}

function isHeadingOf({ level, blocks }: Section, block: Block): boolean {
  return level > 0 && blocks[0] === block;
}

function outlineOf(document: RichText): Omit<Section, 'room'>[] {
  let section = { headingPath: [] as readonly string[], level: 0, blocks: [] as Block[] };
  const sections = [section];
  const path: { level: number; text: string }[] = [];
  for (const block of withGaps(document)) {
    const content = document.text.slice(block.start, block.end).trim();
    if (content === '') continue;
    if (block.kind === 'heading' && content.length <= longestHeading) {
      while ((path.at(-1)?.level ?? 0) >= block.level) path.pop();
      path.push({ level: block.level, text: content });
      section = { headingPath: path.map((heading) => heading.text), level: block.level, blocks: [] };
      sections.push(section);
    }
    section.blocks.push(block);
  }
  return sections.filter(({ blocks }) => blocks.length > 0);
}

/** The blocks, and as paragraphs whatever text lies between them, so that nothing is left out. */
function withGaps({ text, blocks }: RichText): Block[] {
  const all: Block[] = [];
  let end = 0;
  for (const block of blocks) {
    if (text.slice(end, block.start).trim() !== '')
      all.push({ kind: 'paragraph', start: end, end: block.start });
    all.push(block);
    end = Math.max(end, block.end);
  }
  if (text.length > end) all.push({ kind: 'paragraph', start: end, end: text.length });
  return all;
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
