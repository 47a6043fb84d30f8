/**
 * Which runs of three characters occur in a text, as bits of a fixed number of bytes: a text that holds a phrase has
 * every bit of the phrase, and one that does not nearly always lacks one. Two of a million chunks of 1,000 characters
 * pass by chance for a phrase of twelve. Signatures lie row by row, so that merging them is copying.
 */
export const signatureBytes = 256;

const bitMask = signatureBytes * 8 - 1;

/** Signatures of texts that were folded, row-major [texts.length, signatureBytes]. */
export function signaturesOf(foldedTexts: readonly string[]): Uint8Array<ArrayBuffer> {
  const signatures = new Uint8Array(foldedTexts.length * signatureBytes);
  foldedTexts.forEach((text, row) => {
    const start = row * signatureBytes;
    for (let i = 0; i + 3 <= text.length; i += 1) {
      const bit = trigramBit(text, i);
      const byte = start + (bit >> 3);
      signatures[byte] = (signatures[byte] ?? 0) | (1 << (bit & 7));
    }
  });
  return signatures;
}

/** The bits that a text with this folded phrase has; none for a phrase of under three characters. */
export function phraseBits(foldedPhrase: string): number[] {
  const bits = new Set<number>();
  for (let i = 0; i + 3 <= foldedPhrase.length && bits.size < mostBits; i += 1) {
    bits.add(trigramBit(foldedPhrase, i));
  }
  return [...bits];
}

/** Whether the text of a row may hold the phrase of these bits. */
export function mayHold(signatures: Uint8Array, row: number, bits: readonly number[]): boolean {
  const start = row * signatureBytes;
  for (const bit of bits) {
    if (((signatures[start + (bit >> 3)] ?? 0) & (1 << (bit & 7))) === 0) return false;
  }
  return bits.length > 0;
}

/** More say nothing new: by then hardly any row is left that does not hold them all. */
const mostBits = 48;

/** Three UTF-16 units mixed into a bit's number. */
function trigramBit(text: string, start: number): number {
  let hash = Math.imul(text.charCodeAt(start), 0x9e3779b1);
  hash = Math.imul(hash ^ text.charCodeAt(start + 1), 0x85ebca6b);
  hash ^= hash >>> 15;
  hash = Math.imul(hash ^ text.charCodeAt(start + 2), 0xc2b2ae35);
  hash ^= hash >>> 13;
  return hash & bitMask;
}
