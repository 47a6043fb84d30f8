import { isAbortError, toAppError } from '../../core/app-error';
import type { FailedModelWork, ModelWork } from '../app-services';
import type { Emitter } from '../emitter';

/** What is being done with each model's files, one thing at a time for each. */
export class WorkBoard {
  readonly #work: Emitter<ReadonlyMap<string, ModelWork>>;
  readonly #running = new Map<
    string,
    { readonly aborter: AbortController; readonly done: Promise<unknown> }
  >();

  constructor(work: Emitter<ReadonlyMap<string, ModelWork>>) {
    this.#work = work;
  }

  get(modelId: string): ModelWork | undefined {
    return this.#work.value.get(modelId);
  }

  get all(): ReadonlyMap<string, ModelWork> {
    return this.#work.value;
  }

  isRunning(modelId: string): boolean {
    return this.#running.has(modelId);
  }

  get running(): readonly string[] {
    return [...this.#running.keys()];
  }

  set(modelId: string, work: ModelWork | undefined): void {
    const next = new Map(this.#work.value);
    if (work) next.set(modelId, work);
    else next.delete(modelId);
    this.#work.value = next;
  }

  /** Resolves when nothing runs with the model any more. */
  async abort(modelId: string): Promise<void> {
    const running = this.#running.get(modelId);
    running?.aborter.abort();
    await running?.done;
  }

  /** Resolves when what runs with the model now has ended. */
  async ended(modelId: string): Promise<void> {
    await this.#running.get(modelId)?.done;
  }

  /**
   * Runs what can fail; the failure is shown with the model and resolves with undefined. Aborting leaves whatever work
   * was set by who aborted it. While other work runs with the same model, nothing is begun.
   */
  async run<T>(
    modelId: string,
    what: FailedModelWork,
    begin: ModelWork,
    body: (signal: AbortSignal) => Promise<T>,
  ): Promise<T | undefined> {
    if (this.#running.has(modelId)) return undefined;
    const aborter = new AbortController();
    this.set(modelId, begin);
    const done = this.#settle(modelId, what, aborter.signal, body);
    this.#running.set(modelId, { aborter, done });
    try {
      return await done;
    } finally {
      this.#running.delete(modelId);
    }
  }

  async #settle<T>(
    modelId: string,
    what: FailedModelWork,
    signal: AbortSignal,
    body: (signal: AbortSignal) => Promise<T>,
  ): Promise<T | undefined> {
    try {
      const result = await body(signal);
      this.set(modelId, undefined);
      return result;
    } catch (error) {
      if (isAbortError(error) || signal.aborted) {
        if (this.get(modelId)?.kind !== 'paused') this.set(modelId, undefined);
      } else {
        this.set(modelId, { kind: 'failed', what, error: toAppError(error) });
      }
      return undefined;
    }
  }
}
