/** Marks between which models write what they think to themselves. */
const thoughtMarks = [
  { open: '<think>', close: '</think>' },
  { open: '[THINK]', close: '[/THINK]' },
] as const;

export interface TextPart {
  readonly kind: 'thought' | 'token';
  readonly text: string;
}

/**
 * Turns a model's pieces of text into pieces of its thoughts and of its answer, also when the marks between them
 * arrive in parts. No piece ends inside a character.
 */
export class AnswerText {
  #pending = '';
  /** The mark that ends the present thought. */
  #closing: string | undefined;
  #hasBegun: Record<TextPart['kind'], boolean> = { thought: false, token: false };

  /** True once a word of the answer has come. */
  get hasAnswer(): boolean {
    return this.#hasBegun.token;
  }

  /** What the model would write to end its thoughts; undefined when it does not think. */
  get closingMark(): string | undefined {
    return this.#closing;
  }

  /** What is certain now. */
  push(text: string): TextPart[] {
    this.#pending += text;
    return this.#take(false);
  }

  /** What is left when no more comes; half a character is dropped. */
  end(): TextPart[] {
    return this.#take(true);
  }

  /** Forgets half a character at the end: whoever goes on writes it whole. */
  dropHalfCharacter(): void {
    this.#pending = withoutHalfCharacter(this.#pending);
  }

  #take(isLast: boolean): TextPart[] {
    const parts: TextPart[] = [];
    for (;;) {
      const mark = this.#nextMark();
      const kind = this.#closing === undefined ? 'token' : 'thought';
      if (!mark) {
        const held = this.#heldBack(isLast);
        this.#give(kind, this.#pending.length - held, parts);
        if (isLast) this.#pending = '';
        return parts;
      }
      this.#give(kind, mark.at, parts);
      this.#pending = this.#pending.slice(mark.length);
      this.#closing = mark.closing;
    }
  }

  /** The mark that ends the present thought, or begins one. */
  #nextMark(): { at: number; length: number; closing: string | undefined } | undefined {
    if (this.#closing !== undefined) {
      const at = this.#pending.indexOf(this.#closing);
      return at < 0 ? undefined : { at, length: this.#closing.length, closing: undefined };
    }
    return thoughtMarks
      .map(({ open, close }) => ({ at: this.#pending.indexOf(open), length: open.length, closing: close }))
      .filter(({ at }) => at >= 0)
      .sort((a, b) => a.at - b.at)[0];
  }

  /** The blank lines before a thought and before the answer belong to neither. */
  #give(kind: TextPart['kind'], length: number, parts: TextPart[]): void {
    const text = this.#pending.slice(0, length);
    this.#pending = this.#pending.slice(length);
    const begun = this.#hasBegun[kind] ? text : text.trimStart();
    if (begun === '') return;
    this.#hasBegun[kind] = true;
    parts.push({ kind, text: begun });
  }

  /** How many units at the end may become something else with the next piece: a mark, or a character cut in two. */
  #heldBack(isLast: boolean): number {
    const half = this.#pending.length - withoutHalfCharacter(this.#pending).length;
    if (half > 0 || isLast) return half;
    const marks = this.#closing === undefined ? thoughtMarks.map(({ open }) => open) : [this.#closing];
    return Math.max(...marks.map((mark) => beginningAtEnd(mark, this.#pending)));
  }
}

/** A reply as later prompts have it: without its thoughts and the blank lines after them, else to the letter. */
export function withoutThoughts(raw: string): string {
  const whole = withoutHalfCharacter(raw);
  if (!thoughtMarks.some(({ open }) => whole.includes(open))) return whole;
  const text = new AnswerText();
  const parts = [...text.push(whole), ...text.end()];
  return parts.map(({ kind, text: piece }) => (kind === 'token' ? piece : '')).join('');
}

/** What a tokenizer puts where a character is not whole yet. */
export function withoutHalfCharacter(text: string): string {
  return text.replace(/(?:[\uD800-\uDBFF]|\uFFFD+)$/, '');
}

/** How much of a mark the text ends with. */
function beginningAtEnd(mark: string, text: string): number {
  for (let length = Math.min(mark.length - 1, text.length); length > 0; length -= 1) {
    if (mark.startsWith(text.slice(-length))) return length;
  }
  return 0;
}
