import type { AnswerEngine } from '../../core/answer-engine';
import { AppError } from '../../core/app-error';
import type { Comparison, ComparisonInput } from '../app-services';
import { compareModels } from './compare-models';
import type { ModelChoice } from './model-choice';
import type { ModelLoading } from './model-loading';
import type { ModelLosses } from './model-losses';
import type { ModelBoard, ModelParts } from './model-parts';
import { relayedEngine } from './relayed-engine';
import { untilAborted } from './until-aborted';

interface Options {
  readonly parts: Pick<
    ModelParts,
    'createLanguageModelEngine' | 'settings' | 'retrieve' | 'isVerified' | 'extractive'
  >;
  readonly board: Pick<ModelBoard, 'status'>;
  readonly loading: ModelLoading;
  readonly choice: ModelChoice;
  readonly losses: ModelLosses;
}

/** Compares models that share the one place in memory, and has whatever answered before answer again afterwards. */
export class ModelComparison {
  readonly #options: Options;

  constructor(options: Options) {
    this.#options = options;
  }

  async *compare(input: ComparisonInput, signal: AbortSignal): AsyncGenerator<Comparison, void, undefined> {
    const { parts, board, loading, choice } = this.#options;
    const before = board.status.value.status;
    const release = choice.hold();
    try {
      yield* compareModels(input, { ...parts, signal, start: (modelId) => this.#start(modelId, signal) });
    } finally {
      const wasWithheld = release();
      // Whatever answered before, or was about to, answers again, unless it was lost or another has been chosen.
      const isWanted = wasWithheld || before === 'ready' || before === 'loading';
      const { engine } = parts.settings.current;
      void (isWanted && engine !== 'extractive' ? choice.choose() : loading.unload()).catch(reportError);
    }
  }

  async #start(modelId: string, signal: AbortSignal): Promise<AnswerEngine> {
    const { parts, board, loading, losses } = this.#options;
    await untilAborted(loading.started(modelId), signal);
    const status = board.status.value;
    if (status.status !== 'ready') throw new AppError('model-load-failed', `${modelId} did not start`);
    const engine = parts.createLanguageModelEngine({ id: modelId, engine: status.engine });
    return relayedEngine(engine, {
      onLost: () => losses.count(modelId),
      onReopened: (_, openedAs) => losses.reopened(modelId, openedAs),
      onAnswered: () => losses.answered(modelId),
      // A comparison is of these two and no others.
      successor: (_, error) => {
        losses.giveUp(modelId, error);
        return Promise.resolve(undefined);
      },
    });
  }
}
