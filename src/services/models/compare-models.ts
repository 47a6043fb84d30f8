import { isAbortError, toAppError } from '../../core/app-error';
import type { AnswerEngine } from '../../core/answer-engine';
import { askedPart } from '../../core/asked-part';
import type { QuestionMessage } from '../../core/conversation';
import { detectLanguage } from '../../core/language';
import type { Retrieval } from '../../core/passage';
import { AnswerInProgress } from '../answer-in-progress';
import type { ComparedAnswer, Comparison, ComparisonInput } from '../app-services';
import type { ModelParts } from './model-parts';

export interface ComparingOptions extends Pick<ModelParts, 'retrieve' | 'isVerified' | 'extractive'> {
  readonly signal: AbortSignal;
  /** Resolves once that model is in memory. */
  readonly start: (modelId: string, signal: AbortSignal) => Promise<AnswerEngine>;
}

/** Answers a question with one model after the other, from the same passages; a failure is told with its answer. */
export async function* compareModels(
  { question, libraryId, modelIds }: ComparisonInput,
  options: ComparingOptions,
): AsyncGenerator<Comparison, void, undefined> {
  const { retrieve, signal } = options;
  const answers: ComparedAnswer[] = modelIds.map((modelId) => ({ modelId, phase: 'waiting' }));
  yield { passages: undefined, answers: [...answers] };
  const retrieval = await retrieve(askedPart(question), libraryId, signal);
  const passages = retrieval.passages.length;
  for (const [index, modelId] of modelIds.entries()) {
    for await (const answer of answerWith(modelId, question, retrieval, options)) {
      answers[index] = answer;
      yield { passages, answers: [...answers] };
    }
    signal.throwIfAborted();
  }
}

async function* answerWith(
  modelId: string,
  question: string,
  retrieval: Retrieval,
  { extractive, start, isVerified, signal }: ComparingOptions,
): AsyncGenerator<ComparedAnswer, void, undefined> {
  yield { modelId, phase: 'loading' };
  let answer = inProgress(question, extractive);
  try {
    const engine = modelId === 'extractive' ? extractive : await start(modelId, signal);
    answer = inProgress(question, engine);
    answer.retrieved(retrieval);
    let firstAt: number | undefined;
    let tokens: number | undefined;
    const request = {
      question,
      language: detectLanguage(askedPart(question)),
      passages: retrieval.passages,
      history: [],
      confidence: retrieval.confidence,
    };
    for await (const event of engine.answer(request, { signal })) {
      signal.throwIfAborted();
      if (event.kind === 'citation' && !(await isVerified(event.citation))) continue;
      if (event.kind === 'text') firstAt ??= performance.now();
      if (event.kind === 'finish') tokens = event.usage?.completionTokens;
      answer.take(event);
      yield { modelId, phase: 'writing', message: answer.message };
    }
    answer.end({ status: 'complete' });
    const seconds = firstAt === undefined ? 0 : (performance.now() - firstAt) / 1000;
    const speed = tokens === undefined || seconds === 0 ? {} : { tokensPerSecond: tokens / seconds };
    yield { modelId, phase: 'done', message: answer.message, ...speed };
  } catch (error) {
    if (isAbortError(error) || signal.aborted) {
      answer.end({ status: 'stopped' });
    } else {
      const { code, message } = toAppError(error);
      answer.end({ status: 'failed', error: { code, message } });
    }
    yield { modelId, phase: 'done', message: answer.message };
  }
}

function inProgress(text: string, engine: AnswerEngine): AnswerInProgress {
  const createdAt = Date.now();
  const asked: QuestionMessage = {
    id: 'compared-question',
    conversationId: 'comparison',
    role: 'question',
    answerId: null,
    text,
    createdAt,
  };
  return new AnswerInProgress(asked, { id: 'compared-answer', createdAt, engine });
}
