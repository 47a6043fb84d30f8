import type { InstallProgress } from '../../src/contracts/model-store';
import { modelLockName } from '../../src/storage/model-files';

type ModelMessage =
  | { readonly kind: 'progress'; readonly modelId: string; readonly progress: InstallProgress }
  | { readonly kind: 'stop'; readonly modelId: string };

const channelName = 'inkstone-models';

/** Sees that one of all tabs and calls writes to a model at a time, and lets the others hear how far it is. */
export class OneWriter {
  readonly #locks: LockManager | undefined;
  readonly #channel = new BroadcastChannel(channelName);
  readonly #listeners = new Set<(message: ModelMessage) => void>();

  constructor(locks: LockManager | undefined) {
    this.#locks = locks;
    this.#channel.addEventListener('message', (event: MessageEvent<ModelMessage>) => this.#hear(event.data));
  }

  /**
   * Runs `work` when nobody else writes to the model, and until then passes on the progress of whoever does.
   * `stop` of the same model aborts it, waiting or working.
   */
  async write<T>(
    modelId: string,
    context: { readonly signal: AbortSignal; readonly progress: (progress: InstallProgress) => void },
    work: (signal: AbortSignal, report: (progress: InstallProgress) => void) => Promise<T>,
  ): Promise<T> {
    const stopped = new AbortController();
    const signal = AbortSignal.any([context.signal, stopped.signal]);
    let isWorking = false;
    const listener = (message: ModelMessage): void => {
      if (message.modelId !== modelId) return;
      if (message.kind === 'stop') stopped.abort();
      else if (!isWorking) context.progress(message.progress);
    };
    this.#listeners.add(listener);
    try {
      return await this.#locked(modelId, signal, () => {
        isWorking = true;
        return work(signal, (progress) => {
          context.progress(progress);
          this.#say({ kind: 'progress', modelId, progress });
        });
      });
    } finally {
      this.#listeners.delete(listener);
    }
  }

  /** Ends whatever is written to the model, in any tab, and runs `work` then. */
  async insteadOfOthers<T>(modelId: string, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    this.#say({ kind: 'stop', modelId });
    return this.#locked(modelId, signal, work);
  }

  async #locked<T>(modelId: string, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    signal.throwIfAborted();
    // Without locks a browser has no private file system for pages either, and the work says so.
    return this.#locks ? this.#locks.request(modelLockName(modelId), { signal }, work) : work();
  }

  #say(message: ModelMessage): void {
    this.#channel.postMessage(message);
    // A channel does not hear itself.
    this.#hear(message);
  }

  #hear(message: ModelMessage): void {
    for (const listener of [...this.#listeners]) listener(message);
  }
}
