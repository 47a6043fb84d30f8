import type { Block, RichText } from './rich-text';

/** About a screen, and so little that it is drawn within a frame. */
const sectionCharacters = 2000;
const sectionBlocks = 24;

/** Blocks that are shown together. */
export interface TextSection {
  readonly start: number;
  readonly end: number;
  readonly blocks: readonly Block[];
}

/** Parts a document into sections that a viewer can draw one at a time. Lists are not cut apart where it can be helped. */
export function splitIntoSections({ blocks }: Pick<RichText, 'blocks'>): TextSection[] {
  const sections: TextSection[] = [];
  let gathered: Block[] = [];
  const close = (): void => {
    const first = gathered[0];
    const last = gathered.at(-1);
    if (first && last) sections.push({ start: first.start, end: last.end, blocks: gathered });
    gathered = [];
  };
  for (const block of blocks) {
    const first = gathered[0];
    const length = first ? block.end - first.start : 0;
    const isFull = length > sectionCharacters || gathered.length >= sectionBlocks;
    const goesOn = block.kind === 'list-item' && gathered.at(-1)?.kind === 'list-item';
    if (isFull && (!goesOn || length > 2 * sectionCharacters)) close();
    gathered.push(block);
  }
  close();
  return sections;
}
