/**
 * Letters of the alphabets that mathematics keeps apart (ℝ, 𝓛, 𝔤) as characters of their own. MathML Core, which
 * Chromium follows, knows `mathvariant` no more; Unicode's block of them has gaps, filled by older characters.
 */
export function mathLetters(text: string, alphabet: MathAlphabet): string {
  const { upper, lower, digit, elsewhere } = alphabets[alphabet];
  return text.replace(/[A-Za-z0-9]/g, (letter) => {
    const known = elsewhere[letter];
    if (known !== undefined) return known;
    const code = letter.charCodeAt(0);
    if (letter <= '9') return digit === undefined ? letter : String.fromCodePoint(digit + code - 0x30);
    return String.fromCodePoint(letter <= 'Z' ? upper + code - 0x41 : lower + code - 0x61);
  });
}

export type MathAlphabet = 'double-struck' | 'script' | 'fraktur';

export function isMathAlphabet(variant: string): variant is MathAlphabet {
  return variant in alphabets;
}

interface Alphabet {
  /** Code points of A, a and 0. */
  readonly upper: number;
  readonly lower: number;
  readonly digit?: number;
  readonly elsewhere: Readonly<Record<string, string>>;
}

const alphabets: Readonly<Record<MathAlphabet, Alphabet>> = {
  'double-struck': {
    upper: 0x1d538,
    lower: 0x1d552,
    digit: 0x1d7d8,
    elsewhere: { C: 'ℂ', H: 'ℍ', N: 'ℕ', P: 'ℙ', Q: 'ℚ', R: 'ℝ', Z: 'ℤ' },
  },
  script: {
    upper: 0x1d49c,
    lower: 0x1d4b6,
    elsewhere: {
      ...{ B: 'ℬ', E: 'ℰ', F: 'ℱ', H: 'ℋ', I: 'ℐ', L: 'ℒ', M: 'ℳ', R: 'ℛ' },
      ...{ e: 'ℯ', g: 'ℊ', o: 'ℴ' },
    },
  },
  fraktur: {
    upper: 0x1d504,
    lower: 0x1d51e,
    elsewhere: { C: 'ℭ', H: 'ℌ', I: 'ℑ', R: 'ℜ', Z: 'ℨ' },
  },
};
