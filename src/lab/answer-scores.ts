import { readShortAnswer } from '../core/answering/short-answer-text';
import type { AnswerMessage } from '../core/conversation';
import type { Language } from '../core/language';
import { answerF1, containsAnswer, withoutCitationMarks } from './answer-metrics';
import { mean, round } from './metrics';
import type { AnswerScores } from './protocol';

/** How one question was answered. */
export interface ScoredAnswer {
  readonly language: Language;
  readonly abstained: boolean;
  /** One of the passages that the engine was given contains an accepted answer. */
  readonly isRetrieved: boolean;
  readonly short: string | undefined;
  readonly accepted: readonly string[];
  readonly f1: number;
  readonly contains: boolean;
  readonly citedContains: boolean;
  readonly firstCitedContains: boolean;
}

/** What is scored, with the texts of the passages that were found for it. */
export interface GivenAnswer {
  readonly message: Pick<AnswerMessage, 'abstained' | 'text' | 'citations'> | undefined;
  readonly accepted: readonly string[];
  readonly language: Language;
  readonly passages: readonly string[];
}

/** A refusal is no answer: it scores nothing. */
export function scoreAnswer({ message, accepted, language, passages }: GivenAnswer): ScoredAnswer {
  const abstained = message?.abstained ?? true;
  const written = abstained || message === undefined ? '' : message.text;
  const text = withoutCitationMarks(written);
  const quotes = abstained ? [] : (message?.citations ?? []).map(({ quote }) => quote);
  return {
    language,
    abstained,
    isRetrieved: passages.some((passage) => containsAnswer(passage, accepted)),
    short: readShortAnswer(written),
    accepted,
    f1: answerF1(text, accepted),
    contains: containsAnswer(text, accepted),
    citedContains: quotes.some((quote) => containsAnswer(quote, accepted)),
    firstCitedContains: containsAnswer(quotes[0] ?? '', accepted),
  };
}

export function meanScores(answers: readonly ScoredAnswer[]): AnswerScores {
  const given = answers.filter(({ abstained }) => !abstained);
  const retrieved = given.filter(({ isRetrieved }) => isRetrieved);
  return {
    answered: given.length,
    abstained: share(answers.map(({ abstained }) => abstained)),
    retrieved: share(answers.map(({ isRetrieved }) => isRetrieved)),
    f1: share(answers.map(({ f1 }) => f1)),
    containment: share(answers.map(({ contains }) => contains)),
    citedContains: share(answers.map(({ citedContains }) => citedContains)),
    firstCitedContains: share(answers.map(({ firstCitedContains }) => firstCitedContains)),
    citedWhenRetrieved: share(retrieved.map(({ citedContains }) => citedContains)),
    firstCitedWhenRetrieved: share(retrieved.map(({ firstCitedContains }) => firstCitedContains)),
    ...shortScores(answers),
  };
}

/** The scores of the questions in each language that there are any in. */
export function scoresByLanguage(answers: readonly ScoredAnswer[]): Partial<Record<Language, AnswerScores>> {
  const languages = [...new Set(answers.map(({ language }) => language))].sort();
  return Object.fromEntries(
    languages.map((language) => [language, meanScores(answers.filter((one) => one.language === language))]),
  );
}

/** Of all questions, how many got a short answer; of those that did, how right it is. */
export function shortScores(
  answers: readonly Pick<ScoredAnswer, 'short' | 'accepted'>[],
): Pick<AnswerScores, 'shortAnswered' | 'shortF1' | 'shortContains'> {
  const given = answers.flatMap(({ short, accepted }) => (short === undefined ? [] : [{ short, accepted }]));
  return {
    shortAnswered: round(answers.length > 0 ? given.length / answers.length : 0, 4),
    shortF1: share(given.map(({ short, accepted }) => answerF1(short, accepted))),
    shortContains: share(given.map(({ short, accepted }) => containsAnswer(short, accepted))),
  };
}

function share(values: readonly (number | boolean)[]): number {
  return round(mean(values.map(Number)), 4);
}
