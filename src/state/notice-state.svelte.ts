import { isAbortError, toAppError, type AppError } from '../core/app-error';

/** What a person asked for and could not be done, until it is dismissed. */
export class NoticeState {
  #error = $state.raw<AppError | undefined>();

  get error(): AppError | undefined {
    return this.#error;
  }

  /** Runs an action whose failure no other place on the screen would tell of. */
  async attempt(action: () => Promise<unknown>): Promise<void> {
    try {
      await action();
    } catch (error) {
      if (!isAbortError(error)) this.#error = toAppError(error);
    }
  }

  dismiss(): void {
    this.#error = undefined;
  }
}
