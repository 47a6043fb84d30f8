/** A formula that reaches further is given up, so that nobody waits for the end of it. */
const longest = 1000;

/**
 * Whether a text that begins with `$` or a backslash may begin with a formula once more of it is there: not after a
 * blank line, and not where three plain words have come before any sign of TeX, as after the price "$5".
 */
export function mayBecomeFormula(text: string, before = ''): boolean {
  if (text.length === 1) return true;
  if (text.length > longest || /\n[ \t]*\n/.test(text)) return false;
  if (/^(?:\\[[(]|\$\$)/.test(text)) return true;
  if (!text.startsWith('$') || /^\$\s/.test(text)) return false;
  // "US$5" begins none.
  if (/[\p{L}\p{N}$\\]/u.test(before) && !/\p{Script=Han}/u.test(before)) return false;
  // One that ends and is none, as between two prices.
  const closing = /(?<!\\)\$/.exec(text.slice(1));
  if (closing && text.length > closing.index + 4) return false;
  const begun = /^[^\\^_={}]*/.exec(text.slice(1))?.[0] ?? '';
  if (/\p{Script=Han}|[，。；：、]/u.test(begun)) return false;
  return (begun.match(/(?<!\p{L})\p{L}{2,}(?!\p{L})/gu) ?? []).length < 3;
}
