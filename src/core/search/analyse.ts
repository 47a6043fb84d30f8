import { stemEnglish } from './english-stem';

/**
 * Text to terms for the lexical lane. Words are folded to lower case without diacritics, and English ones to a light
 * stem; what is written as one thing (a code, a version, a file name, an identifier) is kept whole and its parts
 * beside it. Runs of Han and kana become overlapping pairs and single characters, so that neither a wrong word border
 * nor a one-character question loses a match; Hangul words get their pairs too, since particles are written onto them.
 * Characters are folded by the given table (traditional to simplified). Dictionary words (`Intl.Segmenter`) add
 * nothing measurable to the pairs and take four times as long.
 */
export function createAnalyser(
  foldCharacter: Readonly<Record<string, string>> = {},
): (text: string) => string[] {
  return (text) => {
    const terms: string[] = [];
    const plain = text.normalize('NFKC').replace(digitGroupComma, '');
    for (const [run] of plain.matchAll(runs)) {
      if (isUnspaced(run.codePointAt(0) ?? 0)) addCharacterTerms(run, foldCharacter, terms);
      else addWordTerms(run, terms);
    }
    return terms;
  };
}

/** 1,000,000 is one number. */
const digitGroupComma = /(?<=\d),(?=\d{3}(?!\d))/g;

/** A run of unspaced script, or letters and digits with the signs that join them inside a name or code. */
export const runs =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}ー々〇]+|(?:(?![\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}])[\p{L}\p{N}\p{M}])+(?:['’._/@+#-]+(?:(?![\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}])[\p{L}\p{N}\p{M}])+)*[+#]*/gu;

/** Where one part of a compound ends: joining signs, letters to digits. */
export const partBorder = /['’._/@+#-]+|(?<=\p{L})(?=\p{N})|(?<=\p{N})(?=\p{L})/u;
/** Where a new word begins in camelCase. */
export const humpBorder = /(?<=\p{Ll})(?=\p{Lu})|(?<=\p{Lu})(?=\p{Lu}\p{Ll})/u;

const initials = /^\p{L}(?:\.\p{L})+$/u;

/** A term longer than this is no word a person would type. */
const longestTerm = 64;

function addWordTerms(run: string, terms: string[]): void {
  const word = run.replace(/['’]s$/i, '');
  if (isPlainWord(word)) {
    const term = foldWord(word);
    terms.push(term);
    if (isHangul(term)) addPairs(term, terms);
    return;
  }
  const whole = foldWord(initials.test(word) ? word.replaceAll('.', '') : word);
  if (whole.length <= longestTerm) terms.push(whole);
  const parts = word.split(partBorder).filter((part) => part !== '');
  for (const part of parts) {
    if (parts.length > 1) terms.push(foldWord(part));
    const humps = part.split(humpBorder);
    if (humps.length > 1) for (const hump of humps) terms.push(foldWord(hump));
  }
}

/** Letters only, and no change of case inside. */
function isPlainWord(word: string): boolean {
  return /^(?:[a-z]+|[A-Z][a-z]*)$/.test(word) || (/^\p{L}+$/u.test(word) && !/\p{Ll}\p{Lu}/u.test(word));
}

function addPairs(word: string, terms: string[]): void {
  if (word.length < 3) return;
  for (let i = 0; i < word.length - 1; i += 1) terms.push(word.slice(i, i + 2));
}

function addCharacterTerms(
  run: string,
  foldCharacter: Readonly<Record<string, string>>,
  terms: string[],
): void {
  let previous = '';
  for (const character of run) {
    const folded = foldCharacter[character] ?? character;
    terms.push(folded);
    if (previous !== '') terms.push(previous + folded);
    previous = folded;
  }
}

function foldWord(word: string): string {
  const lower = word.toLowerCase().replace(/['’]/g, '');
  const plain = isAscii(lower) ? lower : lower.normalize('NFD').replace(/\p{M}/gu, '').normalize('NFC');
  return stemEnglish(plain).slice(0, longestTerm);
}

function isAscii(text: string): boolean {
  // eslint-disable-next-line no-control-regex -- the whole of ASCII is meant
  return /^[\x00-\x7f]*$/.test(text);
}

function isHangul(term: string): boolean {
  const code = term.charCodeAt(0);
  return code >= 0xac00 && code <= 0xd7a3;
}

function isUnspaced(codePoint: number): boolean {
  return (
    (codePoint >= 0x3005 && codePoint <= 0x30ff) ||
    (codePoint >= 0x3400 && codePoint <= 0x9fff) ||
    (codePoint >= 0xf900 && codePoint <= 0xfaff) ||
    codePoint >= 0x20000
  );
}

/** Whether a term is of the unspaced scripts; tells which script a text is written in from its terms. */
export function isCharacterTerm(term: string): boolean {
  return isUnspaced(term.codePointAt(0) ?? 0);
}
