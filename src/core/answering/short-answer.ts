import { answerCandidates, type AnswerCandidate, type CandidateSource } from './answer-candidates';
import { answerKindOf } from './answer-kind';
import { fitsRole } from './fits-role';
import { withCounted } from './numbers-asked-for';
import { overlap, type AnswerSpan } from './answer-span';
import { holdsLimits, isSaidOfAnother, keepsOrder } from './question-limits';
import { nearness, type WeighedPlaces } from './span-nearness';

export interface ShortAnswer extends AnswerSpan {
  /** How sure it is that this is the answer, as log-odds: 0 is even. */
  readonly certainty: number;
}

/**
 * The words of a sentence that answer a question for a time, a number, a name or a thing, if any have that form and what
 * the question is limited to is said of them; `above` holds its titles, and what it points back at.
 */
export function shortAnswerIn(
  question: string,
  sentence: string,
  places: WeighedPlaces,
  lead: number,
  above = '',
): ShortAnswer | undefined {
  if (!holdsLimits(question, sentence, above)) return undefined;
  const candidates = answerCandidates(question, answerKindOf(question), sentence)
    .filter((candidate) => fitsRole(question, candidate, sentence))
    .map((candidate) => ({ ...candidate, score: candidate.cue + nearness(candidate, sentence, places) }))
    .sort((a, b) => b.score - a.score || a.start - b.start);
  const [best] = candidates;
  if (!best || isSaidOfAnother(best, sentence, places) || !keepsOrder(question, best, sentence))
    return undefined;
  const rival = candidates.find((candidate) => !overlap(candidate, best));
  const clarity = rival ? (best.score - rival.score) / Math.max(best.score, Number.EPSILON) : 1;
  const { start, end, text } = best.source === 'number' ? withCounted(question, sentence, best) : best;
  return { start, end, text, certainty: certaintyOf(best, clarity, lead) };
}

/** Less certain ones are not shown: the quotes stand for themselves. About 7 of 8 that are shown are right. */
export const leastCertainty = 1.5;

interface ScoredCandidate extends AnswerCandidate {
  readonly score: number;
}

/*
 * A logistic regression on 450 questions each of XQuAD, CMRC 2018, DRCD and Natural Questions; right is a span that
 * holds the accepted answer, is a whole part of it, or shares half of its words (F1). Codes, which the sets do not ask
 * for, are weighed like numbers.
 */
const weights = { score: 1.64, clarity: 0.95, lead: 1.63 };
/** A sentence that leads by more is not surer for it. */
const mostLead = 0.5;
/** How often each way of finding spans is right. */
const certaintyOfSource: Readonly<Record<CandidateSource, number>> = {
  time: 0.55,
  number: -0.18,
  code: -0.18,
  person: -1.5,
  place: -2.37,
  thing: -1.3,
  gap: -1.3,
  'open-gap': -2.11,
};

function certaintyOf({ score, source }: ScoredCandidate, clarity: number, lead: number): number {
  return (
    certaintyOfSource[source] +
    weights.score * score +
    weights.clarity * clarity +
    weights.lead * Math.min(mostLead, lead)
  );
}
