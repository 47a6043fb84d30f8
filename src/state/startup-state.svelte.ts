import type { AppError } from '../core/app-error';
import type { AppServices, Startup, StartupStatus } from '../services/app-services';
import { follow } from './follow.svelte';
import type { SettingsState } from './settings-state.svelte';

/** How far the search model has come. */
export class StartupState {
  readonly #startup: Startup;
  readonly #startedWith: AppServices['models']['startedWith'];
  readonly #settings: SettingsState;
  #status = $state.raw<StartupStatus>({ status: 'starting', loadedBytes: 0, totalBytes: 0 });

  constructor({ startup, models }: Pick<AppServices, 'startup' | 'models'>, settings: SettingsState) {
    this.#startup = startup;
    this.#startedWith = models.startedWith;
    this.#settings = settings;
    follow<StartupStatus>(
      () => (onValue) => startup.observe(onValue),
      (status) => (this.#status = status),
    );
  }

  get status(): StartupStatus {
    return this.#status;
  }

  /** Why the app's own model searches in place of the chosen one, for as long as that one stays chosen. */
  readonly passedOver: AppError | undefined = $derived.by(() => {
    const isStillChosen = this.#settings.current.embeddingModelId === this.#startedWith.embeddingModelId;
    return this.#status.status === 'ready' && isStillChosen ? this.#status.passedOver : undefined;
  });

  retry(): void {
    this.#startup.retry();
  }
}
