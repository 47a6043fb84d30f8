import type { Postings } from '../postings';

const largestFrequency = 0xffff;

/** Postings of a document's chunks; `termsOfChunks[i]` are the terms of ordinal i, repeated as they occur. */
export function buildPostings(termsOfChunks: readonly (readonly string[])[]): Postings {
  const entries = new Map<string, number[]>();
  const lengths = new Uint32Array(termsOfChunks.length);
  termsOfChunks.forEach((terms, ordinal) => {
    lengths[ordinal] = terms.length;
    for (const term of terms) {
      // Pairs of ordinal and frequency.
      const entry = entries.get(term);
      if (!entry) entries.set(term, [ordinal, 1]);
      else if (entry[entry.length - 2] === ordinal) entry[entry.length - 1] = (entry.at(-1) ?? 0) + 1;
      else entry.push(ordinal, 1);
    }
  });

  const terms = [...entries.keys()];
  const offsets = new Uint32Array(terms.length + 1);
  terms.forEach((term, i) => {
    offsets[i + 1] = (offsets[i] ?? 0) + (entries.get(term)?.length ?? 0) / 2;
  });
  const total = offsets[terms.length] ?? 0;
  const ordinals = new Uint32Array(total);
  const frequencies = new Uint16Array(total);
  terms.forEach((term, i) => {
    const pairs = entries.get(term) ?? [];
    const first = offsets[i] ?? 0;
    for (let k = 0; k < pairs.length; k += 2) {
      ordinals[first + k / 2] = pairs[k] ?? 0;
      frequencies[first + k / 2] = Math.min(largestFrequency, pairs[k + 1] ?? 0);
    }
  });
  return { terms, offsets, ordinals, frequencies, lengths };
}
