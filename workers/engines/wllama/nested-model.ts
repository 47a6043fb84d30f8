import type { LoadModelParams, Wllama } from '@wllama/wllama';
import type { AppError } from '../../../src/core/app-error';
import type { DeviceLoss } from '../../language-models/text-engine';
import { wllamaError } from './errors';
import { NativeReport } from './native-report';

/** How long the library's own worker may take to say anything at all. */
const firstSignMs = 60_000;

/** A model in a worker of the library's own, and all that is known of that worker's life. */
export class NestedModel {
  readonly wllama: Wllama;
  readonly #report: NativeReport;

  private constructor(wllama: Wllama, report: NativeReport) {
    this.wllama = wllama;
    this.#report = report;
  }

  /** Errors: `model-incompatible`, `out-of-memory`, `model-load-failed`. Leaves nothing loaded when it fails. */
  static async open(
    files: readonly Blob[],
    params: LoadModelParams,
    signal: AbortSignal,
  ): Promise<NestedModel> {
    signal.throwIfAborted();
    const report = new NativeReport();
    const { Wllama, LogLevel } = await import('@wllama/wllama');
    const wllama = new Wllama({ default: vendored('wllama/wllama.wasm') }, { logger: report.logger });
    wllama.setCompat({
      worker: vendored('wllama-compat/wllama.js'),
      wasm: vendored('wllama-compat/wllama.wasm'),
    });
    const timer = setTimeout(() => {
      report.fail('its worker gives no sign of life');
    }, firstSignMs);
    void report.alive.then(() => {
      clearTimeout(timer);
    });
    const loading = wllama.loadModel([...files], { ...params, log_level: LogLevel.ERROR });
    try {
      await Promise.race([loading, report.failed, rejectWhenAborted(signal)]);
      // Of a file that cannot be loaded the library says so in its log only.
      if (!(wllama.getLoadedContextInfo().n_vocab > 0)) throw new Error('its file could not be read');
      return new NestedModel(wllama, report);
    } catch (error) {
      // Before its worker has spoken there may be none yet that could be ended.
      await Promise.race([report.alive, report.lost, loading]).catch(() => undefined);
      await wllama.exit();
      await loading.catch(() => undefined);
      signal.throwIfAborted();
      throw wllamaError(error, 'model-load-failed', report.takeWords());
    } finally {
      clearTimeout(timer);
    }
  }

  /** Settles when it has crashed. */
  get lost(): Promise<DeviceLoss> {
    return this.#report.lost;
  }

  /** What an error of a call means. */
  failure(error: unknown): AppError | DOMException {
    return wllamaError(error, this.#report.isLost ? 'device-lost' : 'internal', this.#report.takeWords());
  }

  /** Ends its worker, and all threads with it. */
  async close(): Promise<void> {
    await this.wllama.exit();
  }
}

function rejectWhenAborted(signal: AbortSignal): Promise<never> {
  const aborted = new Promise<never>((_, reject) => {
    signal.addEventListener(
      'abort',
      () => {
        reject(new DOMException('The opening was cancelled.', 'AbortError'));
      },
      { once: true },
    );
  });
  aborted.catch(() => undefined);
  return aborted;
}

function vendored(path: string): string {
  return new URL(`${import.meta.env.BASE_URL}vendor/${path}`, self.location.origin).href;
}
