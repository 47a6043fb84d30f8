import { sentencesOf, type SentenceCandidate } from '../answering/sentence-candidates';
import type { Citation } from '../citation';
import type { Passage } from '../passage';
import { cosineOfUnitVectors } from '../search/cosine';

export interface AlignmentJudge {
  readonly analyse: (text: string) => string[];
  readonly idf: (term: string) => number;
  /** Unit vectors, for statements in another language than their source. */
  readonly embed: (texts: readonly string[]) => Promise<Float32Array[]>;
}

const mostSpans = 2;
/** Share of the statement's weight that the source sentence must hold. */
const leastCoverage = 0.5;
/** A passage that the model itself named needs less. */
const leastCoverageHinted = 0.35;
/** Across languages the words differ: the vectors must agree. True translations score about 0.5 with our model. */
const leastCosine = 0.5;
const leastCosineHinted = 0.4;

/**
 * The spans of the passages that support one sentence of a model's answer, best first; none when the support is
 * too weak. Numbers of the sentence must stand in the span. `hints` are passage numbers, from 1, that the model
 * wrote: they lower the bar and are never taken on trust.
 */
export async function alignSentence(
  sentence: string,
  passages: readonly Passage[],
  hints: readonly number[],
  { analyse, idf, embed }: AlignmentJudge,
): Promise<Omit<Citation, 'n'>[]> {
  const terms = new Set(analyse(sentence));
  const weight = sum(terms, idf);
  const candidates = sentencesOf(passages);
  if (weight === 0 || candidates.length === 0) return [];
  const numbers = numbersOf(sentence);
  const hinted = new Set(hints.map((hint) => hint - 1));
  const [own, ...vectors] = await embed([sentence, ...candidates.map((candidate) => candidate.text)]);

  const supporting = candidates.flatMap((candidate, i) => {
    const shared = new Set(analyse(candidate.text).filter((term) => terms.has(term)));
    const coverage = sum(shared, idf) / weight;
    const vector = vectors[i];
    const cosine = own && vector ? cosineOfUnitVectors(own, vector) : 0;
    const isHinted = hinted.has(candidate.rank);
    const isSupported =
      coverage >= (isHinted ? leastCoverageHinted : leastCoverage) ||
      cosine >= (isHinted ? leastCosineHinted : leastCosine);
    const held = numbersOf(candidate.text);
    const holdsNumbers = [...numbers].every((number) => held.has(number));
    return isSupported && holdsNumbers
      ? [{ candidate, score: coverage + cosine + (isHinted ? 0.2 : 0) }]
      : [];
  });
  supporting.sort((a, b) => b.score - a.score);
  const best = supporting[0]?.score ?? 0;
  return supporting
    .filter(({ score }, i) => i === 0 || score >= best * 0.9)
    .slice(0, mostSpans)
    .map(({ candidate }) => spanOf(candidate));
}

function spanOf({ passage, start, end, text }: SentenceCandidate): Omit<Citation, 'n'> {
  const { documentId, documentName, page } = passage;
  return { documentId, documentName, start, end, quote: text, ...(page === undefined ? {} : { page }) };
}

/** Numbers as written in digits, without their thousands separators. */
function numbersOf(text: string): Set<string> {
  const found = text.normalize('NFKC').matchAll(/\d+(?:[.,]\d+)*/g);
  return new Set([...found].map(([number]) => number.replace(/,(?=\d{3}\b)/g, '')));
}

function sum(terms: Iterable<string>, idf: (term: string) => number): number {
  let total = 0;
  for (const term of terms) total += idf(term);
  return total;
}
