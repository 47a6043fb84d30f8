import type {
  DeviceSupport,
  GenerateEvent,
  GenerateInput,
  LanguageModelContract,
  LoadedModelInfo,
  LoadInput,
  LoadProgress,
  LostModel,
  RewriteInput,
} from '../../src/contracts/language-model';
import { AppError, isAbortError, toAppError } from '../../src/core/app-error';
import type { ComputingDevice, OpenedAs } from '../../src/core/models/computing-device';
import { canSkipThinking } from '../../src/core/models/mlc-model-id';
import type { MlcRecord } from '../../src/core/models/mlc-record';
import type { BenchmarkFigures } from '../../src/core/models/stored-model';
import { measure } from './benchmark';
import { ModelSlot, type InstalledModels, type Opened } from './model-slot';
import { LossBoard } from './loss-board';
import { isLoss, writeThroughLosses } from './recovery';
import type { EngineFor } from './registry';
import { ReplyInProgress } from './reply-in-progress';
import { rewriteQuestion } from './rewrite-question';
import { testModel } from './self-test';
import { SharedLoad } from './shared-load';
import { Transcripts } from './transcript';
import { Turns } from './turns';
import { writeAnswer } from './write-answer';

export interface HostDependencies {
  readonly engineFor: EngineFor;
  readonly installed: InstalledModels;
  readonly readSupport: () => Promise<DeviceSupport>;
  readonly mlcRecords: () => Promise<MlcRecord[]>;
  /** Between two attempts to open a model whose device is gone. */
  readonly pause?: (ms: number) => Promise<void>;
}

/** One language model at a time; loading, generating and unloading never overlap. */
export function createLanguageModel(dependencies: HostDependencies): LanguageModelContract {
  const host = new Host(dependencies);
  return {
    support: dependencies.readSupport,
    mlcRecords: dependencies.mlcRecords,
    load: (input, { signal, progress }) => host.load(input, signal, progress),
    unload: () => host.unload(),
    losses: (_, { signal }) => host.losses.listen(signal),
    generate: (input, { signal }) => host.generate(input, signal),
    rewrite: async (input, { signal }) => ({ question: await host.rewrite(input, signal) }),
    benchmark: ({ modelId }, { signal }) => host.benchmark(modelId, signal),
  };
}

class Host {
  readonly #dependencies: HostDependencies;
  readonly #turns = new Turns();
  readonly #transcripts = new Transcripts();
  readonly losses = new LossBoard();
  readonly #slot: ModelSlot;
  #loading: SharedLoad<LoadedModelInfo> | undefined;
  /** Ends the answer that is being written. */
  #writing: AbortController | undefined;

  constructor(dependencies: HostDependencies) {
    this.#dependencies = dependencies;
    this.#slot = new ModelSlot(
      dependencies.engineFor,
      dependencies.installed,
      (opened, { reason, message }) => {
        const code = reason === 'memory' ? 'out-of-memory' : 'device-lost';
        void this.#afterLoss(opened, { modelId: opened.modelId, code, message });
      },
    );
  }

  /** Loading a model that is being loaded joins that load: two at once would leave it mute. */
  load(
    input: LoadInput,
    signal: AbortSignal,
    report: (progress: LoadProgress) => void,
  ): Promise<LoadedModelInfo> {
    if (this.#loading?.modelId !== input.modelId || this.#loading.isAborted) {
      const loading: SharedLoad<LoadedModelInfo> = new SharedLoad(input.modelId, async (own, reportAll) => {
        const endTurn = await this.#turns.take(own);
        try {
          return await this.#load(input, own, reportAll);
        } finally {
          if (this.#loading === loading) this.#loading = undefined;
          endTurn();
        }
      });
      this.#loading = loading;
    }
    return this.#loading.join(signal, report);
  }

  /** Ends whatever is under way first. */
  async unload(): Promise<void> {
    this.#loading?.abort();
    this.#writing?.abort();
    const endTurn = await this.#turns.take();
    try {
      await this.#slot.close();
    } finally {
      endTurn();
    }
  }

  async *generate(input: GenerateInput, signal: AbortSignal): AsyncGenerator<GenerateEvent, void, undefined> {
    const { either, end } = await this.#takePen(signal);
    const { modelId } = input;
    const reply = new ReplyInProgress();
    const open = (contextTokens: number | undefined) => this.#open(modelId, contextTokens, either);
    let wantedTokens = this.#slot.last?.modelId === modelId ? this.#slot.last.wantedTokens : undefined;
    try {
      yield* writeThroughLosses({
        open: () => this.#readyOr(modelId, async () => (await open(wantedTokens)).model),
        reopen: async (contextTokens) => {
          const opened = await open((wantedTokens = contextTokens ?? wantedTokens));
          return { model: opened.model, openedAs: await this.#openedAs(opened) };
        },
        write: (model) =>
          writeAnswer(model, input, { signal: either, reply, transcripts: this.#transcripts }),
        pause: this.#dependencies.pause ?? wait,
        signal: either,
      });
      this.#slot.trustGpu(modelId);
    } catch (error) {
      // It may be in ruins before it is said to be lost; whoever asked hears of it by the error.
      if (!either.aborted && isLoss(error)) await this.#closeLost();
      throw error;
    } finally {
      end();
    }
  }

  /** Whoever holds the turn may be opening it again. */
  async #afterLoss(opened: Opened, loss: LostModel): Promise<void> {
    const endTurn = await this.#turns.take();
    try {
      if (this.#slot.last !== opened) return;
      await this.#closeLost();
      this.losses.tell(loss);
    } finally {
      endTurn();
    }
  }

  async #closeLost(): Promise<void> {
    try {
      await this.#slot.close();
    } catch {
      // What is lost may fail once more; the slot is empty all the same.
    }
  }

  /** Only with a model that is there: to load one would take longer than the question is worth. */
  async rewrite(input: RewriteInput, signal: AbortSignal): Promise<string> {
    return this.#withReady(input.modelId, signal, ({ model }, either) =>
      rewriteQuestion(model, input, { signal: either, transcripts: this.#transcripts }),
    );
  }

  async benchmark(modelId: string, signal: AbortSignal): Promise<BenchmarkFigures> {
    return this.#withReady(modelId, signal, measure);
  }

  async #load(
    { modelId, contextTokens, selfTest }: LoadInput,
    signal: AbortSignal,
    report: (progress: LoadProgress) => void,
  ): Promise<LoadedModelInfo> {
    const { ready } = this.#slot;
    const isOpen = ready?.modelId === modelId && (contextTokens ?? ready.wantedTokens) === ready.wantedTokens;
    report({ fraction: 0 });
    let opened = isOpen ? ready : await this.#open(modelId, contextTokens, signal, report);
    // Where there is a choice, each time: a driver may have changed, and the other way is as good as it was.
    const isTested = (selfTest === 'run' || opened.model.mayAvoidGpu === true) && !opened.isTested;
    if (isTested) opened = await this.#tested(opened, signal, report);
    opened.isTested = true;
    report({ fraction: 1 });
    const { engine, model } = opened;
    const canThink = model.canThink ?? canSkipThinking(modelId);
    return { engine, ...(await this.#openedAs(opened)), canThink, isTested };
  }

  async #openedAs(opened: Opened): Promise<OpenedAs> {
    const avoidsGpu = this.#slot.avoidsGpu(opened.modelId);
    const device = deviceOf(opened, await this.#dependencies.readSupport(), avoidsGpu);
    return { contextTokens: opened.model.contextTokens, device };
  }

  /** A model that has not shown to be sound is not left open, but opened on the processor where that can be. */
  async #tested(
    opened: Opened,
    signal: AbortSignal,
    report: (progress: LoadProgress) => void,
  ): Promise<Opened> {
    const { modelId, model, wantedTokens } = opened;
    try {
      await testModel(model, { signal });
      return opened;
    } catch (error) {
      await this.#slot.close();
      if (signal.aborted || model.mayAvoidGpu !== true) throw error;
    }
    this.#slot.avoidGpu(modelId);
    const other = await this.#open(modelId, wantedTokens, signal, report);
    return this.#tested(other, signal, report);
  }

  async #open(
    modelId: string,
    contextTokens: number | undefined,
    signal: AbortSignal,
    report: (progress: LoadProgress) => void = () => undefined,
  ): Promise<Opened> {
    const wasTested = this.#slot.last?.modelId === modelId && this.#slot.last.isTested;
    try {
      const onProgress = (fraction: number): void => report({ fraction });
      const opened = await this.#slot.open(modelId, contextTokens, { signal, onProgress });
      opened.isTested = wasTested;
      return opened;
    } catch (error) {
      signal.throwIfAborted();
      throw isAbortError(error) ? error : toAppError(error, 'model-load-failed');
    }
  }

  async #readyOr(modelId: string, open: () => Promise<Opened['model']>): Promise<Opened['model']> {
    const { ready } = this.#slot;
    return ready?.modelId === modelId ? ready.model : open();
  }

  async #withReady<T>(
    modelId: string,
    signal: AbortSignal,
    work: (opened: Opened, signal: AbortSignal) => Promise<T>,
  ): Promise<T> {
    const { either, end } = await this.#takePen(signal);
    try {
      const { ready } = this.#slot;
      if (ready?.modelId !== modelId) throw new AppError('model-load-failed', `${modelId} is not loaded`);
      return await work(ready, either);
    } finally {
      end();
    }
  }

  /** The turn to write, until `end` is called; `either` is aborted by the caller or by unloading. */
  async #takePen(signal: AbortSignal): Promise<{ either: AbortSignal; end: () => void }> {
    const endTurn = await this.#turns.take(signal);
    const writing = new AbortController();
    this.#writing = writing;
    const end = (): void => {
      this.#writing = undefined;
      endTurn();
    };
    return { either: AbortSignal.any([signal, writing.signal]), end };
  }
}

function deviceOf({ engine, model }: Opened, { gpu }: DeviceSupport, avoidsGpu: boolean): ComputingDevice {
  if (engine === 'built-in') return { kind: 'browser' };
  if (model.threads !== undefined) {
    return { kind: 'threads', count: model.threads, ...(avoidsGpu ? { hasGpuFailed: true } : {}) };
  }
  return { kind: 'gpu', name: gpu.status === 'present' ? gpu.description : '' };
}

function wait(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
