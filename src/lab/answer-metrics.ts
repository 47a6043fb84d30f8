/** Han characters stand alone, everything else is taken by words. */
const token = /\p{Script=Han}|(?:(?!\p{Script=Han})[\p{L}\p{N}\p{M}])+/gu;
const articles = new Set(['a', 'an', 'the']);

/** SQuAD's normalisation: case, punctuation and English articles do not count. Chinese is compared by character. */
export function answerTokens(text: string): string[] {
  const tokens = text.normalize('NFKC').toLowerCase().match(token) ?? [];
  return tokens.filter((word) => !articles.has(word));
}

/** SQuAD's F1 over tokens, against the best of the accepted answers. */
export function answerF1(answer: string, accepted: readonly string[]): number {
  return Math.max(0, ...accepted.map((one) => tokenF1(answerTokens(answer), answerTokens(one))));
}

function tokenF1(answer: readonly string[], accepted: readonly string[]): number {
  const remaining = new Map<string, number>();
  for (const word of accepted) remaining.set(word, (remaining.get(word) ?? 0) + 1);
  let shared = 0;
  for (const word of answer) {
    const count = remaining.get(word) ?? 0;
    if (count > 0) shared += 1;
    remaining.set(word, count - 1);
  }
  if (shared === 0) return 0;
  const precision = shared / answer.length;
  const recall = shared / accepted.length;
  return (2 * precision * recall) / (precision + recall);
}

/** True when an accepted answer stands in the text, word for word. */
export function containsAnswer(text: string, accepted: readonly string[]): boolean {
  const words = ` ${answerTokens(text).join(' ')} `;
  return accepted.some((one) => {
    const wanted = answerTokens(one).join(' ');
    return wanted !== '' && words.includes(` ${wanted} `);
  });
}

/** The answer's words without its citation marks. */
export function withoutCitationMarks(answer: string): string {
  return answer.replace(/\s?\[\d+\]/g, '');
}
