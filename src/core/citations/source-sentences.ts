import { sentencesOf, type SentenceCandidate } from '../answering/sentence-candidates';
import { viewByTerms, withVectors, type SentenceView, type TextJudge } from '../answering/sentence-views';
import { detectLanguage, type Language } from '../language';
import { memoised } from '../memoised';
import type { Passage } from '../passage';
import { monthsOf } from './months';
import { polarityOf, type Polarity } from './negation';
import { heldNumbers } from './numbers';

/** What is read only from a sentence that may support a statement. */
export interface SentenceFacts {
  readonly numbers: ReadonlySet<number>;
  readonly months: ReadonlySet<number>;
  readonly polarity: Polarity;
}

/** The sentences of the passages of one answer: what is found out about them serves all that the answer says. */
export class SourceSentences {
  readonly candidates: readonly SentenceCandidate[];
  /** By terms alone. */
  readonly views: readonly SentenceView[];
  readonly #analyse: TextJudge['analyse'];
  readonly #languages: ReadonlyMap<SentenceCandidate, Language>;
  readonly #termsByPassage: ReadonlyMap<number, ReadonlySet<string>>;
  readonly #facts = new Map<SentenceCandidate, SentenceFacts>();
  #withVectors: (() => Promise<SentenceView[]>) | undefined;

  constructor(passages: readonly Passage[], analyse: TextJudge['analyse']) {
    this.candidates = sentencesOf(passages);
    this.views = viewByTerms(this.candidates, analyse);
    this.#analyse = analyse;
    this.#languages = new Map(
      this.candidates.map((candidate) => [candidate, detectLanguage(candidate.text)]),
    );
    this.#termsByPassage = termsByPassage(this.views);
  }

  languageOf(candidate: SentenceCandidate): Language | undefined {
    return this.#languages.get(candidate);
  }

  /** Whether a passage, or what stands above it, has all of these terms. */
  passageHolds(rank: number, terms: readonly string[]): boolean {
    const held = this.#termsByPassage.get(rank);
    return terms.every((term) => held?.has(term));
  }

  factsOf(candidate: SentenceCandidate): SentenceFacts {
    const known = this.#facts.get(candidate);
    if (known) return known;
    const { text } = candidate;
    const facts = {
      numbers: heldNumbers(text),
      months: monthsOf(text),
      polarity: polarityOf(text, this.#analyse),
    };
    this.#facts.set(candidate, facts);
    return facts;
  }

  /** The views with vectors, once asked for; a failure is forgotten. */
  viewsWithVectors(embed: TextJudge['embed']): Promise<SentenceView[]> {
    this.#withVectors ??= memoised(() => withVectors(this.views, embed));
    return this.#withVectors();
  }
}

function termsByPassage(views: readonly SentenceView[]): Map<number, Set<string>> {
  const byPassage = new Map<number, Set<string>>();
  for (const { candidate, terms, titleTerms } of views) {
    const all = byPassage.get(candidate.rank) ?? new Set(titleTerms);
    for (const term of terms) all.add(term);
    byPassage.set(candidate.rank, all);
  }
  return byPassage;
}
