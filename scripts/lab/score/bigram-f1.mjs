/**
 * How alike two texts are, 0 to 1: F1 over the multisets of their pairs of neighbouring characters, after NFKC and
 * without white space. Line breaks, spacing and full-width forms do not count; wrong, missing, added and moved words do.
 * @param {string} text
 * @param {string} expected
 */
export function bigramF1(text, expected) {
  const found = bare(text);
  const wanted = bare(expected);
  if (found === wanted) return 1;
  const pairsFound = pairsOf(found);
  const pairsWanted = pairsOf(wanted);
  let shared = 0;
  for (const [pair, times] of pairsWanted.counts) shared += Math.min(times, pairsFound.counts.get(pair) ?? 0);
  const total = pairsFound.total + pairsWanted.total;
  return total === 0 ? 0 : (2 * shared) / total;
}

/** @param {string} text */
function bare(text) {
  return text.normalize('NFKC').replace(/\s+/g, '');
}

/** @param {string} text */
function pairsOf(text) {
  const characters = Array.from(text);
  /** @type {Map<string, number>} */
  const counts = new Map();
  for (let at = 1; at < characters.length; at += 1) {
    const pair = `${characters[at - 1]}${characters[at]}`;
    counts.set(pair, (counts.get(pair) ?? 0) + 1);
  }
  return { counts, total: Math.max(0, characters.length - 1) };
}
