import { AppError, type ErrorCode } from '../../core/app-error';
import type { AnswerEngine } from '../../core/answer-engine';

/** After one of these an answering model is no longer in memory; that its worker crashed is told elsewhere. */
const losses: ReadonlySet<ErrorCode> = new Set([
  'device-lost',
  'out-of-memory',
  'model-load-failed',
  'model-damaged',
]);

/** The engine, telling when the model was lost in an answer and could not be brought back. */
export function watchedEngine(engine: AnswerEngine, onLost: (error: AppError) => void): AnswerEngine {
  return {
    ...engine,
    answer: async function* (request, options) {
      try {
        yield* engine.answer(request, options);
      } catch (error) {
        if (error instanceof AppError && losses.has(error.code)) onLost(error);
        throw error;
      }
    },
  };
}
