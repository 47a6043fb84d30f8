import type { LoadModelParams, Wllama } from '@wllama/wllama';
import type { AppError } from '../../../src/core/app-error';
import { watchSilence } from '../../language-models/silence';
import type { DeviceLoss, OpenOptions } from '../../language-models/text-engine';
import { wllamaError } from './errors';
import { NativeReport } from './native-report';
import { watchFiles } from './watched-file';

/** Between two signs of an opening lies a part of the file that is read, or the making of the cache. */
const openingSilenceMs = 120_000;
/** The library's code, up to 19 MB, is fetched without a word when it is first used, and then compiled. */
const fetchingSilenceMs = 600_000;
/** Between two signs lies one batch of the prompt or one token, which even a slow machine computes in far less. */
const silenceMs = 120_000;
/** A call that was stopped ends with the batch that is being read. */
const stopMs = 30_000;

/** How long to wait for a model in a worker. */
export interface NestedPatience {
  readonly silenceMs: number;
  readonly stopMs: number;
}

/** A model in a worker of the library's own, and all that is known of that worker's life. */
export class NestedModel {
  readonly wllama: Wllama;
  readonly #report: NativeReport;
  readonly #patience: NestedPatience;

  private constructor(wllama: Wllama, report: NativeReport, patience: NestedPatience) {
    this.wllama = wllama;
    this.#report = report;
    this.#patience = patience;
    // Only this ends the calls that are open: the library leaves them waiting for a worker that has failed.
    void report.lost.then(() => wllama.exit());
  }

  /**
   * Errors: `model-incompatible`, `out-of-memory`, `model-load-failed`, the last also where the worker gives no sign of
   * life for too long. Leaves nothing loaded when it fails.
   */
  static async open(
    files: readonly File[],
    params: LoadModelParams,
    { signal, onProgress = () => undefined }: Partial<OpenOptions> & Pick<OpenOptions, 'signal'>,
    patience: NestedPatience = { silenceMs, stopMs },
  ): Promise<NestedModel> {
    signal.throwIfAborted();
    const report = new NativeReport();
    const { Wllama, LogLevel } = await import('@wllama/wllama');
    const wllama = new Wllama({ default: vendored('wllama/wllama.wasm') }, { logger: report.logger });
    wllama.setCompat({
      worker: vendored('wllama-compat/wllama.js'),
      wasm: vendored('wllama-compat/wllama.wasm'),
    });
    const watch = watchOpening((message) => report.fail(message));
    report.onSign = (isFetching) => watch.onSign(isFetching ? fetchingSilenceMs : openingSilenceMs);
    const watchedFiles = watchFiles(files, (fraction) => {
      watch.onSign(openingSilenceMs);
      onProgress(fraction);
    });
    const cancelling = rejectionOn(signal);
    // Whether the graphics processor is used is told at the next lower level only.
    const log_level = params.n_gpu_layers === 0 ? LogLevel.ERROR : LogLevel.INFO;
    const loading = wllama.loadModel(watchedFiles, { ...params, log_level });
    try {
      await Promise.race([loading, report.failed, cancelling.rejection]);
      // Of a file that cannot be loaded the library says so in its log only.
      if (!(wllama.getLoadedContextInfo().n_vocab > 0)) throw new Error('its file could not be read');
      return new NestedModel(wllama, report, patience);
    } catch (error) {
      // Before its worker has spoken there may be none yet that could be ended.
      await Promise.race([report.alive, report.lost, loading]).catch(() => undefined);
      await wllama.exit();
      // What stands still may never end, and what it comes to after all is ended then.
      if (report.loss) void loading.then(() => wllama.exit()).catch(() => undefined);
      else await loading.catch(() => undefined);
      signal.throwIfAborted();
      throw wllamaError(error, 'model-load-failed', report.takeWords());
    } finally {
      watch.end();
      report.onSign = () => undefined;
      cancelling.forget();
    }
  }

  /**
   * Runs a call of the library. A worker that gives no sign of life for too long is ended, and the call with it; each
   * sign begins the wait anew. Rejects with what the failure means.
   */
  async call<T>(run: (onSign: () => void) => Promise<T>): Promise<T> {
    let endWatch = this.#watch(this.#patience.silenceMs);
    const onSign = (): void => {
      endWatch();
      endWatch = this.#watch(this.#patience.silenceMs);
    };
    try {
      return await run(onSign);
    } catch (error) {
      throw this.#failure(error);
    } finally {
      endWatch();
    }
  }

  /** Sees a call that was told to stop to its end; a worker that cannot be stopped is ended. */
  async stopped(call: Promise<unknown>): Promise<void> {
    const endWatch = this.#watch(this.#patience.stopMs);
    await call.catch(() => undefined);
    endWatch();
  }

  get usesGpu(): boolean {
    return this.#report.gpuLayers > 0;
  }

  /** Settles when it has crashed. */
  get lost(): Promise<DeviceLoss> {
    return this.#report.lost;
  }

  /** Ends its worker, and all threads with it. */
  async close(): Promise<void> {
    await this.wllama.exit();
  }

  #watch(waitMs: number): () => void {
    return watchSilence(waitMs, () => {
      this.#report.fail(`no sign of life for ${waitMs / 1000} s`);
    });
  }

  #failure(error: unknown): AppError | DOMException {
    const { loss } = this.#report;
    const words = this.#report.takeWords();
    if (!loss) return wllamaError(error, 'internal', words);
    const report = [loss.message, words].filter((part) => part !== '').join('; ');
    return wllamaError(error, loss.reason === 'memory' ? 'out-of-memory' : 'device-lost', report);
  }
}

/** Hears silence of an opening until it is over; each sign begins the wait anew and says how long it is. */
function watchOpening(onSilence: (message: string) => void): {
  readonly onSign: (waitMs: number) => void;
  readonly end: () => void;
} {
  let isOver = false;
  const watch = (waitMs: number): (() => void) =>
    watchSilence(waitMs, () => onSilence(`no sign of life for ${waitMs / 1000} s`));
  let endWatch = watch(openingSilenceMs);
  return {
    onSign: (waitMs) => {
      if (isOver) return;
      endWatch();
      endWatch = watch(waitMs);
    },
    end: () => {
      isOver = true;
      endWatch();
    },
  };
}

/** Rejects once the signal is aborted, until it is forgotten. */
function rejectionOn(signal: AbortSignal): {
  readonly rejection: Promise<never>;
  readonly forget: () => void;
} {
  let onAbort: () => void = () => undefined;
  const rejection = new Promise<never>((_, reject) => {
    onAbort = () => reject(new DOMException('The opening was cancelled.', 'AbortError'));
    if (signal.aborted) onAbort();
  });
  rejection.catch(() => undefined);
  signal.addEventListener('abort', onAbort, { once: true });
  return { rejection, forget: () => signal.removeEventListener('abort', onAbort) };
}

function vendored(path: string): string {
  return new URL(`${import.meta.env.BASE_URL}vendor/${path}`, self.location.origin).href;
}
