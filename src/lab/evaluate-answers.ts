import { readShortAnswer } from '../core/answering/short-answer-text';
import type { AnswerMessage } from '../core/conversation';
import type { App } from '../services/create-app-services';
import { answerF1, containsAnswer, withoutCitationMarks } from './answer-metrics';
import { mean, round } from './metrics';
import type { EvaluateResult, Report } from './protocol';
import type { QueryRecord } from './retrieval-set';

type AnswerScores = Pick<
  EvaluateResult,
  | 'f1'
  | 'containment'
  | 'citedContains'
  | 'firstCitedContains'
  | 'abstained'
  | 'shortAnswered'
  | 'shortF1'
  | 'shortContains'
>;

/** Asks each question that has accepted answers in a conversation of its own, with the extractive engine. */
export async function answerAll(
  app: App,
  libraryId: string,
  queries: readonly QueryRecord[],
  report: Report,
): Promise<AnswerScores> {
  await app.services.settings.update({ engine: 'extractive' });
  const answered = queries.filter(({ answers }) => answers.length > 0);
  const scores = [];
  for (const query of answered) {
    if (scores.length % 50 === 0) {
      await report({ kind: 'progress', message: `answer ${scores.length} of ${answered.length}` });
    }
    scores.push(score(await answer(app, libraryId, query.text), query.answers));
  }
  const share = (values: readonly (number | boolean)[]): number => round(mean(values.map(Number)), 4);
  return {
    f1: share(scores.map(({ f1 }) => f1)),
    containment: share(scores.map(({ contains }) => contains)),
    citedContains: share(scores.map(({ citedContains }) => citedContains)),
    firstCitedContains: share(scores.map(({ firstCitedContains }) => firstCitedContains)),
    abstained: share(scores.map(({ abstained }) => abstained)),
    ...shortScores(
      scores.map(({ short }) => short),
      answered.map(({ answers }) => answers),
    ),
  };
}

/** Of all questions, how many got a short answer; of those that did, how right it is. */
export function shortScores(
  shorts: readonly (string | undefined)[],
  accepted: readonly (readonly string[])[],
): Required<Pick<EvaluateResult, 'shortAnswered' | 'shortF1' | 'shortContains'>> {
  const given = shorts.flatMap((text, i) =>
    text === undefined ? [] : [{ text, answers: accepted[i] ?? [] }],
  );
  return {
    shortAnswered: round(shorts.length > 0 ? given.length / shorts.length : 0, 4),
    shortF1: round(mean(given.map(({ text, answers }) => answerF1(text, answers))), 4),
    shortContains: round(mean(given.map(({ text, answers }) => Number(containsAnswer(text, answers)))), 4),
  };
}

async function answer(
  { services }: App,
  libraryId: string,
  question: string,
): Promise<AnswerMessage | undefined> {
  const conversation = await services.conversations.create(libraryId);
  const { signal } = new AbortController();
  let message: AnswerMessage | undefined;
  for await (const update of services.answers.ask(conversation.id, question, { signal })) {
    message = update.message;
  }
  await services.conversations.remove(conversation.id);
  return message;
}

/** A refusal is no answer: it scores nothing. */
function score(message: AnswerMessage | undefined, accepted: readonly string[]) {
  const abstained = message?.abstained ?? true;
  const written = abstained || message === undefined ? '' : message.text;
  const text = withoutCitationMarks(written);
  const quotes = (message?.citations ?? []).map(({ quote }) => quote);
  return {
    abstained,
    short: readShortAnswer(written),
    f1: answerF1(text, accepted),
    contains: containsAnswer(text, accepted),
    citedContains: quotes.some((quote) => containsAnswer(quote, accepted)),
    firstCitedContains: containsAnswer(quotes[0] ?? '', accepted),
  };
}
