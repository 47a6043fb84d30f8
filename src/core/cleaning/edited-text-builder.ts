import type { TextEdit, TextEditKind } from '../text-edits';

/** Gathers text together with what it said before it was cleaned. */
export class EditedTextBuilder {
  #text = '';
  readonly #edits: TextEdit[] = [];

  get isEmpty(): boolean {
    return this.#text === '';
  }

  append(text: string): void {
    this.#text += text;
  }

  /** Adds `replacement` where the original says something else. */
  replace(kind: TextEditKind, original: string, replacement: string): void {
    const start = this.#text.length;
    this.#text += replacement;
    this.#edits.push({ kind, start, end: this.#text.length, original });
  }

  /** Leaves out the last characters of the text, and what the original goes on with after them. */
  replaceEnd(kind: TextEditKind, length: number, after: string): void {
    const start = this.#text.length - length;
    const last = this.#edits.at(-1);
    // What is left out was changed itself: its own original is what stays.
    if (last && last.end > start) {
      this.append(after);
      return;
    }
    const original = this.#text.slice(start) + after;
    this.#text = this.#text.slice(0, start);
    this.#edits.push({ kind, start, end: start, original });
  }

  build(): { readonly text: string; readonly edits?: readonly TextEdit[] } {
    return { text: this.#text, ...(this.#edits.length === 0 ? {} : { edits: this.#edits }) };
  }
}
