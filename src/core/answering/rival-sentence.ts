import { answerCandidates } from './answer-candidates';
import { answerKindOf } from './answer-kind';
import type { Quote } from './choose-quotes';
import type { QuestionView, ScoredSentence } from './score-sentences';
import { shareOfUnit, type TextJudge } from './sentence-views';

/**
 * "How many days do part-time employees get?", beside "Full-time employees get 27 days" and "Part-time employees get 14
 * days": another sentence of the quote offers an answer too, and holds a word of the question that the best does not.
 */
export function isRivalled(
  quote: Quote,
  { text, units }: Pick<QuestionView, 'text' | 'units'>,
  sentences: readonly ScoredSentence[],
  { analyse }: Pick<TextJudge, 'analyse'>,
): boolean {
  const kind = answerKindOf(text);
  // Of names it is less clear what is one.
  if (kind !== 'time' && kind !== 'number') return false;
  const own = new Set(analyse(quote.best.text));
  const missing = units.filter((unit) => shareOfUnit(unit, own) < 1);
  return sentences.some((other) => {
    const isOther = other.rank === quote.best.rank && other.position !== quote.best.position;
    if (!isOther || other.start < quote.start || other.end > quote.end) return false;
    const terms = new Set(analyse(other.text));
    if (!missing.some((unit) => shareOfUnit(unit, terms) === 1)) return false;
    return answerCandidates(text, kind, other.text).length > 0;
  });
}
