/** A short generator with a fixed seed (mulberry32), so that two runs ask for the same words. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_0000_0000;
  };
}

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
