import { isAbortError, toAppError, type AppError } from '../core/app-error';

/** What became of something that a person asked for, until it is dismissed. */
export class NoticeState {
  #error = $state.raw<AppError | undefined>();
  #message = $state.raw<string | undefined>();

  get error(): AppError | undefined {
    return this.#error;
  }

  /** What was done, in words. */
  get message(): string | undefined {
    return this.#message;
  }

  /** Runs an action whose failure no other place on the screen would tell of. Resolves with whether it was done. */
  async attempt(action: () => Promise<unknown>): Promise<boolean> {
    try {
      await action();
      return true;
    } catch (error) {
      if (!isAbortError(error)) this.#error = toAppError(error);
      return false;
    }
  }

  tell(message: string): void {
    this.#message = message;
  }

  dismiss(): void {
    this.#error = undefined;
  }

  dismissMessage(): void {
    this.#message = undefined;
  }
}
