/** Whether a heading says what a title says: titles also name the site, and headings are cut short. */
export function isSameTitle(heading: string, title: string): boolean {
  const [a, b] = [wordsOf(heading), wordsOf(title)];
  if (a.length === 0 || b.length === 0) return false;
  const inTitle = new Set(b);
  const shared = a.filter((word) => inTitle.has(word)).length;
  return shared / a.length >= 0.75 && shared / b.length >= 0.3;
}

/** Words, and of scripts without spaces each character. */
function wordsOf(text: string): string[] {
  return (
    text
      .normalize('NFKC')
      .toLowerCase()
      .match(/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]|[\p{L}\p{N}]+/gu) ?? []
  );
}
