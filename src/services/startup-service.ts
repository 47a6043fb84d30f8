import { toAppError, type AppError } from '../core/app-error';
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

/** Starts the workers and the search model, once; a failed start can be tried again. */
export class Startup implements StartupApi {
  readonly #workers: Pick<Workers, 'startCore' | 'embedder'>;
  readonly #options: StartupOptions;
  readonly #status = new Emitter<StartupStatus>({ status: 'starting', loadedBytes: 0, totalBytes: 0 });
  #started: Promise<void> | undefined;
  #modelPath: string;

  constructor(workers: Pick<Workers, 'startCore' | 'embedder'>, options: StartupOptions) {
    this.#workers = workers;
    this.#options = options;
    this.#modelPath = options.modelPath;
  }

  observe = this.#status.observe;

  /** Of the model that searches in this visit; final once `ready` has resolved. */
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

  async #start(): Promise<void> {
    const { before, modelPath, fallbackPath } = this.#options;
    let { passedOver } = this.#options;
    this.#status.value = { status: 'starting', loadedBytes: 0, totalBytes: 0 };
    await before();
    this.#workers.startCore();
    try {
      await this.#load(modelPath);
    } catch (error) {
      if (fallbackPath === undefined) throw error;
      // A choice that cannot be loaded must not keep the person from the documents, nor from choosing anew.
      await this.#load(fallbackPath);
      passedOver = toAppError(error, 'model-load-failed');
    }
    this.#status.value = { status: 'ready', ...(passedOver ? { passedOver } : {}) };
  }

  async #load(modelPath: string): Promise<void> {
    this.#modelPath = modelPath;
    await this.#workers.embedder.client.call(
      'load',
      { modelPath },
      { onProgress: (progress) => (this.#status.value = { status: 'starting', ...progress }) },
    );
  }
}
