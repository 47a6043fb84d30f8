import { untrack } from 'svelte';
import { isAbortError } from '../core/app-error';
import type { SuggestedQuestion } from '../core/suggestions/question-candidate';

/** Questions that are made while the rest is shown already; none until they are there, or where that fails. */
export class SuggestedQuestions {
  #all = $state.raw<readonly SuggestedQuestion[]>([]);

  /** They are made anew when `key` changes, and not at all while it is undefined. */
  constructor(
    key: () => string | undefined,
    make: (signal: AbortSignal) => Promise<readonly SuggestedQuestion[]>,
  ) {
    $effect(() => {
      if (key() === undefined) return;
      const controller = new AbortController();
      untrack(() => make(controller.signal)).then(
        (questions) => {
          if (!controller.signal.aborted) this.#all = questions;
        },
        // Without them there is only less to click.
        (error: unknown) => {
          if (!isAbortError(error)) reportError(error);
        },
      );
      return () => {
        controller.abort();
        this.#all = [];
      };
    });
  }

  get all(): readonly SuggestedQuestion[] {
    return this.#all;
  }
}
