import { isAbortError, toAppError, type AppError } from '../core/app-error';

interface Notice {
  /** What was done, in words. */
  readonly message: string;
  /** What may be done next. */
  readonly action?: { readonly label: string; readonly run: () => void };
  /** What takes it back, as long as the notice is shown. */
  readonly undo?: () => Promise<void>;
  /** Once it cannot be taken back any more. */
  readonly onKept?: () => Promise<void>;
}

/** What became of something that a person asked for, until it is dismissed. */
export class NoticeState {
  #error = $state.raw<AppError | undefined>();
  #notice = $state.raw<Notice | undefined>();

  get error(): AppError | undefined {
    return this.#error;
  }

  /** What was done, in words. */
  get message(): string | undefined {
    return this.#notice?.message;
  }

  get actionLabel(): string | undefined {
    return this.#notice?.action?.label;
  }

  get canUndo(): boolean {
    return this.#notice?.undo !== undefined;
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

  tell(message: string, undoing: Omit<Notice, 'message'> = {}): void {
    this.dismissMessage();
    this.#notice = { message, ...undoing };
  }

  undo(): void {
    const undo = this.#notice?.undo;
    this.#notice = undefined;
    if (undo) void this.attempt(undo);
  }

  act(): void {
    const action = this.#notice?.action;
    this.dismissMessage();
    action?.run();
  }

  dismiss(): void {
    this.#error = undefined;
  }

  dismissMessage(): void {
    const onKept = this.#notice?.onKept;
    this.#notice = undefined;
    if (onKept) void this.attempt(onKept);
  }
}
