import type { Turn } from './answer-engine';
import { isCourtesy } from './follow-up/courtesies';
import { chineseFollowUps } from './follow-up/chinese';
import { englishFollowUps } from './follow-up/english';
import type { FollowUpRules } from './follow-up/rules';
import { detectLanguage, type Language } from './language';

const rules: Record<Language, FollowUpRules> = { en: englishFollowUps, zh: chineseFollowUps };
/** A conversation's topic is not carried over more questions than these. */
const mostTurns = 8;

/** Whether the question can only be understood from what was asked before it. */
export function leansOnHistory(question: string, history: readonly Pick<Turn, 'question'>[]): boolean {
  return history.some((turn) => !isCourtesy(turn.question)) && leans(question);
}

/**
 * What to search for. A follow-up that leans on what was asked before ("and when was it built?") gets the topic it
 * leans on; a question that stands alone is searched as it is. The topic goes through a chain of follow-ups, because
 * each of them is completed before the next one leans on it.
 */
export function standaloneQuestion(question: string, history: readonly Pick<Turn, 'question'>[]): string {
  const earlier: string[] = [];
  for (const turn of history.slice(-mostTurns)) {
    if (!isCourtesy(turn.question)) earlier.push(completed(turn.question.trim(), earlier));
  }
  return completed(question, earlier);
}

/** Signs, emoji and courtesies alone ask nothing, and lean on nothing. */
function leans(question: string): boolean {
  if (!/[\p{L}\p{N}]/u.test(question) || isCourtesy(question)) return false;
  return rules[detectLanguage(question)].leans(question.trim());
}

/** `earlier` holds the questions before, oldest first, each of which stands alone. */
function completed(question: string, earlier: readonly string[]): string {
  if (!leans(question)) return question;
  const language = detectLanguage(question);
  const meant = earlier.findLast((one) => mayMean(question, one));
  if (meant === undefined) return question;
  const meantLanguage = detectLanguage(meant);
  const topic = rules[meantLanguage].topic(meant);
  return rules[language].complete(question.trim(), topic, meantLanguage === language ? meant : undefined);
}

/** "How much was he paid?" asks nothing about the capital of a country. */
function mayMean(question: string, earlier: string): boolean {
  if (!rules[detectLanguage(question)].meansPerson(question)) return true;
  return rules[detectLanguage(earlier)].mayBeOfPerson(earlier);
}
