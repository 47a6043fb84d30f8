import { foldForPhrases, foldWithSpaces } from './phrase-folding';

export interface SharedPhrase {
  readonly text: string;
  /** The share of the question that it makes up, 0 to 1. */
  readonly share: number;
}

/** What a person put in quotation marks, else all that was asked, when it is short enough to stand somewhere. */
export function phrasesOf(question: string): SharedPhrase[] {
  const quoted = quotedIn(question);
  const asked = foldForPhrases(withoutQuotationMarks(question)).length;
  return (quoted.length > 0 ? quoted : [withoutEndMark(question)]).flatMap((text) => {
    const { length } = foldForPhrases(text);
    if (length < shortestPhrase || length > longestPhrase) return [];
    return [{ text, share: Math.min(1, length / Math.max(1, asked)) }];
  });
}

/** What stands in straight, curled, corner or angle quotation marks; one that is not closed yet is no phrase yet. */
export function quotedIn(question: string): string[] {
  return Array.from(question.matchAll(quotation), ([marked]) => marked.slice(1, -1).trim());
}

export function withoutQuotationMarks(question: string): string {
  return question.replace(quotationMarks, ' ');
}

/** What only ends the question is seldom in a text that it stands in. */
export function withoutEndMark(question: string): string {
  return question.replace(/[\s?？!！.。…]+$/u, '').trim();
}

const quotation = /"[^"]+"|“[^”]+”|「[^」]+」|『[^』]+』|«[^»]+»/g;

/**
 * Terms that every text with the phrase has: single Han and kana, and words that the phrase neither begins nor ends
 * in, for it may begin and end inside a word. In small letters, because a capital inside a word makes further terms.
 */
export function termsWithin(phrase: string, analyse: (text: string) => string[]): string[] {
  const words = phrase.trim().split(/\s+/);
  const inner = words
    .slice(1, -1)
    .filter((word) => !isUnspaced(word))
    .map((word) => word.toLowerCase());
  const characters = Array.from(phrase).filter(isUnspaced);
  return analyse([...inner, ...characters].join(' '));
}

const quotationMarks = /["“”「」『』«»]/g;

/** Signatures know runs of three characters. */
const shortestPhrase = 3;
const longestPhrase = 500;

/**
 * How well a text holds a phrase, case aside: 1 as words of its own, less as a part of words or, in scripts without
 * spaces, when only the white space differs, 0 when it does not. A short piece of a word says nothing: "ink" is no part of
 * "think".
 */
export function phraseMatch(text: string, phrase: string): number {
  const spacedText = foldWithSpaces(text);
  const spaced = foldWithSpaces(phrase);
  if (standsAlone(spacedText, spaced)) return 1;
  const packed = foldForPhrases(phrase);
  if (packed.length < shortestPiece && !isUnspaced(packed)) return 0;
  if (spacedText.includes(spaced)) return 0.9;
  return isUnspaced(packed) && foldForPhrases(text).includes(packed) ? 0.8 : 0;
}

const shortestPiece = 6;

/** Some occurrence neither begins nor ends inside a word; unspaced scripts have no words to begin in. */
function standsAlone(text: string, phrase: string): boolean {
  for (let at = text.indexOf(phrase); at >= 0; at = text.indexOf(phrase, at + 1)) {
    const end = at + phrase.length;
    if (!cutsWord(text, at) && !cutsWord(text, end)) return true;
  }
  return false;
}

function cutsWord(text: string, at: number): boolean {
  return isWordUnit(text[at - 1]) && isWordUnit(text[at]);
}

function isWordUnit(unit: string | undefined): boolean {
  return unit !== undefined && /[\p{L}\p{N}\p{M}]/u.test(unit) && !isUnspaced(unit);
}

function isUnspaced(text: string): boolean {
  return /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u.test(text);
}
