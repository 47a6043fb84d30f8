export type CountTokens = (texts: readonly string[]) => number[];

/** Work that pauses at every `yield`, so that whoever drives it can do something else or give up. */
export type Steps<Result> = Generator<undefined, Result, undefined>;

/** UTF-16 units counted at once: some milliseconds of work for a fast tokenizer. */
const charactersPerStep = 65_536;

export function* countInSteps(countTokens: CountTokens, texts: readonly string[]): Steps<number[]> {
  const counts: number[] = [];
  let first = 0;
  let characters = 0;
  for (const [i, text] of texts.entries()) {
    characters += text.length;
    if (characters < charactersPerStep && i < texts.length - 1) continue;
    for (const count of countTokens(texts.slice(first, i + 1))) counts.push(count);
    first = i + 1;
    characters = 0;
    yield;
  }
  return counts;
}
