import { oneLine } from '../one-line';
import type { Passage } from '../passage';
import type { TextRange } from '../text-range';
import { isQuoteLead } from './frames';

/**
 * `[1] Tea.md: …`, the form in which a note's footnotes are stored, down to the next blank line or footnote. `[x]` is a
 * task that is done.
 */
const footnote = /(?<=^|\n)\[(?![xX]\])[^\]\s]{1,24}\] \S[\s\S]*?(?=\n\s*\n|\n\[[^\]\s]{1,24}\] |$)/g;

/** Where a note tells its sources: what stands there is a name, and words that stand elsewhere. */
export function footnotesIn(text: string): TextRange[] {
  return Array.from(text.matchAll(footnote), ({ 0: found, index }) => ({
    start: index,
    end: index + found.length,
  }));
}

/** Which sentences of notes are only quotes from documents that are among the passages themselves. */
export class NotedWords {
  readonly #originals: readonly string[];

  constructor(passages: readonly Passage[]) {
    const hasNotes = passages.some(({ isNote }) => isNote);
    this.#originals = hasNotes ? passages.filter(({ isNote }) => !isNote).map(({ text }) => plain(text)) : [];
  }

  /** A sentence of a note that says nothing which another passage does not say in the same words. */
  isQuoted(sentence: string): boolean {
    if (isQuoteLead(sentence)) return true;
    const words = plain(sentence);
    return words !== '' && this.#originals.some((original) => original.includes(words));
  }
}

/** Without the white space of a layout. */
function plain(text: string): string {
  return oneLine(withoutNoteMarks(text));
}

/** A note's text without `[1]`, the marks of its footnotes. */
export function withoutNoteMarks(text: string): string {
  return text.replace(/\s?\[\d{1,3}\]/g, '');
}

const marksAtEnd = /(?<=\S)(?:\s?\[\d{1,3}\])+$/;

/** Where a note's sentence ends without the marks of footnotes behind its last word. */
export function endWithoutNoteMarks(text: string, { start, end }: TextRange): number {
  return end - (marksAtEnd.exec(text.slice(start, end))?.[0].length ?? 0);
}
