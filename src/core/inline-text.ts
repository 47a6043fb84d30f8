import { lineJoint } from './cjk';
import type { Mark } from './rich-text';
import type { TextEdit, TextEditKind } from './text-edits';

/** The text of one block or table cell, with its marks; offsets count from its own start. */
export interface InlineText {
  readonly text: string;
  readonly marks: readonly Mark[];
  /** Where cleaning changed the text, in order. */
  readonly edits?: readonly TextEdit[];
}

export type MarkStart =
  | { readonly kind: 'strong' | 'emphasis' | 'code' | 'strikethrough' }
  | { readonly kind: 'link'; readonly href: string };

interface OpenMark {
  readonly mark: MarkStart;
  start: number;
  /** Marks of one kind do not nest: the inner ones are only counted. */
  depth: number;
}

/** Gathers text and marks for one block at a time. Marks left open go on in the next block. */
export class InlineTextBuilder {
  // A list and not one growing string: looking at a string's end between additions would copy it each time.
  #parts: string[] = [];
  #length = 0;
  #isEmpty = true;
  /** A space waits for the text after it, which decides whether it is kept. */
  #pending: 'none' | 'space' | 'line-break' = 'none';
  #marks: Mark[] = [];
  #edits: TextEdit[] = [];
  readonly #open: OpenMark[] = [];

  /** Nothing but white space so far. */
  get isEmpty(): boolean {
    return this.#isEmpty;
  }

  get endsWithLineBreak(): boolean {
    return this.#last.endsWith('\n');
  }

  /** Adds text as it is. */
  append(text: string): void {
    this.#settle(text);
    this.#push(text);
  }

  /** Adds running text: white space becomes one space, or none for a line break between CJK characters. */
  appendCollapsed(text: string): void {
    for (const [run] of text.matchAll(/[ \t\n\r\f\u00A0]+|[^ \t\n\r\f\u00A0]+/g)) {
      if (!/^[ \t\n\r\f\u00A0]/.test(run)) this.append(run);
      else if (this.#pending === 'none') this.#pending = run.includes('\n') ? 'line-break' : 'space';
    }
  }

  lineBreak(): void {
    this.#pending = 'none';
    this.#push('\n');
  }

  /** Notes what is left out of the text at this place. */
  omit(kind: TextEditKind, original: string): void {
    if (original === '') return;
    const at = this.#length;
    const last = this.#edits.at(-1);
    const joins = last?.kind === kind && last.end === at;
    const before = joins ? this.#edits.pop()?.original : undefined;
    this.#edits.push({ kind, start: at, end: at, original: (before ?? '') + original });
  }

  open(mark: MarkStart): void {
    const same = this.#open.find((open) => open.mark.kind === mark.kind);
    if (same) same.depth += 1;
    else this.#open.push({ mark, start: this.#length, depth: 1 });
  }

  close(kind: MarkStart['kind']): void {
    const index = this.#open.findIndex((open) => open.mark.kind === kind);
    const open = this.#open[index];
    if (!open) return;
    open.depth -= 1;
    if (open.depth > 0) return;
    this.#open.splice(index, 1);
    this.#keep(open);
  }

  /** Hands over what was gathered and starts afresh. */
  take(): InlineText {
    for (const open of this.#open) {
      this.#keep(open);
      open.start = 0;
    }
    const taken = {
      text: this.#parts.join(''),
      marks: this.#marks,
      ...(this.#edits.length === 0 ? {} : { edits: this.#edits }),
    };
    this.#parts = [];
    this.#length = 0;
    this.#isEmpty = true;
    this.#pending = 'none';
    this.#marks = [];
    this.#edits = [];
    return taken;
  }

  get #last(): string {
    return this.#parts.at(-1) ?? '';
  }

  #settle(next: string): void {
    const pending = this.#pending;
    this.#pending = 'none';
    if (pending === 'none' || this.#length === 0 || /\s$/.test(this.#last)) return;
    if (pending === 'line-break' && lineJoint(this.#last, next) === '') return;
    this.#push(' ');
    // A mark opened between the space and its text begins at the text.
    for (const open of this.#open) if (open.start === this.#length - 1) open.start = this.#length;
  }

  #push(text: string): void {
    if (text === '') return;
    this.#parts.push(text);
    this.#length += text.length;
    this.#isEmpty &&= text.trim() === '';
  }

  #keep({ mark, start }: OpenMark): void {
    if (start < this.#length) this.#marks.push({ ...mark, start, end: this.#length });
  }
}
