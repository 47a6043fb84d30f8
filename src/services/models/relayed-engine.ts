import { AppError, type ErrorCode } from '../../core/app-error';
import type { AnswerEngine } from '../../core/answer-engine';
import type { OpenedAs } from '../../core/models/computing-device';

/** After one of these the model that answered is not in memory any more, and opening it again was of no use. */
const losses: ReadonlySet<ErrorCode> = new Set([
  'device-lost',
  'out-of-memory',
  'webgpu-unavailable',
  'worker-crashed',
  'model-load-failed',
  'model-damaged',
]);

export interface Relay {
  /** Each time that the model's device is lost in an answer. */
  readonly onLost: (modelId: string) => void;
  /** In the middle of an answer, after a loss. */
  readonly onReopened: (modelId: string, openedAs: OpenedAs) => void;
  readonly onAnswered: (modelId: string) => void;
  /** What takes over from a model that is lost for good; undefined where nothing is to. */
  readonly successor: (
    modelId: string,
    error: AppError,
    signal: AbortSignal,
  ) => Promise<AnswerEngine | undefined>;
}

/**
 * The engine, whose answer is taken over by another when its model is lost for good. The other begins anew: half an answer
 * of one model is no beginning for another, which has its own tokens and its own sources before it.
 */
export function relayedEngine(
  engine: AnswerEngine,
  { onLost, onReopened, onAnswered, successor }: Relay,
): AnswerEngine {
  /** Before the answer. */
  let crash: AppError | undefined;
  const standalone = engine.standalone?.bind(engine);
  const reworded: AnswerEngine['standalone'] =
    standalone &&
    (async (request, options) => {
      try {
        return await standalone(request, options);
      } catch (error) {
        if (error instanceof AppError && error.code === 'worker-crashed') crash = error;
        throw error;
      }
    });
  return {
    ...engine,
    ...(reworded ? { standalone: reworded } : {}),
    answer: async function* (request, options) {
      let current = engine;
      let isRepeated = false;
      for (;;) {
        const { model } = current;
        try {
          if (crash && current === engine) throw crash;
          for await (const event of current.answer(request, options)) {
            if (event.kind === 'lost' && model !== undefined) onLost(model);
            if (event.kind === 'reopened' && model !== undefined) {
              const { contextTokens, device } = event;
              onReopened(model, { contextTokens, device });
            }
            if (event.kind === 'finish' && model !== undefined) onAnswered(model);
            yield event;
          }
          return;
        } catch (error) {
          if (model === undefined || !(error instanceof AppError) || !losses.has(error.code)) throw error;
          yield { kind: 'handing-over' };
          const next = await successor(model, error, options.signal);
          const isSame = next?.model === model;
          if (!next || (isSame && isRepeated)) throw error;
          isRepeated = isSame;
          const from = { model, code: error.code };
          const { id, model: nextModel, modelName } = next;
          const to = nextModel === undefined ? {} : { model: nextModel };
          const known = modelName === undefined ? {} : { modelName };
          yield { kind: 'handed-over', from, engine: id, ...to, ...known };
          current = next;
        }
      }
    },
  };
}
