/** Whether a header or footer says more than which page it is on. */
export function saysMoreThanPages(words: string): boolean {
  return /\p{L}/u.test(words.replace(/\b(?:page|of|seite|von|sur)\b|[第页頁共]/giu, ''));
}
