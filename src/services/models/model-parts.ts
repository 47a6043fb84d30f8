import type { AppError } from '../../core/app-error';
import type { AnswerEngine } from '../../core/answer-engine';
import type { Citation } from '../../core/citation';
import type { EngineId } from '../../core/conversation';
import type { OpenedAs } from '../../core/models/computing-device';
import type { MlcRecord } from '../../core/models/mlc-record';
import type { BenchmarkFigures, ModelRun, StoredModel } from '../../core/models/stored-model';
import type { Retrieval } from '../../core/passage';
import type { ModelStoreContract } from '../../contracts/model-store';
import type { GpuSupport, LostModel } from '../../contracts/language-model';
import type { RpcClient } from '../../rpc/client';
import type { ModelStatus, ModelWork, PassedOverModel, Settings, Unsubscribe } from '../app-services';
import type { Emitter } from '../emitter';

type ModelEngineId = Exclude<EngineId, 'extractive'>;

/** What the models' services are made of. */
export interface ModelParts {
  readonly languageModel: LanguageModel;
  readonly modelStore: {
    readonly client: Pick<RpcClient<ModelStoreContract>, 'call'>;
    /** Starts its worker where it does not run; it tidies up what was cut off. */
    start(): unknown;
    stop(): void;
  };
  readonly rows: ModelRows;
  readonly runs: ModelRuns;
  readonly settings: {
    readonly current: Settings;
    observe(onValue: (settings: Settings) => void): Unsubscribe;
    update(change: Partial<Settings>): Promise<void>;
  };
  readonly extractive: AnswerEngine;
  /** The engine that answers with a loaded model. */
  readonly createLanguageModelEngine: (model: {
    readonly id: string;
    readonly engine: ModelEngineId;
  }) => AnswerEngine;
  readonly retrieve: (question: string, libraryId: string, signal: AbortSignal) => Promise<Retrieval>;
  /** Whether the stored text still says, to the letter, what a citation quotes. */
  readonly isVerified: (citation: Citation) => Promise<boolean>;
  /** Loads an installed model that searches or ranks, which tests it. Throws where it is of no use. */
  readonly tryForSearch: (model: StoredModel) => Promise<void>;
  /** Where the app's own files are, ending in `/`. */
  readonly baseUrl: string;
}

/** The worker that runs language models, as far as models are chosen, started and measured. */
export interface LanguageModel {
  support(): Promise<LanguageModelSupport>;
  /** Reads WebLLM's own list, for which its library is loaded. */
  mlcRecords(): Promise<readonly MlcRecord[]>;
  /** Asks the browser for a model of its own, and starts no worker; undefined where it has none. */
  builtIn(): Promise<'available' | 'downloadable' | undefined>;
  /** Has the browser download its own model, for which a person must have asked just now. Aborting ends the waiting. */
  fetchBuiltIn(options: Pick<LoadOptions, 'signal' | 'onProgress'>): Promise<void>;
  load(modelId: string, options: LoadOptions): Promise<LoadedModel>;
  unload(): Promise<void>;
  /** Models that are gone by themselves while nothing is asked of them; fails with a crash of the worker. */
  losses(): AsyncIterable<LostModel>;
  /** Hears of each crash of the worker, with which the loaded model goes. */
  observeCrash(onCrash: (error: AppError) => void): void;
  /** Of the model that is loaded. */
  benchmark(modelId: string): Promise<BenchmarkFigures>;
}

export interface LanguageModelSupport {
  readonly gpu: GpuSupport;
  readonly threads: number;
}

export interface LoadOptions {
  /** `known`: it has passed on this device. */
  readonly selfTest: 'run' | 'known';
  readonly signal: AbortSignal;
  /** 0 to 1. */
  readonly onProgress: (fraction: number) => void;
}

export interface LoadedModel extends OpenedAs {
  readonly engine: ModelEngineId;
  readonly canThink: boolean;
  /** Whether the self-test was run now, and passed; a model that fails it is not loaded (`model-unsound`). */
  readonly isTested: boolean;
}

export interface ModelRows {
  list(): Promise<StoredModel[]>;
  /** Those of an installed model by their paths; they lie on the disk. */
  openModelFiles(modelId: string): Promise<ReadonlyMap<string, File>>;
  observe(onValue: (rows: readonly StoredModel[]) => void): Unsubscribe;
}

export interface ModelRuns {
  /** Of all models, oldest first. */
  listAll(): Promise<ModelRun[]>;
  observeAll(onValue: (runs: readonly ModelRun[]) => void): Unsubscribe;
  add(run: Omit<ModelRun, 'id'>): Promise<void>;
}

/** What is told of models while the page is open. */
export interface ModelBoard {
  readonly status: Emitter<ModelStatus>;
  readonly work: Emitter<ReadonlyMap<string, ModelWork>>;
  readonly stored: Emitter<readonly StoredModel[]>;
  readonly passedOver: Emitter<readonly PassedOverModel[]>;
  /** By model, how often it was lost. */
  readonly losses: Emitter<ReadonlyMap<string, number>>;
}
