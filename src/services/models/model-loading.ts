import { AppError, isAbortError, toAppError } from '../../core/app-error';
import type { ModelStatus } from '../app-services';
import { deviceNameOf, type CatalogueReader } from './catalogue-reader';
import type { ModelBoard, ModelParts } from './model-parts';

/** Which model is in memory. */
export class ModelLoading {
  readonly #parts: Pick<ModelParts, 'languageModel' | 'runs'>;
  readonly #board: Pick<ModelBoard, 'status'>;
  readonly #catalogue: CatalogueReader;
  #loading:
    { readonly modelId: string; readonly aborter: AbortController; readonly done: Promise<void> } | undefined;

  constructor(
    parts: Pick<ModelParts, 'languageModel' | 'runs'>,
    board: Pick<ModelBoard, 'status'>,
    catalogue: CatalogueReader,
  ) {
    this.#parts = parts;
    this.#board = board;
    this.#catalogue = catalogue;
  }

  /** Resolves once the model is in memory; the failure is told by the status too. */
  async started(modelId: string): Promise<void> {
    const status = this.#board.status.value;
    if (status.status === 'ready' && status.modelId === modelId) return;
    if (this.#loading?.modelId !== modelId) {
      this.stop();
      const aborter = new AbortController();
      const loading = { modelId, aborter, done: this.#open(modelId, aborter) };
      this.#loading = loading;
      const forget = (): void => {
        if (this.#loading === loading) this.#loading = undefined;
      };
      void loading.done.then(forget, forget);
    }
    await this.#loading.done;
  }

  /** Resolves when nothing is being started, whatever came of it. */
  async settled(): Promise<void> {
    while (this.#loading) await Promise.allSettled([this.#loading.done]);
  }

  stop(): void {
    this.#loading?.aborter.abort();
  }

  async unload(): Promise<void> {
    this.stop();
    await this.#parts.languageModel.unload();
    this.#board.status.value = { status: 'none' };
  }

  async #open(modelId: string, aborter: AbortController): Promise<void> {
    const { languageModel, runs } = this.#parts;
    const { signal } = aborter;
    const report = (status: ModelStatus): void => {
      if (!signal.aborted) this.#board.status.value = status;
    };
    report({ status: 'loading', modelId, fraction: 0 });
    try {
      const device = deviceNameOf(await this.#catalogue.support());
      const last = (await runs.listAll()).findLast(
        (run) => run.modelId === modelId && run.device === device && run.kind === 'self-test',
      );
      const loaded = await languageModel.load(modelId, {
        selfTest: last?.selfTest?.passed === true ? 'known' : 'run',
        signal,
        onProgress: (fraction) => report({ status: 'loading', modelId, fraction }),
      });
      // On the graphics processor it may be tested each time.
      if (loaded.isTested && last?.selfTest?.passed !== true) {
        await this.#recordTest(modelId, device, { passed: true });
      }
      const { isTested: _, ...facts } = loaded;
      report({ status: 'ready', modelId, ...facts });
    } catch (error) {
      if (isAbortError(error) || signal.aborted) {
        // Another one may be on its way already.
        if (this.#loading === undefined || this.#loading.aborter === aborter) {
          this.#board.status.value = { status: 'none' };
        }
        throw new DOMException('the start was cancelled', 'AbortError');
      }
      const failure = toAppError(error, 'model-load-failed');
      if (failure.code === 'model-unsound') {
        const device = deviceNameOf(await this.#catalogue.support());
        await this.#recordTest(modelId, device, { passed: false, reason: failure.message });
      }
      report({ status: 'failed', modelId, error: failure });
      throw failure;
    }
  }

  #recordTest(
    modelId: string,
    device: string,
    selfTest: { readonly passed: boolean; readonly reason?: string },
  ): Promise<void> {
    return this.#parts.runs.add({ modelId, device, at: Date.now(), kind: 'self-test', selfTest });
  }
}

/** Waits for a start whose failure the status has told of already. */
export async function toldByStatus(starting: Promise<void>): Promise<void> {
  await starting.catch((error: unknown) => {
    if (!isAbortError(error) && !(error instanceof AppError)) throw error;
  });
}
