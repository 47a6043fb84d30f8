/** A stretch of a sentence that has the form of a short answer; offsets are the sentence's. */
export interface AnswerSpan {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** What a pattern finds in a sentence, without the white space around it. */
export function spansOf(pattern: RegExp, sentence: string): AnswerSpan[] {
  return Array.from(sentence.matchAll(pattern), ({ 0: found, index }) => {
    const text = found.trim();
    const start = index + found.indexOf(text);
    return { start, end: start + text.length, text };
  });
}

/** The part of each span that a pattern finds; a span without such a part is left out. */
export function partsOf(spans: readonly AnswerSpan[], part: RegExp): AnswerSpan[] {
  return spans.flatMap(({ start, text }) => {
    const found = part.exec(text);
    if (!found) return [];
    const from = start + found.index;
    return [{ start: from, end: from + found[0].length, text: found[0] }];
  });
}

export function overlap(a: Pick<AnswerSpan, 'start' | 'end'>, b: Pick<AnswerSpan, 'start' | 'end'>): boolean {
  return a.start < b.end && b.start < a.end;
}
