import type { TextEdit } from './text-edits';

/**
 * The one form that every format is read into: plain text, and beside it what the text is.
 * All offsets are UTF-16 code units into `text`, end exclusive. Citations point into `text`,
 * so a viewer that draws blocks and marks can highlight the exact words of any format.
 */
export interface RichText {
  readonly text: string;
  /** In document order, not overlapping; the text between two blocks is white space. */
  readonly blocks: readonly Block[];
  /** Ordered by start; may nest. */
  readonly marks: readonly Mark[];
  /** Empty for formats without pages. */
  readonly pages: readonly Page[];
  /** Where cleaning changed what the file says, in order; absent where it changed nothing. */
  readonly edits?: readonly TextEdit[];
}

export type Block =
  | {
      readonly kind: 'heading';
      /** From 1, the highest, to 6. */
      readonly level: number;
      readonly start: number;
      readonly end: number;
    }
  | { readonly kind: 'paragraph'; readonly start: number; readonly end: number }
  | {
      readonly kind: 'list-item';
      /** Nesting depth, from 1. */
      readonly level: number;
      /** The number shown before an item of an ordered list. */
      readonly number?: number;
      readonly start: number;
      readonly end: number;
    }
  | { readonly kind: 'quote'; readonly start: number; readonly end: number }
  | { readonly kind: 'code'; readonly language?: string; readonly start: number; readonly end: number }
  | {
      readonly kind: 'table';
      readonly start: number;
      readonly end: number;
      /** Row by row; in the text, cells are parted by a tab and rows by a line feed. */
      readonly cells: readonly TableCell[];
    };

export type BlockKind = Block['kind'];

export interface TableCell {
  readonly row: number;
  readonly column: number;
  readonly isHeader: boolean;
  readonly start: number;
  readonly end: number;
}

export type Mark =
  | {
      readonly kind: 'strong' | 'emphasis' | 'code' | 'strikethrough';
      readonly start: number;
      readonly end: number;
    }
  | { readonly kind: 'link'; readonly href: string; readonly start: number; readonly end: number };

export interface Page {
  /** As the reader counts, from 1. */
  readonly number: number;
  readonly start: number;
  readonly end: number;
}

/** The page that holds `offset`, or undefined in a document without pages. */
export function pageAt(pages: readonly Page[], offset: number): number | undefined {
  let low = 0;
  let high = pages.length - 1;
  let found: number | undefined;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const page = pages[middle];
    if (page === undefined) break;
    if (page.start <= offset) {
      found = page.number;
      low = middle + 1;
    } else {
      high = middle - 1;
    }
  }
  return found;
}
