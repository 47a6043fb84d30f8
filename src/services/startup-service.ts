import type { LoadProgress } from '../contracts/embedder';
import { toAppError, type AppError } from '../core/app-error';
import { oneAtATime } from '../core/one-at-a-time';
import { observeReEmbedding } from '../storage/re-embedding-progress';
import type { Startup as StartupApi, StartupStatus } from './app-services';
import { Emitter } from './emitter';
import type { Workers } from './workers';

export interface SearchModels {
  readonly modelPath: string;
  /** Of the model that searches where the first one cannot be loaded. */
  readonly fallbackPath?: string;
  /** Why a choice of the person's was passed over already. */
  readonly passedOver?: AppError;
}

export interface StartupOptions extends SearchModels {
  /** Awaited first: the service worker, so that nothing is fetched twice. */
  readonly before: () => Promise<void>;
}

/** Starts the workers and the search model, once; a failed start can be tried again, and the model can be changed. */
export class Startup implements StartupApi {
  readonly #workers: Pick<Workers, 'startCore' | 'embedder'>;
  readonly #before: StartupOptions['before'];
  #models: SearchModels;
  readonly #status = new Emitter<StartupStatus>({ status: 'starting', loadedBytes: 0, totalBytes: 0 });
  #started: Promise<void> | undefined;
  #modelPath: string;
  /** Changes follow each other. */
  readonly #inTurn = oneAtATime();

  constructor(workers: Pick<Workers, 'startCore' | 'embedder'>, { before, ...models }: StartupOptions) {
    this.#workers = workers;
    this.#before = before;
    this.#models = models;
    this.#modelPath = models.modelPath;
  }

  observe = this.#status.observe;
  observeReEmbedding: StartupApi['observeReEmbedding'] = (onValue) => observeReEmbedding(onValue);

  /** Of the model that searches now; settled once `ready` has resolved, until `change`. */
  get modelPath(): string {
    return this.#modelPath;
  }

  /** Resolves when imports and questions can begin. */
  readonly ready = (): Promise<void> => {
    this.#started ??= this.#start().catch((error: unknown) => {
      this.#started = undefined;
      this.#status.value = { status: 'failed', error: toAppError(error, 'model-load-failed') };
      throw error;
    });
    return this.#started;
  };

  retry(): void {
    // The status tells of a failure.
    this.ready().catch(() => undefined);
  }

  /**
   * Searches with other models from now on; until they are loaded, the one before goes on. Resolves with whether they are:
   * a start that failed takes them when it is tried again.
   */
  change(models: SearchModels): Promise<boolean> {
    return this.#inTurn(async () => {
      this.#models = models;
      if (this.#status.value.status === 'failed') return false;
      await this.ready();
      await this.#loadEither(() => undefined);
      return true;
    });
  }

  async #start(): Promise<void> {
    this.#status.value = { status: 'starting', loadedBytes: 0, totalBytes: 0 };
    await this.#before();
    this.#workers.startCore();
    await this.#loadEither((progress) => (this.#status.value = { status: 'starting', ...progress }));
  }

  async #loadEither(onProgress: (progress: LoadProgress) => void): Promise<void> {
    const { modelPath, fallbackPath } = this.#models;
    let { passedOver } = this.#models;
    try {
      await this.#load(modelPath, onProgress);
    } catch (error) {
      if (fallbackPath === undefined) throw error;
      // A choice that cannot be loaded must not keep the person from the documents, nor from choosing anew.
      await this.#load(fallbackPath, onProgress);
      passedOver = toAppError(error, 'model-load-failed');
    }
    this.#status.value = { status: 'ready', ...(passedOver ? { passedOver } : {}) };
  }

  async #load(modelPath: string, onProgress: (progress: LoadProgress) => void): Promise<void> {
    await this.#workers.embedder.client.call('load', { modelPath }, { onProgress });
    this.#modelPath = modelPath;
  }
}
