import { isAbortError, toAppError, type ErrorCode } from '../../core/app-error';
import { bestModels } from '../../core/models/best-models';
import type { CatalogueEntry } from '../../core/models/catalogue-entry';
import { mayTakeOver } from '../../core/models/may-take-over';
import type { CatalogueReader } from './catalogue-reader';
import { toldByStatus, type ModelLoading } from './model-loading';
import type { ModelBoard, ModelParts } from './model-parts';

/** Failures that starting the model once more would most likely meet again. */
const lastingCodes: ReadonlySet<ErrorCode> = new Set([
  'out-of-memory',
  'device-lost',
  'worker-crashed',
  'webgpu-unavailable',
]);

/** Which model is to answer. Those that could not be kept are not tried again while the page is open, unless asked for. */
export class ModelChoice {
  readonly #settings: ModelParts['settings'];
  readonly #board: Pick<ModelBoard, 'status' | 'passedOver'>;
  readonly #catalogue: CatalogueReader;
  readonly #loading: ModelLoading;
  readonly #setAside = new Map<string, ErrorCode>();
  /** Settles with every choice that is being made. */
  #choosing: Promise<unknown> = Promise.resolve();
  #holds = 0;
  /** Whether a choice had to wait. */
  #isWithheld = false;

  constructor(
    settings: ModelParts['settings'],
    board: Pick<ModelBoard, 'status' | 'passedOver'>,
    catalogue: CatalogueReader,
    loading: ModelLoading,
  ) {
    this.#settings = settings;
    this.#board = board;
    this.#catalogue = catalogue;
    this.#loading = loading;
    board.status.observe(() => void this.#offer().catch(reportError));
  }

  /** Starts what the settings say: the person's own choice, or the best that is installed, sound and can be kept. */
  choose(): Promise<void> {
    const choosing = this.#choose();
    this.#choosing = Promise.allSettled([this.#choosing, choosing]);
    return choosing;
  }

  /** The person's own choice, which holds from now on. */
  async load(modelId: string): Promise<void> {
    await this.#settings.update({ engine: 'model', modelId });
    await toldByStatus(this.#loading.started(modelId));
  }

  /** Automatic choice waits until the end, which tells whether there was one to be made. */
  hold(): () => boolean {
    this.#holds += 1;
    return () => {
      this.#holds -= 1;
      const wasWithheld = this.#isWithheld;
      if (this.#holds === 0) this.#isWithheld = false;
      return wasWithheld;
    };
  }

  /** Resolves once nothing is being chosen or started. */
  async settled(): Promise<void> {
    for (let last: unknown; last !== this.#choosing;) {
      last = this.#choosing;
      await last;
      await this.#loading.settled();
    }
  }

  setAside(modelId: string, code: ErrorCode): void {
    this.#setAside.set(modelId, code);
  }

  /** It may be tried like any other: its files are new, or the person wants it. */
  forgive(modelId: string): void {
    this.#setAside.delete(modelId);
  }

  async #choose(): Promise<void> {
    const { engine, modelId } = this.#settings.current;
    if (engine === 'auto') await this.#chooseBest();
    if (engine === 'model' && modelId !== null) await toldByStatus(this.#loading.started(modelId));
  }

  async #chooseBest(): Promise<void> {
    const passedOver: { readonly entry: CatalogueEntry; readonly code: ErrorCode }[] = [];
    const passOver = (entry: CatalogueEntry, code: ErrorCode): void => {
      passedOver.push({ entry, code });
      this.#board.passedOver.value = passedOver.map((passed) => ({
        modelId: passed.entry.id,
        code: passed.code,
      }));
    };
    this.#board.passedOver.value = [];
    for await (const entry of this.#candidates()) {
      // The person may have chosen meanwhile.
      if (this.#settings.current.engine !== 'auto') return;
      if (this.#holds > 0) {
        this.#isWithheld = true;
        return;
      }
      const known = this.#setAside.get(entry.id);
      if (known !== undefined) {
        passOver(entry, known);
        continue;
      }
      if (!passedOver.every((passed) => mayTakeOver(entry, passed.entry, passed.code))) continue;
      try {
        await this.#loading.started(entry.id);
        return;
      } catch (error) {
        if (isAbortError(error)) return;
        const { code } = toAppError(error);
        if (lastingCodes.has(code)) this.#setAside.set(entry.id, code);
        passOver(entry, code);
      }
    }
  }

  /** Best first. The browser is asked for its own when nothing else will do. */
  async *#candidates(): AsyncGenerator<CatalogueEntry, void, undefined> {
    yield* bestModels(await this.#catalogue.present());
    yield* bestModels(await this.#catalogue.browsersOwn());
  }

  /** Where the person's own choice has failed, tells which model could answer instead. */
  async #offer(): Promise<void> {
    const { status } = this.#board;
    const failed = status.value;
    const isUntold = failed.status === 'failed' && failed.instead === undefined;
    if (!isUntold || this.#settings.current.engine !== 'model') return;
    const { modelId, error } = failed;
    const lost = [...(await this.#catalogue.present()), ...(await this.#catalogue.browsersOwn())].find(
      ({ id }) => id === modelId,
    );
    if (!lost) return;
    for await (const { id, ...facts } of this.#candidates()) {
      if (this.#setAside.has(id) || !mayTakeOver({ id, ...facts }, lost, error.code)) continue;
      if (status.value === failed) status.value = { ...failed, instead: id };
      return;
    }
  }
}
