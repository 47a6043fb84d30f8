const space = String.raw`[ \t]*`;
const word = String.raw`(?:sources?|passages?|documents?|docs?|refs?|来源|资料|文献|段落|片段)?`;
const numbers = String.raw`\d{1,2}(?:${space}[,，、;–-]${space}\d{1,2})*`;
/** Some models add where in the source they looked. */
const place = String.raw`(?:†[^\]】\n]{0,12})?`;
const inside = String.raw`${space}\^?${word}${space}[:：#]?${space}(${numbers})${space}${place}`;

/** `[1]`, `[1, 2]`, `[1-3]`, `【3】`, `[Source 2]`, `[^1]`, with the space before it. What a link's text is stays. */
const mark = new RegExp(String.raw`^${space}(?:\[${inside}\]|【${inside}】)(?!\()`, 'i');
const longestMark = 40;
const beginning = /^[ \t]*(?:\[[^\]\n]*\]?|【[^】\n]*】?)?$/;

/** The citation mark that a text begins with. Without what follows, a mark at the very end may yet be a link. */
export function citationMark(
  text: string,
  isLast: boolean,
): { readonly length: number; readonly numbers: readonly number[] } | undefined {
  const found = mark.exec(text);
  if (!found || (!isLast && found[0].length === text.length && found[0].endsWith(']'))) return undefined;
  return { length: found[0].length, numbers: expand(found[1] ?? found[2] ?? '') };
}

/** Whether a text may begin with a citation mark once more of it is there. */
export function mayBecomeMark(text: string): boolean {
  return text.length <= longestMark && beginning.test(text);
}

/** "1, 3-5" to 1, 3, 4, 5. */
function expand(list: string): number[] {
  return list.split(/[,，、;]/).flatMap((part) => {
    const [first = 0, last = first] = part.split(/[–-]/).map(Number);
    const count = Math.min(Math.max(last - first, 0), 9) + 1;
    return Array.from({ length: count }, (_, i) => first + i);
  });
}
