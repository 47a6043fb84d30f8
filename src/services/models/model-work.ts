import { AppError, isAbortError, toAppError } from '../../core/app-error';
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

  get running(): readonly string[] {
    return [...this.#running.keys()];
  }

  set(modelId: string, work: ModelWork | undefined): void {
    const next = new Map(this.#work.value);
    if (work) next.set(modelId, work);
    else next.delete(modelId);
    this.#work.value = next;
  }

  /** Throws `busy` while other work runs with the model. */
  requireFree(modelId: string): void {
    if (this.#running.has(modelId)) throw new AppError('busy', `something else is done with ${modelId}`);
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
   * Runs what can fail; the failure is shown with the model and resolves with undefined. Throws `busy` while other work
   * runs with the same model, and an AbortError when it was aborted, which leaves the work as paused where who aborted
   * it has set that.
   */
  async run<T>(
    modelId: string,
    what: FailedModelWork,
    begin: ModelWork,
    body: (signal: AbortSignal) => Promise<T>,
  ): Promise<T | undefined> {
    this.requireFree(modelId);
    try {
      return await this.#start(modelId, begin, body, (error) => ({ kind: 'failed', what, error }));
    } catch (error) {
      if (isAbortError(error)) throw error;
      return undefined;
    }
  }

  /** The same for what tells of its failure itself: it is thrown. */
  async attempt<T>(modelId: string, begin: ModelWork, body: (signal: AbortSignal) => Promise<T>): Promise<T> {
    this.requireFree(modelId);
    const before = this.get(modelId);
    return this.#start(modelId, begin, body, () => before);
  }

  #start<T>(
    modelId: string,
    begin: ModelWork,
    body: (signal: AbortSignal) => Promise<T>,
    afterFailure: (error: AppError) => ModelWork | undefined,
  ): Promise<T> {
    const aborter = new AbortController();
    this.set(modelId, begin);
    const result = this.#settle(modelId, body(aborter.signal), aborter.signal, afterFailure);
    this.#running.set(modelId, { aborter, done: result.catch(() => undefined) });
    return result;
  }

  async #settle<T>(
    modelId: string,
    work: Promise<T>,
    signal: AbortSignal,
    afterFailure: (error: AppError) => ModelWork | undefined,
  ): Promise<T> {
    try {
      const result = await work;
      this.set(modelId, undefined);
      return result;
    } catch (error) {
      if (isAbortError(error) || signal.aborted) {
        if (this.get(modelId)?.kind !== 'paused') this.set(modelId, undefined);
        throw new DOMException('the work was stopped', 'AbortError');
      }
      const failure = toAppError(error);
      this.set(modelId, afterFailure(failure));
      throw failure;
    } finally {
      this.#running.delete(modelId);
    }
  }
}
