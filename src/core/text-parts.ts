import type { Block, Mark, RichText } from './rich-text';
import type { TextEdit } from './text-edits';

/** UTF-16 code units; large enough to be few, small enough to be read alone. */
const partCharacters = 65_536;

interface TextPart {
  readonly start: number;
  readonly text: string;
  readonly blocks: readonly Block[];
  readonly marks: readonly Mark[];
  readonly edits?: readonly TextEdit[];
}

/**
 * Cuts a document into parts for storage. Offsets stay the document's; a block or mark lies in the part
 * that holds its start, and so does an edit. Joined again in order, the parts give the document back. Empty text gives one part.
 */
export function splitIntoTextParts({ text, blocks, marks, edits = [] }: Omit<RichText, 'pages'>): TextPart[] {
  const parts: TextPart[] = [];
  let nextBlock = 0;
  let nextMark = 0;
  let nextEdit = 0;
  let start = 0;
  do {
    const end = partEnd(text, start);
    const firstBlock = nextBlock;
    const firstMark = nextMark;
    const firstEdit = nextEdit;
    const isLast = end >= text.length;
    while (nextBlock < blocks.length && (isLast || (blocks[nextBlock]?.start ?? 0) < end)) nextBlock += 1;
    while (nextMark < marks.length && (isLast || (marks[nextMark]?.start ?? 0) < end)) nextMark += 1;
    while (nextEdit < edits.length && (isLast || (edits[nextEdit]?.start ?? 0) < end)) nextEdit += 1;
    parts.push({
      start,
      text: text.slice(start, end),
      blocks: blocks.slice(firstBlock, nextBlock),
      marks: marks.slice(firstMark, nextMark),
      ...(nextEdit > firstEdit ? { edits: edits.slice(firstEdit, nextEdit) } : {}),
    });
    start = end;
  } while (start < text.length);
  return parts;
}

function partEnd(text: string, start: number): number {
  const end = Math.min(start + partCharacters, text.length);
  const isInsidePair = end < text.length && /[\uD800-\uDBFF]/.test(text.charAt(end - 1));
  return isInsidePair ? end - 1 : end;
}
