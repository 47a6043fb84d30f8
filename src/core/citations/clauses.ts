import { meaningUnits, type MeaningUnit, type TermWeights } from '../answering/meaning-units';
import { monthsOf } from './months';
import { statedNumbers } from './numbers';

/** A part of a statement between commas, with at least two words that mean something where it has as many. */
export interface Clause {
  readonly numbers: ReadonlySet<number>;
  readonly months: ReadonlySet<number>;
  /** Its words without numbers, as positions among the statement's units. */
  readonly words: readonly number[];
}

const leastWords = 2;

/** The clauses of a statement: a number belongs to the words of its own. A date alone belongs to what follows. */
export function clausesOf(text: string, units: readonly MeaningUnit[], weights: TermWeights): Clause[] {
  const places = new Map(units.map((unit, i) => [unit.terms.join(' '), i]));
  const wordsOf = (part: string): number[] =>
    meaningUnits(part, weights).flatMap((unit) =>
      isNumber(unit.text) ? [] : (places.get(unit.terms.join(' ')) ?? []),
    );
  const parts: string[] = [];
  let open = '';
  for (const part of text.split(/(?<=[，；;、]|,(?=\s))/u)) {
    open += part;
    if (wordsOf(open).length < leastWords) continue;
    parts.push(open);
    open = '';
  }
  if (open !== '') parts.push((parts.pop() ?? '') + open);
  return parts.map((part) => ({
    numbers: statedNumbers(part),
    months: monthsOf(part),
    words: wordsOf(part),
  }));
}

/** Months are told apart by themselves. */
function isNumber(word: string): boolean {
  return /^[\d.,]+$/.test(word) || monthsOf(word.charAt(0).toUpperCase() + word.slice(1)).size > 0;
}
