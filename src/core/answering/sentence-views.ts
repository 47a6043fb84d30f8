import { cosineOfUnitVectors } from '../search/cosine';
import { wordsOf, type MeaningUnit, type TermWeights } from './meaning-units';
import type { SentenceCandidate } from './sentence-candidates';

/** What reads texts: their terms, the weights of the terms, and vectors. */
export interface TextJudge extends TermWeights {
  /** Unit vectors of the texts, one each. */
  readonly embed: (texts: readonly string[], role: 'query' | 'passage') => Promise<Float32Array[]>;
}

/** What is known of one sentence. */
export interface SentenceView {
  readonly candidate: SentenceCandidate;
  readonly terms: ReadonlySet<string>;
  /** The terms of what stands above the sentence: its document's title, its headings, the columns of a row. */
  readonly titleTerms: ReadonlySet<string>;
  readonly vector: Float32Array | undefined;
  /** Vectors of its single words. */
  readonly wordVectors: readonly Float32Array[];
}

/** Views by terms alone. */
export function viewByTerms(
  candidates: readonly SentenceCandidate[],
  analyse: TextJudge['analyse'],
): SentenceView[] {
  const titles = new Map<number, ReadonlySet<string>>();
  return candidates.map((candidate) => {
    const { passage, rank, text, columns } = candidate;
    const titleTerms =
      titles.get(rank) ?? new Set(analyse([passage.documentTitle ?? '', ...passage.headingPath].join('\n')));
    titles.set(rank, titleTerms);
    const above = columns?.length ? new Set([...titleTerms, ...analyse(columns.join('\n'))]) : titleTerms;
    return {
      candidate,
      terms: new Set(analyse(text)),
      titleTerms: above,
      vector: undefined,
      wordVectors: [],
    };
  });
}

/** The same views with the vectors of the sentences and of each of their words. */
export async function withVectors(
  views: readonly SentenceView[],
  embed: TextJudge['embed'],
): Promise<SentenceView[]> {
  const texts = views.map((view) => view.candidate.text);
  const words = texts.map((text) => [...new Set(wordsOf(text))]);
  const distinct = [...new Set(words.flat())];
  const vectors = await embed([...texts, ...distinct], 'passage');
  const vectorOfWord = new Map(distinct.map((word, i) => [word, vectors[texts.length + i]]));
  return views.map((view, i) => ({
    ...view,
    vector: vectors[i],
    wordVectors: (words[i] ?? []).flatMap((word) => vectorOfWord.get(word) ?? []),
  }));
}

/** Unrelated words still have a cosine of about this. */
export const chanceCosine = 0.1;

/** The cosine of a word to one vector, reckoned once a word: sentences share most of theirs. */
export function nearnessTo(vector: Float32Array): (word: Float32Array) => number {
  const known = new Map<Float32Array, number>();
  return (word) => {
    let cosine = known.get(word);
    if (cosine === undefined) {
      cosine = cosineOfUnitVectors(vector, word);
      known.set(word, cosine);
    }
    return cosine;
  };
}

/** How much of a unit a sentence holds, 0 to 1: by its terms, else by the nearest of its words; see `nearnessTo`. */
export function matchOf(
  unit: MeaningUnit,
  nearness: ((word: Float32Array) => number) | undefined,
  { terms, wordVectors }: SentenceView,
): number {
  const exact = shareOfUnit(unit, terms);
  if (exact === 1 || nearness === undefined) return exact;
  let nearest = 0;
  for (const word of wordVectors) nearest = Math.max(nearest, nearness(word));
  return Math.max(exact, (nearest - chanceCosine) / (1 - chanceCosine));
}

/** How much of a unit is among some terms, 0 to 1. */
export function shareOfUnit(unit: MeaningUnit, terms: ReadonlySet<string>): number {
  return unit.terms.filter((term) => terms.has(term)).length / unit.terms.length;
}

/** The share of the units' weight that is held. A text without units has nothing that could be missing. */
export function weightedShare(
  units: readonly MeaningUnit[],
  creditOf: (unit: MeaningUnit, position: number) => number,
): number {
  let held = 0;
  let total = 0;
  units.forEach((unit, position) => {
    held += unit.weight * creditOf(unit, position);
    total += unit.weight;
  });
  return total > 0 ? held / total : 1;
}
