import { AppError, isAbortError, toAppError } from '../../core/app-error';
import { bestModels } from '../../core/models/best-models';
import type { ModelStatus } from '../app-services';
import { deviceNameOf, type CatalogueReader } from './catalogue-reader';
import type { ModelBoard, ModelParts } from './model-parts';

/** Which model is in memory. */
export class ModelLoading {
  readonly #parts: Pick<ModelParts, 'languageModel' | 'settings' | 'runs'>;
  readonly #board: Pick<ModelBoard, 'status' | 'passedOver'>;
  readonly #catalogue: CatalogueReader;
  /** After a crash of the worker, since the page was loaded. */
  readonly #restarted = new Set<string>();
  #loading:
    { readonly modelId: string; readonly aborter: AbortController; readonly done: Promise<void> } | undefined;

  constructor(
    parts: Pick<ModelParts, 'languageModel' | 'settings' | 'runs'>,
    board: Pick<ModelBoard, 'status' | 'passedOver'>,
    catalogue: CatalogueReader,
  ) {
    this.#parts = parts;
    this.#board = board;
    this.#catalogue = catalogue;
    parts.languageModel.observeCrash((error) => this.#crashed(error));
  }

  /** Starts what the settings say: the person's own choice, or the best that is installed and sound. */
  async choose(): Promise<void> {
    const { engine, modelId } = this.#parts.settings.current;
    if (engine === 'extractive') return;
    if (engine === 'model') {
      if (modelId !== null) await this.#tell(this.started(modelId));
      return;
    }
    const entries = await this.#catalogue.present();
    this.#board.passedOver.value = [];
    for (const { id } of bestModels(entries)) {
      try {
        await this.started(id);
        return;
      } catch (error) {
        if (isAbortError(error)) return;
        const { code } = toAppError(error);
        this.#board.passedOver.value = [...this.#board.passedOver.value, { modelId: id, code }];
      }
    }
  }

  /** The person's own choice, which holds from now on. */
  async load(modelId: string): Promise<void> {
    await this.#parts.settings.update({ engine: 'model', modelId });
    await this.#tell(this.started(modelId));
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

  /** The model went in an answer, and its worker could not bring it back. */
  lost(modelId: string, error: AppError): void {
    const status = this.#board.status.value;
    if (status.status !== 'ready' || status.modelId !== modelId) return;
    this.#board.status.value = { status: 'failed', modelId, error };
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
      if (loaded.isTested) await this.#recordTest(modelId, device, { passed: true });
      const { engine, contextTokens } = loaded;
      report({ status: 'ready', modelId, engine, contextTokens, device: loaded.device });
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

  /** The model went with its worker. It is started again, but once only: what ends its worker may do so each time. */
  #crashed(error: AppError): void {
    const status = this.#board.status.value;
    if (status.status !== 'ready') return;
    const { modelId } = status;
    this.lost(modelId, error);
    if (this.#restarted.has(modelId)) return;
    this.#restarted.add(modelId);
    void this.#tell(this.started(modelId)).catch(reportError);
  }

  #recordTest(
    modelId: string,
    device: string,
    selfTest: { readonly passed: boolean; readonly reason?: string },
  ): Promise<void> {
    return this.#parts.runs.add({ modelId, device, at: Date.now(), kind: 'self-test', selfTest });
  }

  /** The status has told of a failure already. */
  async #tell(starting: Promise<void>): Promise<void> {
    await starting.catch((error: unknown) => {
      if (!isAbortError(error) && !(error instanceof AppError)) throw error;
    });
  }
}
