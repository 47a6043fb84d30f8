import { AppError } from '../../src/core/app-error';
import { builtInModelId } from '../../src/core/models/catalogue-built-in';
import type { StoredModel } from '../../src/core/models/stored-model';
import type { EngineFor } from './registry';
import type { DeviceLoss, OpenModel, OpenOptions, TextEngine, TextEngineId } from './text-engine';

/** The models on this device. */
export interface InstalledModels {
  /** Throws `not-found` where it is not installed, `model-damaged` where files of it are missing. */
  get(modelId: string): Promise<{ model: StoredModel; files: ReadonlyMap<string, File> }>;
}

export interface Opened {
  readonly modelId: string;
  readonly engine: TextEngineId;
  readonly model: OpenModel;
  readonly loadMs: number;
  /** The window that was asked for. */
  readonly wantedTokens: number | undefined;
  isLost: boolean;
  /** Whether the self-test has passed since it was opened, or is known to. */
  isTested: boolean;
}

/** Below this, not even a short passage has room beside its question. */
const leastContextTokens = 1024;
/** The window of a model whose engine has no habit. */
const modestContextTokens = 4096;

/** One loss is often a laptop that slept; more in a row are a graphics processor that does not bear the model. */
const mostGpuFaults = 2;

/** Half of a window; undefined where that would be too little. */
export function smallerWindow(contextTokens: number): number | undefined {
  const half = Math.floor(contextTokens / 2);
  return half >= leastContextTokens ? half : undefined;
}

/** What an engine opens a model with, left to itself: less than the model offers, where that is much. */
function windowOf({ usualContextTokens = modestContextTokens }: TextEngine, offered = Infinity): number {
  return Math.min(offered, usualContextTokens);
}

/** Where the one open model lies. Whoever holds it sees to it that calls do not overlap. */
export class ModelSlot {
  readonly #engineFor: EngineFor;
  readonly #installed: InstalledModels;
  readonly #onLoss: (opened: Opened, loss: DeviceLoss) => void;
  /** How often in a row the graphics processor has failed with a model that can do without it. */
  readonly #gpuFaults = new Map<string, number>();
  #opened: Opened | undefined;

  /** `onLoss` is told of every model whose device is lost, whether it lies here still or not. */
  constructor(
    engineFor: EngineFor,
    installed: InstalledModels,
    onLoss: (opened: Opened, loss: DeviceLoss) => void,
  ) {
    this.#engineFor = engineFor;
    this.#installed = installed;
    this.#onLoss = onLoss;
  }

  /** The open model, unless its device was lost. */
  get ready(): Opened | undefined {
    return this.#opened?.isLost === false ? this.#opened : undefined;
  }

  /** What it was opened as last, its device lost or not. */
  get last(): Opened | undefined {
    return this.#opened;
  }

  /** Closes what is open, and opens a model; where memory runs out, once more with a smaller window. */
  async open(modelId: string, wantedTokens: number | undefined, options: OpenOptions): Promise<Opened> {
    await this.close();
    const { format, files, facts } = await this.#find(modelId);
    const engine = await this.#engineFor(format);
    options.signal.throwIfAborted();
    const open = async (contextTokens: number | undefined): Promise<Opened> => {
      const begun = performance.now();
      const request = {
        ...{ id: modelId, files },
        ...(contextTokens === undefined ? {} : { contextTokens }),
        ...(this.avoidsGpu(modelId) ? { avoidsGpu: true } : {}),
      };
      const model = await engine.open(request, options);
      if (model.hasGpuFailed === true) this.avoidGpu(modelId);
      const loadMs = performance.now() - begun;
      return this.#keep({
        ...{ modelId, engine: engine.id, model, loadMs, wantedTokens: contextTokens },
        ...{ isLost: false, isTested: false },
      });
    };
    try {
      return await open(wantedTokens);
    } catch (error) {
      const smaller = smallerWindow(wantedTokens ?? windowOf(engine, facts?.contextTokens));
      if (!(error instanceof AppError) || error.code !== 'out-of-memory' || smaller === undefined)
        throw error;
      return await open(smaller);
    }
  }

  avoidsGpu(modelId: string): boolean {
    return (this.#gpuFaults.get(modelId) ?? 0) >= mostGpuFaults;
  }

  /** From now on, where the model has a choice. */
  avoidGpu(modelId: string): void {
    this.#gpuFaults.set(modelId, mostGpuFaults);
  }

  /** What was lost before was no fault of the graphics processor: the model has written a whole answer on it. */
  trustGpu(modelId: string): void {
    if (!this.avoidsGpu(modelId)) this.#gpuFaults.delete(modelId);
  }

  async close(): Promise<void> {
    const opened = this.#opened;
    this.#opened = undefined;
    await opened?.model.close();
  }

  #keep(opened: Opened): Opened {
    this.#opened = opened;
    void opened.model.lost.then((loss) => {
      opened.isLost = true;
      if (opened.model.mayAvoidGpu === true && loss.sparesGpu !== true) this.#countGpuFault(opened.modelId);
      this.#onLoss(opened, loss);
    });
    return opened;
  }

  #countGpuFault(modelId: string): void {
    this.#gpuFaults.set(modelId, (this.#gpuFaults.get(modelId) ?? 0) + 1);
  }

  async #find(modelId: string) {
    if (modelId === builtInModelId) {
      return { format: 'built-in' as const, files: new Map<string, File>(), facts: undefined };
    }
    const { model, files } = await this.#installed.get(modelId);
    return { format: model.format, files, facts: model.facts };
  }
}
