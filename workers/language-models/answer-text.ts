/** Marks between which models write what they think to themselves. */
const thoughtMarks = [
  { open: '<think>', close: '</think>' },
  { open: '[THINK]', close: '[/THINK]' },
] as const;

/**
 * Turns a model's pieces of text into pieces of the answer: thoughts are left out, also when their marks arrive in
 * parts, and no piece ends inside a character.
 */
export class AnswerText {
  #pending = '';
  /** The mark that ends the present thought. */
  #closing: string | undefined;
  #hasBegun = false;

  constructor({ isThinking = false } = {}) {
    if (isThinking) this.#closing = thoughtMarks[0].close;
  }

  /** The part of the answer that is certain now. */
  push(text: string): string {
    this.#pending += text;
    return this.#take(false);
  }

  /** What is left when no more comes; half a character is dropped. */
  end(): string {
    return this.#take(true);
  }

  #take(isLast: boolean): string {
    let answer = '';
    for (;;) {
      if (this.#closing !== undefined) {
        const end = this.#pending.indexOf(this.#closing);
        if (end < 0) {
          this.#pending = isLast ? '' : this.#pending.slice(-this.#closing.length + 1);
          break;
        }
        this.#pending = this.#pending.slice(end + this.#closing.length);
        this.#closing = undefined;
      }
      const mark = firstMark(this.#pending);
      if (!mark) {
        const held = heldBack(this.#pending, isLast);
        answer += this.#pending.slice(0, this.#pending.length - held);
        this.#pending = isLast ? '' : this.#pending.slice(this.#pending.length - held);
        break;
      }
      answer += this.#pending.slice(0, mark.at);
      this.#pending = this.#pending.slice(mark.at + mark.open.length);
      this.#closing = mark.close;
    }
    return this.#withoutLead(answer);
  }

  /** The blank lines between a thought and the answer belong to neither. */
  #withoutLead(answer: string): string {
    if (this.#hasBegun) return answer;
    const begun = answer.trimStart();
    this.#hasBegun = begun !== '';
    return begun;
  }
}

function firstMark(text: string): { at: number; open: string; close: string } | undefined {
  return thoughtMarks
    .map((mark) => ({ ...mark, at: text.indexOf(mark.open) }))
    .filter(({ at }) => at >= 0)
    .sort((a, b) => a.at - b.at)[0];
}

/** How many units at the end may become something else with the next piece: a mark, or a character cut in two. */
function heldBack(text: string, isLast: boolean): number {
  const unfinished = /(?:[\uD800-\uDBFF]|\uFFFD+)$/.exec(text)?.[0].length ?? 0;
  if (unfinished > 0 || isLast) return unfinished;
  const lengths = thoughtMarks.map(({ open }) => {
    for (let length = Math.min(open.length - 1, text.length); length > 0; length -= 1) {
      if (open.startsWith(text.slice(-length))) return length;
    }
    return 0;
  });
  return Math.max(...lengths);
}
