import type { TextRange } from './text-range';

export type TextEditKind =
  | 'running-header'
  | 'running-footer'
  | 'page-number'
  | 'hyphenation'
  | 'ligature'
  | 'width'
  /** Glyphs whose font does not say what they mean. */
  | 'unmapped'
  /** Written into fields and notes over a page: none of its own words. */
  | 'annotation'
  /** When something is said and by whom, written before it: none of its words. */
  | 'cue'
  /** How characters are pronounced, written above or beside them. */
  | 'reading'
  | 'navigation'
  | 'notice';

/** A place where cleaning changed what the file says: between `start` and `end` of the text once stood `original`. */
export interface TextEdit extends TextRange {
  readonly kind: TextEditKind;
  readonly original: string;
}

interface EditedText {
  readonly text: string;
  /** In order, not overlapping; several may stand at one place where text was left out. */
  readonly edits?: readonly TextEdit[];
}

/** The text before it was cleaned. */
export function originalText({ text, edits = [] }: EditedText): string {
  const parts: string[] = [];
  let at = 0;
  for (const { start, end, original } of edits) {
    parts.push(text.slice(at, start), original);
    at = end;
  }
  parts.push(text.slice(at));
  return parts.join('');
}

/**
 * Where a range of the cleaned text lies in the text before cleaning. A range that begins or ends inside a changed
 * place takes the whole of it; what was left out at its edges is not taken.
 */
export function originalRange(edits: readonly TextEdit[], { start, end }: TextRange): TextRange {
  let from = start;
  let to = end;
  for (const edit of edits) {
    const growth = edit.original.length - (edit.end - edit.start);
    if (edit.end <= start) from += growth;
    else if (edit.start < start) from -= start - edit.start;
    if (edit.start >= end) break;
    // The end of a changed place, however much of it is asked for.
    to += growth + Math.max(0, edit.end - end);
  }
  return { start: from, end: to };
}
