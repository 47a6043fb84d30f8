import type { AnswerEvent } from '../../../../src/core/answer-engine';
import { AppError } from '../../../../src/core/app-error';
import type { AnswerMessage } from '../../../../src/core/conversation';
import type { ModelPackage } from '../../../../src/core/models/model-package';
import type { ModelRun, StoredModel } from '../../../../src/core/models/stored-model';
import type { InstallProgress, ModelStoreContract } from '../../../../src/contracts/model-store';
import type { LostModel } from '../../../../src/contracts/language-model';
import { RpcClient } from '../../../../src/rpc/client';
import { serve } from '../../../../src/rpc/server';
import { AnswerInProgress } from '../../../../src/services/answer-in-progress';
import type { Settings } from '../../../../src/services/app-services';
import { Emitter } from '../../../../src/services/emitter';
import type { LanguageModel, ModelParts } from '../../../../src/services/models/model-parts';
import type { Models } from '../../../../src/services/models-service';
import { LossBoard } from '../../../../workers/language-models/loss-board';

export const host = 'https://huggingface.co';

const settings: Settings = {
  theme: 'system',
  locale: 'en',
  engine: 'auto',
  modelHosts: [host],
  modelId: null,
  embeddingModelId: null,
  rerankerModelId: null,
  hubUrl: null,
  libraryUrl: null,
  thinkingModels: [],
  pausedModels: [],
  modelSources: {},
  libraryId: null,
  sampleLibraryId: null,
  areImportsPaused: false,
  paneWidths: {},
};

export function packageOf(id: string, hubUrl = host): ModelPackage {
  return {
    id,
    format: 'gguf',
    task: 'answer',
    name: id,
    files: [{ path: 'model.gguf', url: `${hubUrl}/${id}/model.gguf`, bytes: 1000 }],
    origin: { kind: 'hub', baseUrl: hubUrl, repository: id },
  };
}

export function storedOf(id: string, change: Partial<StoredModel> = {}): StoredModel {
  const { files: _, ...row } = packageOf(id);
  return {
    ...row,
    state: 'installed',
    files: [{ path: 'model.gguf', bytes: 1000, sha256: '00' }],
    addedAt: 0,
    ...change,
  };
}

/** A model whose file has so many bytes; the others have 1000. */
export function sized(id: string, bytes: number): StoredModel {
  return storedOf(id, { files: [{ path: 'model.gguf', bytes, sha256: '00' }] });
}

export const question = { question: 'q', language: 'en', passages: [], history: [] } as const;

/** What becomes of a question that is asked now. */
export async function answered(
  models: Models,
  onEvent: (event: AnswerEvent) => void | Promise<void> = () => undefined,
  engine = models.engine(),
): Promise<AnswerMessage> {
  const asked = {
    id: 'q',
    conversationId: 'c',
    createdAt: 0,
    role: 'question',
    answerId: null,
    text: 'q',
  } as const;
  const answer = new AnswerInProgress(asked, { id: 'a', createdAt: 1, engine });
  const { signal } = new AbortController();
  for await (const event of answer.engine.answer(question, { signal })) {
    answer.take(event);
    await onEvent(event);
  }
  answer.end({ status: 'complete' });
  return answer.message;
}

/** The edges of the models' services: rows, settings, a store that is told when to end, and a language model. */
export class ScriptedParts {
  readonly rows = new Emitter<readonly StoredModel[]>([]);
  readonly runs = new Emitter<readonly ModelRun[]>([]);
  readonly settings: Emitter<Settings>;
  /** What the store was asked for, in order. */
  readonly asked: string[] = [];
  /** What comparisons searched for. */
  readonly searched: string[] = [];
  readonly loads: string[] = [];
  /** Installs that go on until they are finished or aborted. */
  readonly installs = new Map<
    string,
    { readonly finish: (error?: AppError) => void; readonly report: (progress: InstallProgress) => void }
  >();
  /** When checks end. */
  verifying: Promise<void> = Promise.resolve();
  /** By model, why it cannot be loaded. */
  readonly broken = new Map<string, AppError>();
  /** What the store does when it is to copy, check or export, which happens at once otherwise. */
  onFiles: (
    what: string,
    context: { readonly signal: AbortSignal; readonly progress: (progress: InstallProgress) => void },
  ) => Promise<void> = () => Promise.resolve();
  /** Ends the worker of the language model. */
  crash: (error: AppError) => void = () => undefined;
  /** Whether starting a model goes on until it is aborted. */
  isSlow = false;
  /** What starting a model waits for. */
  onLoad: (modelId: string) => Promise<unknown> = () => Promise.resolve();
  /** How often the store's worker was started for its own sake. */
  storeStarts = 0;
  /** Why no model's files can be listed. */
  listingError: AppError | undefined;
  /** By model, what its answers fail with. */
  readonly answerErrors = new Map<string, AppError>();
  /** How a model words a question that follows another. */
  onRewrite: () => Promise<string> = () => Promise.resolve('q');
  /** What the browser says of its own model. */
  builtIn: 'available' | 'downloadable' | undefined;
  builtInAsks = 0;
  onBuiltInFetch: (signal: AbortSignal, onProgress: (fraction: number) => void) => Promise<void> = () =>
    Promise.resolve();
  readonly #losses = new LossBoard();
  readonly parts: ModelParts;
  readonly #ports: MessagePort[] = [];

  constructor(change: Partial<Settings> = {}) {
    this.settings = new Emitter({ ...settings, ...change });
    const languageModel: LanguageModel = {
      support: () => Promise.resolve({ gpu: { status: 'absent', reason: 'no-webgpu' }, threads: 4 }),
      mlcRecords: () => {
        this.asked.push('list');
        return Promise.resolve([]);
      },
      builtIn: () => {
        this.builtInAsks += 1;
        return Promise.resolve(this.builtIn);
      },
      fetchBuiltIn: ({ signal, onProgress }) => this.onBuiltInFetch(signal, onProgress),
      losses: () => this.#losses.listen(new AbortController().signal),
      load: async (modelId, { selfTest, signal }) => {
        this.loads.push(`${modelId} ${selfTest}`);
        if (this.isSlow) await aborted(signal);
        await Promise.race([this.onLoad(modelId), aborted(signal)]);
        signal.throwIfAborted();
        const error = this.broken.get(modelId);
        if (error) throw error;
        const facts = { canThink: false, isTested: selfTest === 'run' };
        return {
          engine: modelId === 'built-in' ? 'built-in' : 'wllama',
          contextTokens: 4096,
          device: { kind: 'threads', count: 3 },
          ...facts,
        };
      },
      unload: () => Promise.resolve(),
      observeCrash: (onCrash) => (this.crash = onCrash),
      benchmark: () =>
        Promise.resolve({
          loadMs: 400,
          promptTokens: 100,
          promptTokensPerSecond: 200,
          answerTokens: 50,
          answerTokensPerSecond: 25,
        }),
    };
    this.parts = {
      languageModel,
      tryForSearch: ({ id }) => {
        const error = this.broken.get(id);
        return error ? Promise.reject(error) : Promise.resolve();
      },
      modelStore: {
        client: this.#store(),
        start: () => (this.storeStarts += 1),
        stop: () => this.asked.push('stop'),
      },
      rows: {
        list: () => Promise.resolve([...this.rows.value]),
        openModelFiles: (modelId) =>
          Promise.resolve(
            new Map(
              this.rows.value
                .filter(({ id }) => id === modelId)
                .flatMap(({ files }) => files.map(({ path, bytes }) => [path, fileOf(path, bytes)])),
            ),
          ),
        observe: (onValue) => this.rows.observe(onValue),
      },
      runs: {
        listAll: () => Promise.resolve([...this.runs.value]),
        observeAll: (onValue) => this.runs.observe(onValue),
        add: (run) => {
          this.runs.value = [...this.runs.value, run];
          return Promise.resolve();
        },
      },
      settings: this.#settingsStore(),
      extractive: scriptedEngine('extractive'),
      createLanguageModelEngine: ({ id, engine }) => ({
        ...scriptedEngine(engine, id, () => this.answerErrors.get(id)),
        standalone: () => this.onRewrite(),
      }),
      retrieve: (question) => {
        this.searched.push(question);
        return Promise.resolve({
          passages: [],
          confidence: 1,
          abstain: false,
          timings: { embedMs: 0, searchMs: 0 },
        });
      },
      isVerified: () => Promise.resolve(true),
      baseUrl: '/',
    };
  }

  /** Loses a model that nothing is asked of. */
  lose(modelId: string, code: LostModel['code'] = 'device-lost'): void {
    this.#losses.tell({ modelId, code, message: 'lost' });
  }

  close(): void {
    for (const port of this.#ports) port.close();
  }

  #settingsStore(): ModelParts['settings'] {
    const emitter = this.settings;
    return {
      get current() {
        return emitter.value;
      },
      observe: emitter.observe,
      update: (to) => {
        emitter.value = { ...emitter.value, ...to };
        return Promise.resolve();
      },
    };
  }

  #store(): RpcClient<ModelStoreContract> {
    const { port1, port2 } = new MessageChannel();
    this.#ports.push(port1, port2);
    const setRow = (row: StoredModel): void => {
      this.rows.value = [...this.rows.value.filter(({ id }) => id !== row.id), row];
    };
    const note = (what: string): void => void this.asked.push(what);
    const store: ModelStoreContract = {
      resolve: ({ wanted, bases }) => {
        note(`resolve ${wanted.id ?? 'address'}`);
        if (this.listingError) return Promise.reject(this.listingError);
        return Promise.resolve(packageOf(wanted.id ?? 'owner/name', bases.hubUrl));
      },
      install: ({ package: wanted }, { signal, progress }) => {
        note(`install ${wanted.id}`);
        setRow(storedOf(wanted.id, { state: 'partial', files: [], package: wanted }));
        return new Promise<void>((resolve, reject) => {
          signal.addEventListener('abort', () => reject(new DOMException('aborted', 'AbortError')));
          this.installs.set(wanted.id, {
            report: progress,
            finish: (error) => {
              if (error) reject(error);
              else {
                setRow(storedOf(wanted.id));
                resolve();
              }
            },
          });
        });
      },
      copyIn: async ({ package: { id } }, context) => {
        note(`copyIn ${id}`);
        await this.onFiles(`copyIn ${id}`, context);
        setRow(storedOf(id));
      },
      verify: async ({ modelId }, context) => {
        await this.verifying;
        note(`verified ${modelId}`);
        await this.onFiles(`verify ${modelId}`, context);
        return [];
      },
      remove: ({ modelId }) => {
        note(`remove ${modelId}`);
        this.rows.value = this.rows.value.filter(({ id }) => id !== modelId);
        return Promise.resolve();
      },
      copyOut: ({ modelId }, context) => this.onFiles(`copyOut ${modelId}`, context),
    };
    serve(port2, store);
    return new RpcClient<ModelStoreContract>(port1);
  }
}

function fileOf(path: string, bytes: number): File {
  return new File([new Uint8Array(bytes)], path);
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(new DOMException('aborted', 'AbortError')));
  });
}

function scriptedEngine(
  id: 'extractive' | 'webllm' | 'wllama' | 'built-in',
  model?: string,
  failure: () => AppError | undefined = () => undefined,
) {
  return {
    id,
    ...(model === undefined ? {} : { model }),
    answer: async function* () {
      const error = failure();
      if (error) {
        yield { kind: 'text' as const, text: `lost by ${model ?? id}` };
        throw error;
      }
      yield await Promise.resolve({ kind: 'text' as const, text: `from ${model ?? id}` });
      yield { kind: 'finish' as const, reason: 'complete' as const };
    },
  };
}
