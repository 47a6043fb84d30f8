import { cosineOfUnitVectors } from '../search/cosine';
import { detectLanguage, type Language } from '../language';
import { answerKindOf, offersKind } from './answer-kind';
import { codeAskedFor, codeSpans } from './code-spans';
import { isLabelledFor } from './labelled-value';
import type { MeaningUnit } from './meaning-units';
import type { SentenceCandidate } from './sentence-candidates';
import { asksOfRights, isRightsNotice } from './rights-notice';
import { matchOf, nearnessTo, shareOfUnit, weightedShare, type SentenceView } from './sentence-views';

export interface ScoredSentence extends SentenceCandidate {
  /** Higher is better; comparable within a question only. */
  readonly score: number;
  /** False when so little of the question is there that the sentence is no answer, however it compares. */
  readonly isSupported: boolean;
}

export interface QuestionView {
  readonly text: string;
  readonly units: readonly MeaningUnit[];
  readonly vector: Float32Array | undefined;
  /** One for each unit. */
  readonly unitVectors: readonly Float32Array[];
}

interface Weights {
  readonly cosine: number;
  readonly passage: number;
  readonly timeOrNumber: number;
  readonly name: number;
  /** Added for what the sentence holds itself, without its context. */
  readonly own: number;
  /** Added to all, so that right sentences of both kinds score alike where a library holds both languages. */
  readonly base: number;
  /** The share of the question's meaning below which a sentence is no answer. */
  readonly leastSupport: number;
}

/*
 * Found by coordinate search on every second question of XQuAD, CMRC 2018, DRCD and Natural Questions, judged by
 * whether a chosen sentence holds the answer; the other half of the questions scores the same. Across languages no
 * term is shared and passage scores say less, so the vectors decide. `leastSupport` passes 99 of 100 sentences that
 * are right; whether the library holds the answer at all is for the retrieval to say.
 */
const sameLanguage: Weights = {
  cosine: 0.1,
  passage: 0.75,
  timeOrNumber: 0.35,
  name: 0.1,
  own: 0,
  base: 0,
  leastSupport: 0.24,
};
const acrossLanguages: Weights = {
  cosine: 0.5,
  passage: 0.3,
  timeOrNumber: 0.2,
  name: 0,
  own: 0.35,
  base: 0.4,
  leastSupport: 0.1,
};

/** For the value behind a label that names what is asked for. */
const labelWeight = 0.25;
/** For a code or telephone number where one is asked for: few sentences hold any. */
const codeWeight = 0.4;

/** A word that the document is about belongs to each of its sentences; one that a neighbour holds, in part, but for the rows of a table. */
const titleCredit = 1;
const previousCredit = 0.4;
const nextCredit = 0.3;

/**
 * Scores sentences of one or more passages by how well they answer. Each word of the question counts by its rarity
 * and by the nearest word of the sentence, so that "gave up" answers "surrender" and 砚 answers "inkstone".
 */
export function scoreSentences(question: QuestionView, sentences: readonly SentenceView[]): ScoredSentence[] {
  const kind = answerKindOf(question.text);
  const code = codeAskedFor(question.text);
  const language = detectLanguage(question.text);
  const languages = sentences.map(({ candidate }) => detectLanguage(candidate.text));
  const bestPassage = bestPassageByLanguage(sentences, languages);
  const nearness = question.unitVectors.map(nearnessTo);
  const mayQuoteRights = asksOfRights(question.text);

  return sentences.map((sentence, i): ScoredSentence => {
    const { candidate } = sentence;
    const sourceLanguage = languages[i] ?? language;
    const weights = sourceLanguage === language ? sameLanguage : acrossLanguages;
    const matches = question.units.map((unit, k) => matchOf(unit, nearness[k], sentence));
    const context = contextOf(sentence, sentences[i - 1], sentences[i + 1]);
    const support = weightedShare(question.units, (unit, k) => Math.max(matches[k] ?? 0, context(unit)));
    const own = weightedShare(question.units, (_, k) => matches[k] ?? 0);
    const cosine =
      question.vector && sentence.vector ? cosineOfUnitVectors(question.vector, sentence.vector) : 0;
    const offered = offersKind(candidate.text, kind, question.text);
    const kindWeight = kind === 'time' || kind === 'number' ? weights.timeOrNumber : weights.name;
    const isCode = code !== undefined && codeSpans(candidate.text, code).length > 0;
    const isLabelled = isLabelledFor(kind, candidate.text, question.text);
    const score =
      weights.base +
      support +
      weights.own * own +
      weights.cosine * cosine +
      weights.passage * (candidate.passage.score / bestPassage[sourceLanguage]) +
      (offered ? kindWeight : 0) +
      (isLabelled ? labelWeight : 0) +
      (isCode ? codeWeight : 0);
    const next = sentences[i + 1]?.candidate;
    const nextText = next?.rank === candidate.rank ? next.text : '';
    const isQuotable = candidate.isQuotable && (mayQuoteRights || !isRightsNotice(candidate.text, nextText));
    return { ...candidate, isQuotable, score, isSupported: support >= weights.leastSupport };
  });
}

/** Scores of passages in the question's language and in another are not on one scale. */
function bestPassageByLanguage(
  sentences: readonly SentenceView[],
  languages: readonly Language[],
): Record<Language, number> {
  const best = { en: Number.EPSILON, zh: Number.EPSILON };
  sentences.forEach(({ candidate }, i) => {
    const language = languages[i];
    if (language) best[language] = Math.max(best[language], candidate.passage.score);
  });
  return best;
}

/** What a unit gets from the sentence's place alone. */
function contextOf(
  { candidate, titleTerms }: SentenceView,
  previous: SentenceView | undefined,
  next: SentenceView | undefined,
): (unit: MeaningUnit) => number {
  const holds = (sentence: SentenceView | undefined, unit: MeaningUnit): boolean =>
    candidate.columns === undefined &&
    sentence?.candidate.rank === candidate.rank &&
    shareOfUnit(unit, sentence.terms) === 1;
  return (unit) => {
    if (shareOfUnit(unit, titleTerms) === 1) return titleCredit;
    if (holds(previous, unit)) return previousCredit;
    return holds(next, unit) ? nextCredit : 0;
  };
}
