import type { TextRange } from '../text-range';
import { humpBorder, isCharacterTerm, partBorder, runs } from './analyse';
import { foldText, type FoldedText } from './folded-text';
import type { Phrase, SearchQuery, WordFolding } from './search-query';

/** Words of a text that a query asks for. */
export interface MatchedWords extends TextRange {
  readonly kind: 'phrase' | 'word';
  /** What of the query it matches: the same for each occurrence. */
  readonly term: string;
}

/**
 * Finds where texts hold what a query asks for, in order of place; a phrase and its words may lie over each other.
 * Words match in any form that the lexical lane takes as one; Han and kana match by two that stand together, since
 * single ones stand in every sentence.
 */
export function createMatcher(query: SearchQuery, folding: WordFolding): (text: string) => MatchedWords[] {
  const words = new WordMatcher(query, folding);
  return (text) => {
    const folded = foldText(text, folding.table);
    return [
      ...query.phrases.flatMap((phrase) => occurrences(folded, phrase)),
      ...words.matchesIn(text),
      ...characterMatches(folded, query),
    ].sort((a, b) => a.start - b.start || b.end - a.end);
  };
}

/** Letters and digits of scripts that part their words. */
const wordCharacter = /^(?![\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}])[\p{L}\p{N}]/u;

function occurrences({ text, starts, ends }: FoldedText, { text: phrase, isOpen }: Phrase): MatchedWords[] {
  const found: MatchedWords[] = [];
  const beginsWord = wordCharacter.test(phrase);
  const endsWord = wordCharacter.test(phrase.slice(-1)) && !isOpen;
  for (let at = text.indexOf(phrase); at >= 0; at = text.indexOf(phrase, at + phrase.length)) {
    const end = at + phrase.length;
    if (beginsWord && at > 0 && wordCharacter.test(text.charAt(at - 1))) continue;
    if (endsWord && wordCharacter.test(text.charAt(end))) continue;
    found.push({ kind: 'phrase', term: phrase, start: starts[at] ?? 0, end: ends[end - 1] ?? 0 });
  }
  return found;
}

function characterMatches({ text, starts, ends }: FoldedText, query: SearchQuery): MatchedWords[] {
  const found: MatchedWords[] = [];
  const push = (term: string, from: number, to: number): void => {
    found.push({ kind: 'word', term, start: starts[from] ?? 0, end: ends[to - 1] ?? 0 });
  };
  if (query.pairs.size + query.singles.size === 0) return found;
  let previous = '';
  let at = 0;
  for (const character of text) {
    const next = at + character.length;
    if (query.singles.has(character)) push(character, at, next);
    if (query.pairs.has(previous + character)) push(previous + character, at - previous.length, next);
    previous = character;
    at = next;
  }
  return found;
}

const groupedNumber = /(?<![\d,])\d{1,3}(?:,\d{3})+(?![\d,])/g;
const possessive = /['’]s$/i;
const border = new RegExp(`${partBorder.source}|${humpBorder.source}`, 'u');

class WordMatcher {
  readonly #query: SearchQuery;
  readonly #folding: WordFolding;
  readonly #termsOf = new Map<string, readonly string[]>();
  #found: MatchedWords[] = [];

  constructor(query: SearchQuery, folding: WordFolding) {
    this.#query = query;
    this.#folding = folding;
  }

  matchesIn(text: string): MatchedWords[] {
    this.#found = [];
    if (this.#query.words.size === 0) return this.#found;
    for (const { 0: run, index } of text.matchAll(runs)) if (!isCharacterTerm(run)) this.#visit(run, index);
    for (const { 0: number, index } of text.matchAll(groupedNumber)) this.#visitWhole(number, index);
    return this.#found;
  }

  /** A name or code matches as a whole, else by its parts; a plain word by its stem, else by its beginning. */
  #visit(run: string, start: number): void {
    if (this.#visitWhole(run, start)) return;
    const parts = run.split(border).filter((part) => part !== '');
    if (parts.length > 1) {
      let at = 0;
      for (const part of parts) {
        at = run.indexOf(part, at);
        this.#visit(part, start + at);
        at += part.length;
      }
      return;
    }
    const { words, beginning } = this.#query;
    const shared = this.#terms(run).find((term) => words.has(term));
    if (shared !== undefined) this.#push(shared, start, run.length);
    else if (beginning !== undefined) this.#visitBeginning(run, start, beginning);
  }

  #visitWhole(run: string, start: number): boolean {
    const [whole] = this.#terms(run);
    if (whole === undefined || !this.#query.words.has(whole)) return false;
    this.#push(whole, start, run.replace(possessive, '').length);
    return true;
  }

  #visitBeginning(run: string, start: number, beginning: string): void {
    const folded = foldText(run, this.#folding.table);
    if (!folded.text.startsWith(beginning)) return;
    this.#push(beginning, start, folded.ends[beginning.length - 1] ?? run.length);
  }

  #terms(run: string): readonly string[] {
    const known = this.#termsOf.get(run) ?? this.#folding.analyse(run);
    this.#termsOf.set(run, known);
    return known;
  }

  #push(term: string, start: number, length: number): void {
    this.#found.push({ kind: 'word', term, start, end: start + length });
  }
}
