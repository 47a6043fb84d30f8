import type { AppError } from '../core/app-error';
import type { ReEmbeddingProgress } from '../storage/re-embedding-progress';
import type { AppServices, Startup, StartupStatus } from '../services/app-services';
import { follow } from './follow.svelte';
import type { SettingsState } from './settings-state.svelte';

/** How far the search model has come. */
export class StartupState {
  readonly #startup: Startup;
  readonly #settings: SettingsState;
  #libraries = $state.raw<ReadonlyMap<string, ReEmbeddingProgress>>(new Map());
  #status = $state.raw<StartupStatus>({ status: 'starting', loadedBytes: 0, totalBytes: 0 });

  constructor({ startup }: Pick<AppServices, 'startup'>, settings: SettingsState) {
    this.#startup = startup;
    this.#settings = settings;
    follow<StartupStatus>(
      () => (onValue) => startup.observe(onValue),
      (status) => (this.#status = status),
    );
    follow<ReadonlyMap<string, ReEmbeddingProgress>>(
      () => (onValue) => startup.observeReEmbedding(onValue),
      (libraries) => (this.#libraries = libraries),
    );
  }

  get status(): StartupStatus {
    return this.#status;
  }

  /** Why the app's own model searches in place of the chosen one, for as long as that one stays chosen. */
  readonly passedOver: AppError | undefined = $derived.by(() => {
    const isStillChosen = this.#settings.current.embeddingModelId !== null;
    return this.#status.status === 'ready' && isStillChosen ? this.#status.passedOver : undefined;
  });

  /** Passages that are embedded anew, of all libraries together; undefined where none are. */
  readonly reEmbedding: Pick<ReEmbeddingProgress, 'done' | 'total'> | undefined = $derived.by(() => {
    const libraries = [...this.#libraries.values()];
    if (libraries.length === 0) return undefined;
    return {
      done: libraries.reduce((sum, { done }) => sum + done, 0),
      total: libraries.reduce((sum, { total }) => sum + total, 0),
    };
  });

  /** Searches with the model that comes with the app from now on. */
  useOwn(): Promise<void> {
    return this.#settings.update({ embeddingModelId: null });
  }

  retry(): void {
    this.#startup.retry();
  }
}
