import type { Block, RichText } from './rich-text';

export interface Heading {
  readonly level: number;
  readonly text: string;
}

/** A heading with the blocks below it, up to the next heading of any level. */
export interface OutlineSection {
  readonly headingPath: readonly string[];
  /** The level of its heading; 0 before the first. */
  readonly level: number;
  /** False for what stands before the first heading, and for what goes on under one of an earlier part. */
  readonly hasHeading: boolean;
  readonly blocks: readonly Block[];
}

/** Longer "headings" are running text in large letters. */
const longestHeading = 400;

/**
 * The sections of a document, in order. `above` are the headings that a part of a larger document stands under,
 * outermost first.
 */
export function outlineOf(document: RichText, above: readonly Heading[] = []): OutlineSection[] {
  const path = [...above];
  let blocks: Block[] = [];
  const pathNow = (): string[] => path.map(({ text }) => text);
  const sections: OutlineSection[] = [
    { headingPath: pathNow(), level: path.at(-1)?.level ?? 0, hasHeading: false, blocks },
  ];
  for (const block of withGaps(document)) {
    const content = document.text.slice(block.start, block.end).trim();
    if (content === '') continue;
    if (opensSection(block, content)) {
      enter(path, { level: block.level, text: content });
      blocks = [];
      sections.push({ headingPath: pathNow(), level: block.level, hasHeading: true, blocks });
    }
    blocks.push(block);
  }
  return sections.filter((section) => section.blocks.length > 0);
}

/** The headings that whatever follows a part of a document stands under. */
export function headingsAfter(
  { text, blocks }: Pick<RichText, 'text' | 'blocks'>,
  above: readonly Heading[] = [],
): Heading[] {
  const path = [...above];
  for (const block of blocks) {
    const content = text.slice(block.start, block.end).trim();
    if (opensSection(block, content)) enter(path, { level: block.level, text: content });
  }
  return path;
}

function opensSection(block: Block, content: string): block is Extract<Block, { kind: 'heading' }> {
  return block.kind === 'heading' && content !== '' && content.length <= longestHeading;
}

function enter(path: Heading[], heading: Heading): void {
  const above = path.findLastIndex(({ level }) => level < heading.level);
  path.splice(above + 1, Infinity, heading);
}

/** What all paths have in common, outermost first. */
export function commonPath(a: readonly string[], b: readonly string[]): readonly string[] {
  const length = a.findIndex((heading, i) => heading !== b[i]);
  return length === -1 ? a : a.slice(0, length);
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
