import { toAppError } from '../core/app-error';
import type { Startup as StartupApi, StartupStatus } from './app-services';
import { Emitter } from './emitter';
import type { Workers } from './workers';

/** Starts the workers and the embedded search model, once; a failed start can be tried again. */
export class Startup implements StartupApi {
  readonly #workers: Workers;
  readonly #modelPath: string;
  readonly #before: () => Promise<void>;
  readonly #status = new Emitter<StartupStatus>({ status: 'starting', loadedBytes: 0, totalBytes: 0 });
  #started: Promise<void> | undefined;

  /** `before` is awaited first: the service worker, so that nothing is fetched twice. */
  constructor(workers: Workers, options: { modelPath: string; before: () => Promise<void> }) {
    this.#workers = workers;
    this.#modelPath = options.modelPath;
    this.#before = options.before;
  }

  observe = this.#status.observe;

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
    this.#status.value = { status: 'starting', loadedBytes: 0, totalBytes: 0 };
    await this.#before();
    this.#workers.startCore();
    await this.#workers.embedder.client.call(
      'load',
      { modelPath: this.#modelPath },
      { onProgress: (progress) => (this.#status.value = { status: 'starting', ...progress }) },
    );
    this.#status.value = { status: 'ready' };
  }
}
