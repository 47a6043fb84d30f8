/** Titles and words in quotation marks: whoever writes them says that the source has them. */
export function quotedWords(text: string): string[] {
  return Array.from(
    text.matchAll(/[“"「『《]([^“”"「」『』《》\n]{2,80})[”"」』》]/g),
    ([, words = '']) => words,
  );
}

/** Capitalised words, but for the first, which any word can be. */
export function namesIn(text: string): string[] {
  return text.match(/(?<=(?:[\p{L}\p{N},;:’'”"）)]|\b\p{Lu}\.)\s[(“"]?)\p{Lu}[\p{L}'’]*\p{L}/gu) ?? [];
}

const firstWord = /^[“"]?(\p{Lu}[\p{L}'’]*\p{L})\s+\(?([\p{L}\p{N}]+)/u;

/**
 * Whether a statement begins with a word that its source does not have, where the source has a name before the same
 * next word: "Iowa has" of "Hawaii has". At the beginning the capital alone does not make it a name.
 */
export function beginsWithStranger(
  statement: string,
  source: string,
  known: (word: string) => boolean,
): boolean {
  const [, first = '', next = ''] = firstWord.exec(statement) ?? [];
  if (first === '' || known(first)) return false;
  const names = source.matchAll(
    new RegExp(`(\\p{Lu}[\\p{L}'’.-]*)[”"]?\\s+\\(?${next}(?![\\p{L}\\p{N}])`, 'gu'),
  );
  return Array.from(names).some(([, name = '']) => !statement.includes(name));
}
