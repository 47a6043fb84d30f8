import type { AnswerSpan } from './answer-span';

/** Signs that hold one word, number or code together where there is a letter or digit on both sides. */
const joined = /[-‐‑–/.,:'’_&@+~·‧•・°½¼¾^]/u;
const inWord = /[\p{N}\p{M}\p{L}]/u;
const han = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u;

/**
 * Whether a span begins and ends where a word, number or code does: "PR" of "PR-12-88471", "08" of "3:08" and "5" of
 * "5½" are cut. Han has no such borders, and a number may stand right beside it.
 */
export function isWhole({ start, end }: Pick<AnswerSpan, 'start' | 'end'>, sentence: string): boolean {
  return !goesOn(sentence, start, -1) && !goesOn(sentence, end - 1, 1);
}

/** Whether what stands at `edge` goes on with the next sign in the direction of `step`. */
function goesOn(sentence: string, edge: number, step: 1 | -1): boolean {
  const inside = sentence.charAt(edge);
  const next = sentence.charAt(edge + step);
  if (!inWord.test(inside) || han.test(inside) || next === '' || han.test(next)) return false;
  if (inWord.test(next)) return true;
  const beyond = sentence.charAt(edge + 2 * step);
  return joined.test(next) && inWord.test(beyond) && !han.test(beyond) && !isPossessive(next, beyond, step);
}

/** "Ribeiro’s" names Ribeiro. */
function isPossessive(sign: string, letter: string, step: 1 | -1): boolean {
  return step === 1 && /['’]/.test(sign) && letter === 's';
}
