import type { Startup, StartupStatus } from '../services/app-services';
import { follow } from './follow.svelte';

/** How far the embedded search model has come. */
export class StartupState {
  readonly #startup: Startup;
  #status = $state.raw<StartupStatus>({ status: 'starting', loadedBytes: 0, totalBytes: 0 });

  constructor(startup: Startup) {
    this.#startup = startup;
    follow<StartupStatus>(
      () => (onValue) => startup.observe(onValue),
      (status) => (this.#status = status),
    );
  }

  get status(): StartupStatus {
    return this.#status;
  }

  retry(): void {
    this.#startup.retry();
  }
}
