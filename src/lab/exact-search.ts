/**
 * `count` pieces of `length` characters out of the texts, each within one line and not starting or ending
 * with white space, which a question loses. Fewer when the texts are too short.
 */
export function randomSubstrings(
  texts: readonly string[],
  { count, length, random }: { count: number; length: number; random: () => number },
): string[] {
  const found: string[] = [];
  for (let tries = 0; found.length < count && tries < count * 100; tries += 1) {
    const text = texts[Math.floor(random() * texts.length)] ?? '';
    const start = Math.floor(random() * (text.length - length + 1));
    const piece = text.slice(start, start + length);
    if (piece.length === length && piece.trim() === piece && !/[\n\p{Cs}]/u.test(piece)) found.push(piece);
  }
  return found;
}
