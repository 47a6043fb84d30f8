import type { TextEditKind } from '../text-edits';
import type { TextRange } from '../text-range';

export interface Replacement extends TextRange {
  readonly kind: Extract<TextEditKind, 'ligature' | 'width' | 'hyphenation'>;
  readonly replacement: string;
}

const latinLigatures = '\\uFB00-\\uFB06';
const armenianLigatures = '\\uFB13-\\uFB17';
const hebrewForms = '\\uFB1D\\uFB1F-\\uFB28\\uFB2A-\\uFB4F';
const arabicForms =
  '\\uFB50-\\uFBB1\\uFBD3-\\uFBFF\\uFC00-\\uFC5D\\uFC64-\\uFD3D\\uFD50-\\uFDC7\\uFE80-\\uFEFC';
const wideLetters = '\\uFF10-\\uFF19\\uFF21-\\uFF3A\\uFF41-\\uFF5A';

const anything = new RegExp(
  `[${latinLigatures}${armenianLigatures}${hebrewForms}${arabicForms}${wideLetters}\\u00AD]`,
);
const wide = new RegExp(`[${wideLetters}]`);
const each = new RegExp(
  `[${latinLigatures}${armenianLigatures}${hebrewForms}${arabicForms}${wideLetters}]|(?<=\\p{L})\\u00AD(?=\\p{L})`,
  'gu',
);

/** What is to be replaced in a text, in order, one character at a time; nothing inside the `untouched` ranges. */
export function findReplacements(text: string, untouched: readonly TextRange[]): Replacement[] {
  // Most texts have none: one look at them is all they cost.
  if (!anything.test(text)) return [];
  const replacements: Replacement[] = [];
  let next = 0;
  for (const { 0: character, index: start } of text.matchAll(each)) {
    for (let range = untouched[next]; range && range.end <= start; range = untouched[next]) next += 1;
    const range = untouched[next];
    if (range && range.start <= start) continue;
    const replacement = character === '\u00AD' ? '' : character.normalize('NFKC');
    // Some marks are only shown on a space of their own.
    if (replacement === character || replacement.includes(' ')) continue;
    const kind = character === '\u00AD' ? 'hyphenation' : wide.test(character) ? 'width' : 'ligature';
    replacements.push({ kind, start, end: start + character.length, replacement });
  }
  return replacements;
}
