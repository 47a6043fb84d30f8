import type { AnswerMessage } from '../core/conversation';
import { detectLanguage } from '../core/language';
import type { Retrieval } from '../core/passage';
import type { App } from '../services/create-app-services';
import { meanScores, scoreAnswer, scoresByLanguage, type ScoredAnswer } from './answer-scores';
import type { AnswerScores, EvaluateResult, Report } from './protocol';
import type { QueryRecord } from './retrieval-set';

/** The app, and what it found for the question that was asked last. */
interface AskedApp {
  readonly app: App;
  readonly libraryId: string;
  readonly lastRetrieval: () => Retrieval | undefined;
}

/** Asks each question that has accepted answers in a conversation of its own, with the extractive engine. */
export async function answerAll(
  { app, libraryId, lastRetrieval }: AskedApp,
  queries: readonly QueryRecord[],
  report: Report,
): Promise<AnswerScores & Pick<EvaluateResult, 'byLanguage'>> {
  await app.services.settings.update({ engine: 'extractive' });
  const asked = queries.filter(({ answers }) => answers.length > 0);
  const scored: ScoredAnswer[] = [];
  for (const { text, answers } of asked) {
    if (scored.length % 50 === 0) {
      await report({ kind: 'progress', message: `answer ${scored.length} of ${asked.length}` });
    }
    const message = await answer(app, libraryId, text);
    const passages = (lastRetrieval()?.passages ?? []).map((passage) => passage.text);
    scored.push(scoreAnswer({ message, passages, accepted: answers, language: detectLanguage(text) }));
  }
  return { ...meanScores(scored), byLanguage: scoresByLanguage(scored) };
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
