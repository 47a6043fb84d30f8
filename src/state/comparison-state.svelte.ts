import { isAbortError, toAppError, type AppError } from '../core/app-error';
import type { Comparison, Models } from '../services/app-services';

/** The comparison of two models, which is kept while the screen of models is closed. */
export class ComparisonState {
  readonly #models: Models;
  /** Undefined until the person chooses. */
  first = $state.raw<string | undefined>();
  second = $state.raw<string | undefined>();
  libraryId = $state.raw<string | undefined>();
  question = $state.raw('');
  #asking = $state.raw<AbortController | undefined>();
  #result = $state.raw<Comparison | undefined>();
  #error = $state.raw<AppError | undefined>();

  constructor(models: Models) {
    this.#models = models;
  }

  get isRunning(): boolean {
    return this.#asking !== undefined;
  }

  /** As far as it has come. */
  get result(): Comparison | undefined {
    return this.#result;
  }

  get error(): AppError | undefined {
    return this.#error;
  }

  async run(libraryId: string, modelIds: readonly [string, string]): Promise<void> {
    const question = this.question.trim();
    if (question === '' || this.#asking) return;
    const aborter = new AbortController();
    this.#asking = aborter;
    this.#error = undefined;
    try {
      const updates = this.#models.compare({ question, libraryId, modelIds }, { signal: aborter.signal });
      for await (const update of updates) this.#result = update;
    } catch (error) {
      if (!isAbortError(error)) this.#error = toAppError(error);
    } finally {
      this.#asking = undefined;
    }
  }

  stop(): void {
    this.#asking?.abort();
  }
}
