import { isCharacterTerm } from './analyse';
import { foldText, type CharacterTable } from './folded-text';
import { quotedIn, withoutEndMark, withoutQuotationMarks } from './phrase-match';
import { isFraming, questionTerms } from './question-terms';

/** How words are compared: as the lexical lane does. */
export interface WordFolding {
  readonly analyse: (text: string) => string[];
  readonly table: CharacterTable;
}

export interface Phrase {
  /** See `foldText`. */
  readonly text: string;
  /** A phrase that is still being typed may end inside a word. */
  readonly isOpen: boolean;
}

/** What a query asks to be marked in a text. */
export interface SearchQuery {
  /** The words without the quotation marks, for searching by meaning. */
  readonly text: string;
  /** Words that stand together: those in quotation marks, else the whole query when it is more than one word. */
  readonly phrases: readonly Phrase[];
  /** Terms of the lexical lane, but for Han and kana. */
  readonly words: ReadonlySet<string>;
  /** Two Han or kana that stand together. */
  readonly pairs: ReadonlySet<string>;
  /** Han or kana that the query has standing alone. */
  readonly singles: ReadonlySet<string>;
  /** The folded beginning of a word that is still being typed. */
  readonly beginning?: string;
}

const lastWord = /(?<![\p{L}\p{M}\p{N}])[\p{L}\p{N}][\p{L}\p{M}\p{N}]+$/u;

/** A query as it stands in the field, its last word perhaps unfinished. */
export function readSearchQuery(query: string, folding: WordFolding): SearchQuery {
  const { analyse } = folding;
  const text = withoutQuotationMarks(query).replace(/\s+/g, ' ').trim();
  const terms = questionTerms(text, analyse);
  const characters = terms.filter(isCharacterTerm);
  const pairs = characters.filter((term) => lengthOf(term) === 2);
  const beginning = beginningIn(query, folding.table);
  return {
    text,
    phrases: phrasesIn(query, text, folding),
    words: new Set(terms.filter((term) => !isCharacterTerm(term))),
    pairs: new Set(pairs),
    singles: new Set(characters.filter((term) => isSingle(term, pairs))),
    ...(beginning === undefined ? {} : { beginning }),
  };
}

function phrasesIn(query: string, text: string, { analyse, table }: WordFolding): Phrase[] {
  const inQuotes = quotedIn(query)
    .map((phrase) => ({ text: foldText(phrase, table).text, isOpen: false }))
    .filter((phrase) => phrase.text !== '');
  if (inQuotes.length > 0) return inQuotes;
  const whole = withoutEndMark(text);
  if (analyse(whole).length < 2) return [];
  return [{ text: foldText(whole, table).text, isOpen: !/\s$/.test(query) }];
}

/** "砚是" is 砚 with a verb, and no word of two characters. */
const copula = '是';

function isSingle(character: string, pairs: readonly string[]): boolean {
  if (lengthOf(character) !== 1 || character === copula) return false;
  return !pairs.some((pair) => pair.includes(character) && !pair.includes(copula));
}

/** In characters, of any plane. */
function lengthOf(term: string): number {
  return Array.from(term).length;
}

function beginningIn(query: string, table: CharacterTable): string | undefined {
  const word = lastWord.exec(query)?.[0];
  if (word === undefined || isCharacterTerm(word) || isFraming(word)) return undefined;
  return foldText(word, table).text;
}
