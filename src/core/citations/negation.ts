import { chineseNegators, englishFillers, englishNegators, noChineseNegation } from './negation-words';

type Analyse = (text: string) => string[];

/** What a text says and what it denies, by the terms of its words. */
export interface Polarity {
  /** The terms that each negation stands before, nearest first. */
  readonly denials: readonly (readonly string[])[];
  readonly denied: ReadonlySet<string>;
  readonly said: ReadonlySet<string>;
  readonly clauses: readonly ClausePolarity[];
}

interface ClausePolarity {
  readonly terms: ReadonlySet<string>;
  /** How many negations it has. */
  readonly denials: number;
}

/** How many words, and how many Han characters, a negation reaches. */
const reachWords = 2;
const reachCharacters = 3;

export function polarityOf(text: string, analyse: Analyse): Polarity {
  const denials: string[][] = [];
  const denied = new Set<string>();
  const said = new Set<string>();
  const clauses: ClausePolarity[] = [];
  // A negation reaches no further than its clause.
  for (const clause of text.split(/[,;:.!?，。；：！？、\n]+/)) {
    const parts = /\p{Script=Han}/u.test(clause)
      ? chineseParts(clause, analyse)
      : englishParts(clause, analyse);
    for (const { isDenied, terms } of parts) {
      if (isDenied && terms.length > 0) denials.push(terms);
      for (const term of terms) (isDenied ? denied : said).add(term);
    }
    clauses.push({
      terms: new Set(parts.flatMap(({ terms }) => terms)),
      denials: parts.filter(({ isDenied }) => isDenied).length,
    });
  }
  return { denials, denied, said, clauses };
}

/**
 * Whether one text denies what the other one says: by the nearest word after a negation that both texts have, and by
 * clauses of the same words, of which one has a negation more. Two negations in one clause cancel each other.
 */
export function isOpposed(statement: Polarity, source: Polarity): boolean {
  return (
    statement.clauses.some((clause) => isTurned(clause, source.clauses)) ||
    statement.denials.some((terms) => deniesWhatIsSaid(terms, source)) ||
    source.denials.some((terms) => deniesWhatIsSaid(terms, statement))
  );
}

/** A clause is the same when it has so many of the other's words. */
const sameClause = 0.6;

function isTurned({ terms, denials }: ClausePolarity, sources: readonly ClausePolarity[]): boolean {
  if (terms.size < 2) return false;
  let best = sameClause;
  let isOther = false;
  for (const source of sources) {
    const shared = [...terms].filter((term) => source.terms.has(term)).length;
    const likeness = shared / terms.size;
    const isOdd = (denials + source.denials) % 2 === 1;
    if (likeness > best || (likeness === best && isOther && !isOdd)) {
      best = likeness;
      isOther = isOdd;
    }
  }
  return isOther;
}

function deniesWhatIsSaid(terms: readonly string[], { denied, said }: Polarity): boolean {
  const shared = terms.find((term) => denied.has(term) || said.has(term));
  return shared !== undefined && !denied.has(shared);
}

interface ClausePart {
  readonly isDenied: boolean;
  readonly terms: string[];
}

function englishParts(clause: string, analyse: Analyse): ClausePart[] {
  const parts: ClausePart[] = [];
  const said: string[] = [];
  let denial: string[] | undefined;
  const words = clause.toLowerCase().match(/[\p{L}\p{N}]+(?:['’][\p{L}]+)?/gu) ?? [];
  words.forEach((word, i) => {
    const isNegation = englishNegators.has(word) || /n['’]t$/.test(word);
    if (isNegation && words[i + 1] !== 'only') {
      denial = [];
      parts.push({ isDenied: true, terms: denial });
      return;
    }
    if (englishFillers.has(word)) return;
    const terms = analyse(word);
    if (denial) denial.push(...terms);
    else said.push(...terms);
    if (denial && denial.length >= reachWords) denial = undefined;
  });
  parts.push({ isDenied: false, terms: said });
  return parts;
}

function chineseParts(clause: string, analyse: Analyse): ClausePart[] {
  const plain = clause.replace(noChineseNegation, (word) => '·'.repeat(word.length));
  const parts: ClausePart[] = [];
  let saidFrom = 0;
  for (const { 0: negator, index } of plain.matchAll(chineseNegators)) {
    const from = index + negator.length;
    const to = from + reachCharacters;
    parts.push({
      isDenied: false,
      terms: pairsOf(clause.slice(saidFrom, Math.max(saidFrom, index)), analyse),
    });
    parts.push({ isDenied: true, terms: pairsOf(clause.slice(from, to), analyse) });
    saidFrom = to;
  }
  parts.push({ isDenied: false, terms: pairsOf(clause.slice(saidFrom), analyse) });
  return parts;
}

/** Pairs of characters, which keep the order, and words of other scripts. */
function pairsOf(text: string, analyse: Analyse): string[] {
  const terms = analyse(text);
  const pairs = terms.filter((term) => term.length > 1);
  return pairs.length > 0 ? pairs : terms;
}
