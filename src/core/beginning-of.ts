/** The first `mostUnits` UTF-16 units of a text, or one less: never half a character at the end. */
export function beginningOf(text: string, mostUnits: number): string {
  return text.slice(0, mostUnits).replace(/[\uD800-\uDBFF]$/, '');
}
