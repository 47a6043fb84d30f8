/**
 * Text to terms for the lexical lane. Latin words are folded to lower case without diacritics; what is written as
 * one thing (a code, a version, a file name, an identifier) is kept whole and its parts beside it. Runs of Han and
 * kana become overlapping pairs and single characters, so that neither a wrong word border nor a one-character
 * question loses a match; characters are folded by the given table (traditional to simplified).
 */
export function createAnalyser(
  foldCharacter: Readonly<Record<string, string>> = {},
): (text: string) => string[] {
  return (text) => {
    const terms: string[] = [];
    for (const [run] of text.normalize('NFKC').matchAll(runs)) {
      if (isUnspaced(run.codePointAt(0) ?? 0)) addCharacterTerms(run, foldCharacter, terms);
      else addWordTerms(run, terms);
    }
    return terms;
  };
}

/** A run of unspaced script, or letters and digits with the signs that join them inside a name or code. */
const runs =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}ー々〇]+|(?:(?![\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}])[\p{L}\p{N}\p{M}])+(?:['’._/@+#-]+(?:(?![\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}])[\p{L}\p{N}\p{M}])+)*[+#]*/gu;

/** Where a compound changes from one part to the next: camelCase, letters to digits, joining signs. */
const partBorder =
  /['’._/@+#-]+|(?<=\p{Ll})(?=\p{Lu})|(?<=\p{Lu})(?=\p{Lu}\p{Ll})|(?<=\p{L})(?=\p{N})|(?<=\p{N})(?=\p{L})/u;

/** A term longer than this is no word a person would type. */
const longestTerm = 64;

function addWordTerms(run: string, terms: string[]): void {
  const whole = foldWord(run);
  if (/^\p{L}+$/u.test(run) && !/\p{Ll}\p{Lu}/u.test(run)) {
    terms.push(whole);
    return;
  }
  if (whole.length <= longestTerm) terms.push(whole);
  const parts = run.split(partBorder).filter((part) => part !== '');
  if (parts.length > 1) for (const part of parts) terms.push(foldWord(part));
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
  const lower = word.toLowerCase().replace(/[’']s$|['’]/gu, '');
  const plain = isAscii(lower) ? lower : lower.normalize('NFD').replace(/\p{M}/gu, '').normalize('NFC');
  return plain.slice(0, longestTerm);
}

function isAscii(text: string): boolean {
  // eslint-disable-next-line no-control-regex -- the whole of ASCII is meant
  return /^[\x00-\x7f]*$/.test(text);
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
