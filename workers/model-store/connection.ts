import { AppError } from '../../src/core/app-error';
import { backOffMs, isEnough, RequestFailure } from './retrying';

/** Whether this device is on a network, as far as the browser knows. */
export interface Network {
  isOnline(): boolean;
  /** Resolves when it is again. */
  whenOnline(signal: AbortSignal): Promise<void>;
}

export interface RetryOptions {
  readonly network: Network;
  readonly baseDelayMs: number;
  /** How long a network that is gone is waited for. */
  readonly offlineMs: number;
  readonly random: () => number;
}

/** Repeats requests of one download: a server that asks for a pause gets it from all of them. */
export class Connection {
  readonly #options: RetryOptions;
  readonly #pausedUntil = new Map<string, number>();

  constructor(options: RetryOptions) {
    this.#options = options;
  }

  /**
   * Calls `attempt` until it succeeds. An attempt that brought enough (`onProgress` was called) is no failure that
   * counts. `onWait` hears when the next one begins. Errors: `model-download-failed`,
   * `model-damaged`, `offline`, and all that is no `RequestFailure`.
   */
  async persist<T>(
    url: string,
    attempt: (failures: number, onProgress: () => void) => Promise<T>,
    { signal, onWait }: { signal: AbortSignal; onWait: (until: number | undefined) => void },
  ): Promise<T> {
    const { origin } = new URL(url);
    let failures = 0;
    for (;;) {
      signal.throwIfAborted();
      await this.#waitUntil(this.#pausedUntil.get(origin) ?? 0, signal, onWait);
      const brought = { isMuch: false };
      try {
        return await attempt(failures, () => (brought.isMuch = true));
      } catch (error) {
        if (!(error instanceof RequestFailure)) throw error;
        const isOffline = !this.#options.network.isOnline();
        if (isOffline) {
          await this.#waitForNetwork(signal);
          failures = 0;
          continue;
        }
        failures = brought.isMuch ? 1 : failures + 1;
        if (isEnough(failures, error)) {
          const { code, message, detail } = error;
          throw new AppError(code, `${url}: ${message}`, { cause: error, detail });
        }
        if (error.waitMs !== undefined) this.#pausedUntil.set(origin, Date.now() + error.waitMs);
        const delayMs = Math.max(
          error.waitMs ?? 0,
          backOffMs(failures, this.#options.baseDelayMs, this.#options.random),
        );
        await this.#waitUntil(Date.now() + delayMs, signal, onWait);
      }
    }
  }

  async #waitUntil(
    time: number,
    signal: AbortSignal,
    onWait: (until: number | undefined) => void,
  ): Promise<void> {
    const delayMs = time - Date.now();
    if (delayMs <= 0) return;
    onWait(time);
    try {
      await pause(delayMs, signal);
    } finally {
      onWait(undefined);
    }
  }

  async #waitForNetwork(signal: AbortSignal): Promise<void> {
    const ended = new AbortController();
    const isBack = await Promise.race([
      this.#options.network.whenOnline(AbortSignal.any([signal, ended.signal])).then(() => true),
      pause(this.#options.offlineMs, AbortSignal.any([signal, ended.signal])).then(() => false),
    ]).finally(() => ended.abort());
    if (!isBack) throw new AppError('offline', 'the network did not come back');
  }
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => {
      clearTimeout(timer);
      reject(abortError());
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', onAbort);
      resolve();
    }, milliseconds);
    if (signal.aborted) onAbort();
    else signal.addEventListener('abort', onAbort, { once: true });
  });
}

/** The browser's own word for whether there is a network. */
export const browserNetwork: Network = {
  isOnline: () => navigator.onLine,
  whenOnline: (signal) =>
    new Promise((resolve, reject) => {
      self.addEventListener('online', () => resolve(), { once: true, signal });
      signal.addEventListener('abort', () => reject(abortError()), { once: true });
    }),
};

function abortError(): DOMException {
  return new DOMException('The download was paused.', 'AbortError');
}
