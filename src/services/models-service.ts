import { AppError, isAbortError, toAppError } from '../core/app-error';
import type { AnswerEngine } from '../core/answer-engine';
import {
  byRecommendation,
  estimateDownloadBytes,
  isAnswerModel,
  judgeModel,
  languagesOf,
  parseModelId,
  preferredVariants,
} from '../core/model-catalogue';
import type { CatalogueEntry } from '../contracts/language-model';
import type { Models as ModelsApi, ModelStatus, Settings } from './app-services';
import { Emitter } from './emitter';
import type { Workers } from './workers';

export interface ModelsDependencies {
  readonly workers: Pick<Workers, 'languageModel'>;
  readonly settings: { readonly current: Settings; update(change: Partial<Settings>): Promise<void> };
  readonly extractive: AnswerEngine;
  /** The engine that answers with a loaded model. */
  readonly createLanguageModelEngine: (modelId: string) => AnswerEngine;
}

/** The language model: which one is loaded, and so which engine answers. */
export class Models implements ModelsApi {
  readonly #dependencies: ModelsDependencies;
  readonly #status = new Emitter<ModelStatus>({ status: 'none' });
  #loading: AbortController | undefined;

  constructor(dependencies: ModelsDependencies) {
    this.#dependencies = dependencies;
  }

  observe = this.#status.observe;

  /** The best engine that is ready now, unless the person asked for quotes only. */
  engine(): AnswerEngine {
    const { settings, extractive, createLanguageModelEngine } = this.#dependencies;
    const status = this.#status.value;
    if (settings.current.engine === 'extractive') return extractive;
    if (status.status === 'ready') return createLanguageModelEngine(status.modelId);
    if (settings.current.engine === 'auto') return extractive;
    return failingEngine(
      status.status === 'failed' ? status.error : new AppError('model-load-failed', 'no model is loaded'),
    );
  }

  async support() {
    return (await this.#client.call('support', undefined)).gpu;
  }

  async catalogue(): Promise<CatalogueEntry[]> {
    const [{ gpu, machineBytes }, records] = await Promise.all([
      this.#client.call('support', undefined),
      this.#client.call('mlcRecords', undefined),
    ]);
    const device =
      gpu.status === 'present'
        ? { ...gpu, ...(machineBytes === undefined ? {} : { machineBytes }) }
        : undefined;
    const entries = records.filter(isAnswerModel).map((record) => {
      const facts = { ...record, memoryBytes: record.vramBytes, suitsSmallDevices: record.lowResource };
      return {
        id: record.id,
        name: parseModelId(record.id).name,
        downloadBytes: estimateDownloadBytes(facts),
        memoryBytes: facts.memoryBytes,
        contextTokens: record.contextTokens,
        languages: languagesOf(record.id),
        isInstalled: false,
        verdict: judgeModel(facts, device),
      };
    });
    return byRecommendation(preferredVariants(entries));
  }

  async load(modelId: string): Promise<void> {
    this.cancel();
    const loading = new AbortController();
    this.#loading = loading;
    const report = (status: ModelStatus): void => {
      if (this.#loading === loading) this.#status.value = status;
    };
    report({
      status: 'loading',
      modelId,
      progress: { stage: 'starting', fraction: 0, loadedBytes: 0, totalBytes: 0 },
    });
    try {
      await this.#client.call(
        'load',
        { modelId, selfTest: 'run' },
        {
          signal: loading.signal,
          onProgress: ({ fraction }) => {
            const progress = { stage: 'starting', fraction, loadedBytes: 0, totalBytes: 0 } as const;
            report({ status: 'loading', modelId, progress });
          },
        },
      );
      report({ status: 'ready', modelId });
      // A model that runs but cannot be remembered is still a model that runs.
      void this.#dependencies.settings.update({ modelId }).catch(reportError);
    } catch (error) {
      report(
        isAbortError(error)
          ? { status: 'none' }
          : { status: 'failed', modelId, error: toAppError(error, 'model-load-failed') },
      );
    }
  }

  cancel(): void {
    this.#loading?.abort();
  }

  /** Loads the model of the last visit, when the device has kept it. */
  async restore(): Promise<void> {
    const { modelId } = this.#dependencies.settings.current;
    if (modelId === null) return;
    const entry = (await this.catalogue()).find((candidate) => candidate.id === modelId);
    if (entry?.isInstalled && entry.verdict.runs) await this.load(modelId);
  }

  async unload(): Promise<void> {
    this.cancel();
    await this.#client.call('unload', undefined);
    this.#status.value = { status: 'none' };
    await this.#dependencies.settings.update({ modelId: null });
  }

  async remove(modelId: string): Promise<void> {
    const status = this.#status.value;
    if (status.status !== 'none' && status.modelId === modelId) await this.unload();
  }

  /**
   * A worker keeps the network rules that it was started under. After the person switched a model host on
   * or off the worker is started anew, so that the change holds at once.
   */
  restartWorker(): void {
    this.cancel();
    this.#dependencies.workers.languageModel.stop();
    this.#status.value = { status: 'none' };
  }

  get #client() {
    return this.#dependencies.workers.languageModel.client;
  }
}

function failingEngine(error: AppError): AnswerEngine {
  return {
    id: 'webllm',
    // eslint-disable-next-line @typescript-eslint/require-await, require-yield -- it only fails
    answer: async function* () {
      throw error;
    },
  };
}
