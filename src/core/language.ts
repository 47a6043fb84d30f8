export type Language = 'en' | 'zh';

const han = /\p{Script=Han}/gu;
const latinWord = /[\p{Script=Latin}]+/gu;

/** The language a text reads as: Chinese when its Han characters outweigh its Latin words. */
export function detectLanguage(text: string): Language {
  const hanCount = text.match(han)?.length ?? 0;
  const wordCount = text.match(latinWord)?.length ?? 0;
  // A Han character carries about half a word.
  return hanCount > 0 && hanCount / 2 >= wordCount ? 'zh' : 'en';
}
