import { closingFence, closingTicks, openingFence, type Fence } from '../code-marks';
import { formulaAt, formulaBlockAt } from '../formula-spans';
import { isEnumerator, mayBeAbbreviated } from '../sentences/full-stop';
import { citationMark, mayBecomeMark } from './model-marks';
import { isSubscript } from './subscripts';
import { mayBecomeFormula } from './unfinished-formula';

export type SentenceEvent =
  | { readonly kind: 'text'; readonly text: string }
  /** The text so far has come to the end of a sentence; `hints` are the numbers that the model wrote in it. */
  | { readonly kind: 'sentence-end'; readonly sentence: string; readonly hints: readonly number[] };

/**
 * Takes a model's text as it arrives and gives it on without the citation numbers that the model wrote, telling
 * where each sentence ends, so that citations found by code can be set there: before the line break, and before the
 * space that parts two sentences. Code and formulas, in blocks and in lines, pass unchanged.
 */
export async function* splitStream(
  tokens: AsyncIterable<string>,
): AsyncGenerator<SentenceEvent, void, undefined> {
  const splitter = new SentenceSplitter();
  for await (const token of tokens) yield* splitter.push(token);
  yield* splitter.end();
}

const mayOpenFence = /^[ \t]*(?:`*|~*)$/;
/** What stands behind the ticks is short, or they open no block. */
const mayOpenTickFence = /^[ \t]*`{3,}[^`\n]{0,80}$/;
const mayCloseFence = /\n[ \t]*(?:`*|~*)[ \t]*$/;
const stopRun = /^[。！？!?.]+["'”’」』）)*_]*/;
const plainRun = /^[^。！？!?.\n`[【\s$\\]+/;

/** `splitStream` for whoever has the tokens one by one. */
export class SentenceSplitter {
  /** What has arrived and is not given on yet. */
  #buffer = '';
  #sentence = '';
  #hints: number[] = [];
  #state: { kind: 'text' } | { kind: 'fence'; fence: Fence } | { kind: 'span'; ticks: string } = {
    kind: 'text',
  };
  #isAtLineStart = true;
  /** Citations would break a heading or a table row. */
  #isCitableLine = true;
  /** A stop was given on; whatever but a mark comes next ends the sentence. */
  #hasStopped = false;
  /** The text given on ends in a subscript, behind which another one can stand. */
  #hasSubscript = false;

  *push(text: string): Generator<SentenceEvent, void, undefined> {
    this.#buffer += text;
    while (this.#buffer !== '') {
      const before = this.#buffer.length;
      yield* this.#step(false);
      if (this.#buffer.length === before) return;
    }
  }

  *end(): Generator<SentenceEvent, void, undefined> {
    while (this.#buffer !== '') yield* this.#step(true);
    yield* this.#endSentence();
  }

  /** Takes at least one character from the buffer, or none when more must arrive to know what it is. */
  *#step(isLast: boolean): Generator<SentenceEvent, void, undefined> {
    if (this.#state.kind === 'fence') return yield* this.#passFence(this.#state.fence, isLast);
    if (this.#state.kind === 'span') return yield* this.#passSpan(this.#state.ticks, isLast);

    const mark = citationMark(this.#buffer, isLast);
    const subscript = mark && this.#subscript(mark.length, isLast);
    if (subscript === 'undecided') return;
    if (subscript === 'yes') {
      yield* this.#giveSubscript(mark?.length ?? 0);
      return;
    }
    if (mark) {
      this.#hints.push(...mark.numbers);
      this.#buffer = this.#buffer.slice(mark.length);
      return;
    }
    if (!isLast && mayBecomeMark(this.#buffer)) return;
    if (this.#hasStopped) yield* this.#endSentence();
    if (this.#isAtLineStart) {
      if (!isLast && (mayOpenFence.test(this.#buffer) || mayOpenTickFence.test(this.#buffer))) return;
      const fence = openingFence(this.#buffer);
      if (fence) {
        yield* this.#endSentence();
        this.#state = { kind: 'fence', fence };
        return yield* this.#passFence(fence, isLast);
      }
      const block = formulaBlockAt(this.#buffer);
      if (block && (isLast || block.raw.length < this.#buffer.length)) {
        yield* this.#passLines(block.raw.trimEnd().length);
        return;
      }
      this.#isCitableLine = !/^[ \t]*(?:#|\|)/.test(this.#buffer);
    }
    yield* this.#passText(isLast);
  }

  *#passText(isLast: boolean): Generator<SentenceEvent, void, undefined> {
    const plain = plainRun.exec(this.#buffer) ?? /^[ \t\r]+/.exec(this.#buffer);
    if (plain) return yield* this.#give(plain[0].length);
    if (this.#buffer.startsWith('\n')) {
      yield* this.#endSentence();
      yield* this.#give(1);
      this.#isAtLineStart = true;
      return;
    }
    if (/^[$\\]/.test(this.#buffer)) return yield* this.#passFormula(isLast);
    const ticks = /^`+/.exec(this.#buffer)?.[0];
    if (ticks !== undefined) {
      if (!isLast && ticks.length === this.#buffer.length) return;
      this.#state = { kind: 'span', ticks };
      return yield* this.#give(ticks.length);
    }
    const stop = stopRun.exec(this.#buffer)?.[0];
    if (stop === undefined) return yield* this.#give(1);
    const following = this.#buffer.charAt(stop.length);
    // Whether it ends the sentence shows in what comes next.
    if (following === '' && !isLast) return;
    this.#hasStopped = this.#isEnd(stop, following);
    yield* this.#give(stop.length, this.#hasStopped);
  }

  /** A formula as a whole; what begins none passes as it is. */
  *#passFormula(isLast: boolean): Generator<SentenceEvent, void, undefined> {
    const formula = formulaAt(this.#buffer, this.#sentence.at(-1));
    // What follows the closing sign tells money from a formula.
    const isSure = isLast || (formula !== undefined && this.#buffer.length >= formula.raw.length + 3);
    if (formula && isSure) return yield* this.#give(formula.raw.length);
    if (!isLast && (formula !== undefined || mayBecomeFormula(this.#buffer, this.#sentence.at(-1)))) return;
    // A backslash takes the sign behind it along.
    yield* this.#give(/^\$+|^\\[^\n]?/.exec(this.#buffer)?.[0].length ?? 1);
  }

  #subscript(length: number, isLast: boolean): 'yes' | 'no' | 'undecided' {
    if (/^\s/.test(this.#buffer)) return 'no';
    if (this.#hasSubscript) return 'yes';
    return isSubscript(this.#sentence, this.#buffer.slice(length), isLast);
  }

  /** With a backslash, because a reader takes `[1]` for a citation. */
  *#giveSubscript(length: number): Generator<SentenceEvent, void, undefined> {
    const written = this.#buffer.slice(0, length).replace(/(?=\]$)/, '\\');
    this.#buffer = written + this.#buffer.slice(length);
    yield* this.#give(written.length);
    this.#hasSubscript = true;
  }

  #isEnd(stop: string, following: string): boolean {
    if (/[。！？]/.test(stop)) return !/[，、；：,;]/.test(following);
    if (!/^$|[\s[【\u3000-\u9fff]/.test(following)) return false;
    if (/[!?]/.test(stop)) return true;
    const dot = this.#sentence.length;
    return (
      stop.charAt(1) !== '.' &&
      !mayBeAbbreviated(this.#sentence, dot) &&
      !isEnumerator(this.#sentence, 0, dot)
    );
  }

  *#passSpan(ticks: string, isLast: boolean): Generator<SentenceEvent, void, undefined> {
    const end = closingTicks(ticks).exec(this.#buffer)?.index ?? -1;
    const lineEnd = this.#buffer.indexOf('\n');
    const isWhole = isLast || end + ticks.length < this.#buffer.length;
    if (end >= 0 && isWhole && (lineEnd < 0 || end < lineEnd)) {
      this.#state = { kind: 'text' };
      return yield* this.#give(end + ticks.length);
    }
    if (lineEnd >= 0 || isLast) {
      // Never closed: it was no code after all.
      this.#state = { kind: 'text' };
      return yield* this.#give(lineEnd >= 0 ? lineEnd : this.#buffer.length);
    }
    const partial = /`+$/.exec(this.#buffer)?.[0].length ?? 0;
    yield* this.#give(this.#buffer.length - partial);
  }

  *#passFence(fence: Fence, isLast: boolean): Generator<SentenceEvent, void, undefined> {
    const close = closingFence(fence).exec(this.#buffer);
    const closeEnd = close ? close.index + close[0].length : 0;
    if (close && (isLast || closeEnd < this.#buffer.length)) {
      this.#state = { kind: 'text' };
      return yield* this.#passLines(closeEnd);
    }
    const mayClose = isLast ? null : mayCloseFence.exec(this.#buffer);
    yield* this.#passLines(mayClose?.index ?? this.#buffer.length);
  }

  /** Lines that are no part of a sentence. */
  *#passLines(length: number): Generator<SentenceEvent, void, undefined> {
    if (length === 0) return;
    const text = this.#buffer.slice(0, length);
    this.#buffer = this.#buffer.slice(length);
    this.#isAtLineStart = false;
    this.#isCitableLine = false;
    yield { kind: 'text', text };
  }

  *#give(length: number, keepsStop = false): Generator<SentenceEvent, void, undefined> {
    if (length === 0) return;
    const text = this.#buffer.slice(0, length);
    this.#buffer = this.#buffer.slice(length);
    this.#sentence += text;
    this.#isAtLineStart = false;
    this.#hasStopped = keepsStop;
    this.#hasSubscript = false;
    yield { kind: 'text', text };
  }

  *#endSentence(): Generator<SentenceEvent, void, undefined> {
    const sentence = this.#sentence.trim();
    const hints = [...new Set(this.#hints)];
    this.#sentence = '';
    this.#hints = [];
    this.#hasStopped = false;
    if (sentence !== '' && this.#isCitableLine) yield { kind: 'sentence-end', sentence, hints };
  }
}
