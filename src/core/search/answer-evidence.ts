import { answerKindOf, offersKind } from '../answering/answer-kind';
import { meaningUnits, type MeaningUnit, type TermWeights } from '../answering/meaning-units';
import { sentencesOf } from '../answering/sentence-candidates';
import { shareOfUnit, viewByTerms, weightedShare, type SentenceView } from '../answering/sentence-views';
import type { Passage } from '../passage';

/** What speaks for one sentence holding the answer. Weights are IDF, shares are 0 to 1. */
export interface AnswerEvidence {
  readonly passage: Passage;
  /** The share of the question's weight that the sentence holds, with its headings and in part its neighbours. */
  readonly support: number;
  /** The share of the question's rarest word that the sentence or its headings hold. */
  readonly rarestHeld: number;
  /** The weight of the numbers and codes of the question that are missing. */
  readonly missingNumbers: number;
  /** Whether a time or number is asked for and the sentence offers no new one. */
  readonly lacksKind: boolean;
}

/** A question's own size: a long one is never held whole, and a short one is soon held by chance. */
export interface QuestionSize {
  readonly words: number;
  /** The IDF weight of all its words. */
  readonly weight: number;
}

/** A word that a neighbouring sentence holds is part of what a pronoun can stand for. */
const previousCredit = 0.4;
const nextCredit = 0.3;

/** Gathers what each sentence of the passages, best first, has in common with the question. */
export function gatherEvidence(
  question: string,
  passages: readonly Passage[],
  weights: TermWeights,
): { readonly size: QuestionSize; readonly sentences: readonly AnswerEvidence[] } {
  const units = meaningUnits(question, weights);
  const kind = answerKindOf(question);
  const asksForFigure = kind === 'time' || kind === 'number';
  const rarest = units.reduce<MeaningUnit | undefined>(
    (best, unit) => (best && best.weight >= unit.weight ? best : unit),
    undefined,
  );
  const views = viewByTerms(sentencesOf(passages), weights.analyse);
  const sentences = views.map((view, i): AnswerEvidence => {
    const { candidate, terms } = view;
    const held = (unit: MeaningUnit): number => shareOfUnit(unit, terms);
    const supported = (unit: MeaningUnit): number =>
      Math.max(held(unit), contextCredit(unit, view, views[i - 1], views[i + 1]));
    return {
      passage: candidate.passage,
      support: units.length === 0 ? 0 : weightedShare(units, supported),
      rarestHeld: rarest ? Math.max(held(rarest), isWhole(rarest, view.titleTerms) ? 1 : 0) : 0,
      missingNumbers: sum(units, (unit) =>
        /\p{N}/u.test(unit.text) ? unit.weight * (1 - supported(unit)) : 0,
      ),
      lacksKind: asksForFigure && !offersKind(candidate.text, kind, question),
    };
  });
  return { size: { words: units.length, weight: sum(units, (unit) => unit.weight) }, sentences };
}

/** What a word gets from what stands above the sentence or beside it. */
function contextCredit(
  unit: MeaningUnit,
  { candidate, titleTerms }: SentenceView,
  previous: SentenceView | undefined,
  next: SentenceView | undefined,
): number {
  const holds = (neighbour: SentenceView | undefined): boolean =>
    neighbour?.candidate.rank === candidate.rank && isWhole(unit, neighbour.terms);
  if (isWhole(unit, titleTerms)) return 1;
  if (holds(previous)) return previousCredit;
  return holds(next) ? nextCredit : 0;
}

function isWhole(unit: MeaningUnit, terms: ReadonlySet<string>): boolean {
  return shareOfUnit(unit, terms) === 1;
}

function sum<T>(items: readonly T[], value: (item: T) => number): number {
  return items.reduce((total, item) => total + value(item), 0);
}
