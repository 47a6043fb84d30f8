import { countInSteps, type CountTokens, type Steps } from './chunking-steps';

export interface CountedSpan {
  readonly start: number;
  readonly end: number;
  readonly tokens: number;
}

/**
 * Cuts what has no sentence ends (a long list of names, a minified line) into parts of at most `room` tokens: after
 * a comma, at a space or, where there is neither, between any two characters.
 */
export function* cutLongSpan(
  text: string,
  span: CountedSpan,
  room: number,
  countTokens: CountTokens,
): Steps<CountedSpan[]> {
  const cuts = strides(text, span, Math.ceil(span.tokens / room));
  if (cuts.length < 2) return [span];
  const tokens = yield* countInSteps(
    countTokens,
    cuts.map(({ start, end }) => text.slice(start, end)),
  );
  const parts: CountedSpan[] = [];
  for (const [i, cut] of cuts.entries()) {
    const part = { ...cut, tokens: tokens[i] ?? 0 };
    // Tokens lie denser here than elsewhere in the span.
    if (part.tokens <= room) parts.push(part);
    else for (const smaller of yield* cutLongSpan(text, part, room, countTokens)) parts.push(smaller);
  }
  return parts;
}

function strides(
  text: string,
  span: Omit<CountedSpan, 'tokens'>,
  parts: number,
): { start: number; end: number }[] {
  const stride = Math.ceil((span.end - span.start) / parts);
  const cuts: { start: number; end: number }[] = [];
  for (let start = span.start; start < span.end;) {
    const wanted = start + stride;
    const end = wanted >= span.end ? span.end : cutAt(text, start, wanted);
    cuts.push({ start, end });
    start = end;
  }
  return cuts;
}

/** The best place to cut at or somewhat before `wanted`, after `start`; never inside a surrogate pair. */
export function cutAt(text: string, start: number, wanted: number): number {
  const earliest = wanted - Math.floor((wanted - start) / 3);
  for (const separator of [/[\n。！？!?]/, /[,，、;；:：]/, /\s/]) {
    for (let end = wanted; end > earliest; end -= 1) {
      if (separator.test(text.charAt(end - 1))) return end;
    }
  }
  return isInsidePair(text, wanted) ? wanted + 1 : wanted;
}

/** Whether an offset would part the two halves of one character. */
export function isInsidePair(text: string, offset: number): boolean {
  return /[\uD800-\uDBFF]/.test(text.charAt(offset - 1)) && /[\uDC00-\uDFFF]/.test(text.charAt(offset));
}
