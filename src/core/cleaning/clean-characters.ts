import type { Block, RichText } from '../rich-text';
import type { TextEdit } from '../text-edits';
import type { TextRange } from '../text-range';
import { findReplacements, type Replacement } from './character-replacements';
import { OffsetMap } from './offset-map';

/**
 * Replaces characters that look right and are found by no search: ligatures (ﬁ), letters and digits as wide as Han
 * (Ａ１), the shapes of Arabic letters, and hyphens that only show at a line end. Code stays as it is. Whatever is
 * changed is noted as an edit, so that `originalText` gives the same as before.
 */
export function cleanCharacters<T extends RichText>(document: T): T {
  const replacements = findReplacements(document.text, untouched(document));
  if (replacements.length === 0) return document;
  const map = new OffsetMap(replacements);
  const moved = <R extends TextRange>(range: R): R => ({
    ...range,
    start: map.offset(range.start),
    end: map.offset(range.end),
  });
  return {
    ...document,
    text: replaceIn(document.text, replacements),
    blocks: document.blocks.map((block): Block =>
      block.kind === 'table' ? { ...moved(block), cells: block.cells.map(moved) } : moved(block),
    ),
    // A mark over nothing but what was left out has nothing to mark.
    marks: document.marks.map(moved).filter(({ start, end }) => start < end),
    pages: document.pages.map(moved),
    edits: withEdits(document.text, document.edits ?? [], replacements, map),
  };
}

function untouched({ blocks, marks }: RichText): TextRange[] {
  const code = [...blocks, ...marks].filter(({ kind }) => kind === 'code');
  return code.sort((a, b) => a.start - b.start);
}

function replaceIn(text: string, replacements: readonly Replacement[]): string {
  const parts: string[] = [];
  let at = 0;
  for (const { start, end, replacement } of replacements) {
    parts.push(text.slice(at, start), replacement);
    at = end;
  }
  parts.push(text.slice(at));
  return parts.join('');
}

/**
 * The edits of before in their new places, and those of the replacements between them. Inside of what was changed
 * already nothing is added: the edit there knows the original.
 */
function withEdits(
  text: string,
  before: readonly TextEdit[],
  replacements: readonly Replacement[],
  map: OffsetMap,
): TextEdit[] {
  const edits: TextEdit[] = [];
  let next = 0;
  const takeUntil = (end: number, isNew: boolean) => {
    let open: { kind: Replacement['kind']; start: number; end: number } | undefined;
    const close = () => {
      if (open) {
        const { kind, start } = open;
        const original = text.slice(start, open.end);
        edits.push({ kind, start: map.offset(start), end: map.offset(open.end), original });
      }
      open = undefined;
    };
    for (let found = replacements[next]; found && found.end <= end; found = replacements[next]) {
      next += 1;
      if (!isNew) continue;
      if (open?.kind === found.kind && open.end === found.start) open.end = found.end;
      else {
        close();
        open = { kind: found.kind, start: found.start, end: found.end };
      }
    }
    close();
  };
  for (const edit of before) {
    takeUntil(edit.start, true);
    takeUntil(edit.end, false);
    edits.push({ ...edit, start: map.offset(edit.start), end: map.offset(edit.end) });
  }
  takeUntil(text.length, true);
  return edits;
}
