/** Scripts written without spaces between words. Hangul is not among them: Korean parts its words. */
const unspaced = /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\u3000-\u303F\uFF01-\uFF60]/u;

/** Whether the first character is written without spaces around it: Han, kana, full-width punctuation. */
export function startsUnspaced(text: string): boolean {
  return unspaced.test(text);
}

export function endsUnspaced(text: string): boolean {
  const last = text.charCodeAt(text.length - 1);
  const isLowSurrogate = last >= 0xdc00 && last <= 0xdfff;
  return unspaced.test(text.slice(isLowSurrogate ? -2 : -1));
}

/** Full-width punctuation, which has its own room beside whatever follows or goes before. */
const punctuation =
  '[\u3001-\u3003\u3008-\u3011\u3014-\u301F\uFF01-\uFF0F\uFF1A-\uFF20\uFF3B-\uFF40\uFF5B-\uFF60]';
const beginsWithPunctuation = new RegExp(`^${punctuation}`);
const endsWithPunctuation = new RegExp(`${punctuation}$`);

/** What a line break between two stretches of running text stands for: a space, or nothing. */
export function lineJoint(before: string, after: string): '' | ' ' {
  if (before === '' || after === '' || /\s$/.test(before) || /^\s/.test(after)) return '';
  if (endsWithPunctuation.test(before) || beginsWithPunctuation.test(after)) return '';
  return endsUnspaced(before) && startsUnspaced(after) ? '' : ' ';
}
