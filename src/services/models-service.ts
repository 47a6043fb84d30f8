import type { AnswerEngine } from '../core/answer-engine';
import { memoised } from '../core/memoised';
import type { StoredModel } from '../core/models/stored-model';
import type { Models as ModelsApi, ModelStatus, ModelWork, PassedOverModel } from './app-services';
import { Emitter } from './emitter';
import type { ModelDesk } from './models/model-desk';
import type { ModelBoard, ModelParts } from './models/model-parts';
import { untilAborted } from './models/until-aborted';
import { relayedEngine } from './models/relayed-engine';

/**
 * Which engine answers, and all that a person does with models. Only the first is needed on every visit: the rest is
 * loaded when there is a model, or when the person looks for one.
 */
export class Models implements ModelsApi {
  readonly #parts: ModelParts;
  readonly #board: ModelBoard = {
    status: new Emitter<ModelStatus>({ status: 'none' }),
    work: new Emitter<ReadonlyMap<string, ModelWork>>(new Map()),
    stored: new Emitter<readonly StoredModel[]>([]),
    passedOver: new Emitter<readonly PassedOverModel[]>([]),
    losses: new Emitter<ReadonlyMap<string, number>>(new Map()),
  };
  readonly #desk = memoised(async (): Promise<ModelDesk> => {
    const { ModelDesk } = await import('./models/model-desk');
    return new ModelDesk(this.#parts, this.#board);
  });

  constructor(parts: ModelParts) {
    this.#parts = parts;
  }

  observe = this.#board.status.observe;
  observeWork = this.#board.work.observe;
  observeStored = this.#board.stored.observe;
  observePassedOver = this.#board.passedOver.observe;
  observeLosses = this.#board.losses.observe;
  observeRuns: ModelsApi['observeRuns'] = (onValue) => this.#parts.runs.observeAll(onValue);

  /** The best engine that is ready now, unless the person asked for quotes, or for one model and no other. */
  engine(): AnswerEngine {
    const { settings, extractive } = this.#parts;
    const { engine, modelId } = settings.current;
    const status = this.#board.status.value;
    if (engine === 'extractive') return extractive;
    if (status.status === 'ready' && (engine === 'auto' || status.modelId === modelId)) {
      const { modelId: id } = status;
      return this.#relayed(this.#engineOf({ id, engine: status.engine }));
    }
    return engine === 'auto' || modelId === null ? extractive : this.#waitingEngine(modelId);
  }

  /** Starts the best model there is, and goes on with downloads. Where there is none, nothing is loaded for it. */
  async restore(): Promise<void> {
    const { rows, settings, languageModel } = this.#parts;
    let isWanted = false;
    rows.observe((stored) => {
      this.#board.stored.value = stored;
      const isUnfinished = stored.some(
        ({ id, state }) => state === 'partial' && !settings.current.pausedModels.includes(id),
      );
      if (isUnfinished && !isWanted) {
        isWanted = true;
        void this.#desk().catch(reportError);
      }
    });
    if (settings.current.engine === 'extractive') return;
    const stored = await rows.list();
    const canAnswer = stored.some(({ task, state }) => task === 'answer' && state === 'installed');
    // The browser's own model lies in no store of ours.
    if (canAnswer || (await languageModel.builtIn()) === 'available') await this.choose();
  }

  get chooseExportFolder(): ModelsApi['chooseExportFolder'] {
    if (!('showDirectoryPicker' in globalThis)) return undefined;
    return async () => {
      const folder = await window.showDirectoryPicker?.({ id: 'models', mode: 'readwrite' });
      if (!folder) throw new DOMException('no folder was chosen', 'AbortError');
      return folder;
    };
  }

  catalogue: ModelsApi['catalogue'] = async (language) => (await this.#desk()).catalogue(language);
  install: ModelsApi['install'] = async (modelId) => (await this.#desk()).install(modelId);
  pause: ModelsApi['pause'] = async (modelId) => (await this.#desk()).pause(modelId);
  cancel: ModelsApi['cancel'] = async (modelId) => (await this.#desk()).cancel(modelId);
  load: ModelsApi['load'] = async (modelId) => (await this.#desk()).load(modelId);
  unload: ModelsApi['unload'] = async () => (await this.#desk()).unload();
  choose: ModelsApi['choose'] = async () => (await this.#desk()).choose();
  tryAgain: ModelsApi['tryAgain'] = async (modelId) => (await this.#desk()).tryAgain(modelId);
  searchWith: ModelsApi['searchWith'] = async (task, modelId) =>
    (await this.#desk()).searchWith(task, modelId);
  remove: ModelsApi['remove'] = async (modelId) => (await this.#desk()).remove(modelId);
  verify: ModelsApi['verify'] = async (modelId) => (await this.#desk()).verify(modelId);
  addFiles: ModelsApi['addFiles'] = async (files, options) => (await this.#desk()).addFiles(files, options);
  findModel: ModelsApi['findModel'] = async (address, options) =>
    (await this.#desk()).findModel(address, options);
  addFound: ModelsApi['addFound'] = async (found) => (await this.#desk()).addFound(found);
  leaveFound: ModelsApi['leaveFound'] = async (found) => (await this.#desk()).leaveFound(found);
  exportTo: ModelsApi['exportTo'] = async (modelId, directory) =>
    (await this.#desk()).exportTo(modelId, directory);
  exportAsFile: ModelsApi['exportAsFile'] = async (modelId) => (await this.#desk()).exportAsFile(modelId);
  benchmark: ModelsApi['benchmark'] = async (modelId) => (await this.#desk()).benchmark(modelId);
  compare: ModelsApi['compare'] = (input, options) => this.#compare(input, options);

  stopLoading(): void {
    void this.#desk()
      .then((desk) => desk.stopLoading())
      .catch(reportError);
  }

  async *#compare(...call: Parameters<ModelsApi['compare']>): ReturnType<ModelDesk['compare']> {
    yield* (await this.#desk()).compare(...call);
  }

  #engineOf(model: Parameters<ModelParts['createLanguageModelEngine']>[0]): AnswerEngine {
    const modelName = this.#board.stored.value.find(({ id }) => id === model.id)?.name;
    const engine = this.#parts.createLanguageModelEngine(model);
    return modelName === undefined ? engine : { ...engine, modelName };
  }

  #relayed(engine: AnswerEngine): AnswerEngine {
    const tell = (what: (desk: ModelDesk) => void): void => void this.#desk().then(what).catch(reportError);
    return relayedEngine(engine, {
      onLost: (modelId) => tell((desk) => desk.losses.count(modelId)),
      onReopened: (modelId, openedAs) => tell((desk) => desk.losses.reopened(modelId, openedAs)),
      onAnswered: (modelId) => tell((desk) => desk.losses.answered(modelId)),
      successor: async (modelId, error, signal) => {
        const { losses } = await this.#desk();
        const successor = await untilAborted(losses.successor(modelId, error), signal);
        return successor?.kind === 'model' ? this.#engineOf(successor) : successor && this.#parts.extractive;
      },
    });
  }

  /** Of a model that the person insists on and that is not there yet: the question waits for it. */
  #waitingEngine(modelId: string): AnswerEngine {
    const format = this.#board.stored.value.find(({ id }) => id === modelId)?.format;
    const engine = format === undefined ? 'built-in' : format === 'gguf' ? 'wllama' : 'webllm';
    const created = this.#engineOf({ id: modelId, engine });
    const start = async (signal: AbortSignal): Promise<void> => (await this.#desk()).started(modelId, signal);
    return this.#relayed({
      ...created,
      answer: async function* (request, options) {
        await start(options.signal);
        yield* created.answer(request, options);
      },
    });
  }
}
