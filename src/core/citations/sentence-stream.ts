export type SentenceEvent =
  | { readonly kind: 'text'; readonly text: string }
  /** The text so far has come to the end of a sentence; `hints` are the numbers that the model wrote in it. */
  | { readonly kind: 'sentence-end'; readonly sentence: string; readonly hints: readonly number[] };

/** `[1]`, `[1, 2]`, `【3】`, with the space before it. */
const marker =
  /^[ \t]*(?:\[\s*(\d{1,2}(?:\s*[,，、]\s*\d{1,2})*)\s*\]|【\s*(\d{1,2}(?:\s*[,，、]\s*\d{1,2})*)\s*】)(?!\()/;
/** What may become a marker when more arrives. */
const markerBeginning = /^[ \t]*(?:[[【][\d\s,，、]{0,16}[\]】]?)?$/;
/** A fence opens and closes only at the beginning of a line; elsewhere the signs are text. */
const openingFence = /^[ \t]{0,3}```/;
const closingFence = /\n[ \t]{0,3}```/;

/**
 * Takes a model's text as it arrives and gives it on without the citation numbers that the model wrote, telling
 * where each sentence ends, so that citations found by code can be set there. Code blocks pass unchanged.
 */
export async function* splitStream(
  tokens: AsyncIterable<string>,
): AsyncGenerator<SentenceEvent, void, undefined> {
  const splitter = new StreamSplitter();
  for await (const token of tokens) yield* splitter.push(token);
  yield* splitter.end();
}

class StreamSplitter {
  #buffer = '';
  #sentence = '';
  #hints: number[] = [];
  #isInCode = false;
  #isAtLineStart = true;
  #hasEnded = false;

  *push(text: string): Generator<SentenceEvent> {
    this.#buffer += text;
    yield* this.#drain(false);
  }

  *end(): Generator<SentenceEvent> {
    yield* this.#drain(true);
    yield* this.#endSentence();
  }

  *#drain(isLast: boolean): Generator<SentenceEvent> {
    while (this.#buffer !== '') {
      if (this.#isInCode || (this.#isAtLineStart && openingFence.test(this.#buffer))) {
        if (!(yield* this.#passCode(isLast))) return;
        continue;
      }
      const found = marker.exec(this.#buffer);
      if (found) {
        const numbers = found[1] ?? found[2] ?? '';
        this.#hints.push(...numbers.split(/[,，、]/).map(Number));
        this.#buffer = this.#buffer.slice(found[0].length);
        continue;
      }
      const mayGrow =
        markerBeginning.test(this.#buffer) ||
        (this.#isAtLineStart && /^[ \t]{0,3}`{1,2}$/.test(this.#buffer));
      if (!isLast && mayGrow) return;
      if (this.#hasEnded) yield* this.#endSentence();
      const length = this.#stretch(isLast);
      if (length === 0) return;
      yield* this.#emit(length);
    }
  }

  /** Length of the text up to and with the next sentence end, or up to what may be a marker or code. */
  #stretch(isLast: boolean): number {
    const stop = /[。！？!?]+[”’"'」』）)]*|\.(?=\s)|\.$|\n+|(?=[ \t]*[[【])|(?=`)|[ \t]+$/.exec(
      this.#buffer.slice(1),
    );
    if (!stop) return this.#buffer.length;
    const before = stop.index + 1;
    const text = stop[0];
    if (text === '') return before;
    // Whether a full stop or closing sign ends the sentence shows in what comes next.
    const isAtEnd = before + text.length === this.#buffer.length;
    if (isAtEnd && !isLast && !text.startsWith('\n')) return before;
    this.#hasEnded = !/^[ \t]+$/.test(text) && !isNumberOrInitial(this.#buffer.slice(0, before), text);
    return before + text.length;
  }

  *#emit(length: number): Generator<SentenceEvent> {
    const text = this.#buffer.slice(0, length);
    this.#buffer = this.#buffer.slice(length);
    this.#sentence += text;
    this.#isAtLineStart = text.endsWith('\n');
    yield { kind: 'text', text };
  }

  *#passCode(isLast: boolean): Generator<SentenceEvent, boolean> {
    const close = closingFence.exec(this.#buffer);
    // The line break and some of the three signs may have arrived.
    const mayClose = /\n[ \t]{0,3}`{0,2}$/.exec(this.#buffer);
    const end = close
      ? close.index + close[0].length
      : isLast
        ? this.#buffer.length
        : (mayClose?.index ?? this.#buffer.length);
    this.#isInCode = !close;
    this.#isAtLineStart = false;
    if (end === 0) return false;
    yield { kind: 'text', text: this.#buffer.slice(0, end) };
    this.#buffer = this.#buffer.slice(end);
    return true;
  }

  *#endSentence(): Generator<SentenceEvent> {
    const sentence = this.#sentence.trim();
    const hints = [...new Set(this.#hints)];
    this.#sentence = '';
    this.#hints = [];
    this.#hasEnded = false;
    if (sentence !== '') yield { kind: 'sentence-end', sentence, hints };
  }
}

/** "3." of a list and "J." of a name end nothing. */
function isNumberOrInitial(before: string, stop: string): boolean {
  return stop === '.' && /(?:^|\s)(?:\d{1,3}|\p{Lu}|Mr|Mrs|Dr|Prof|St|vs|etc|e\.g|i\.e)$/u.test(before);
}
