import type { StoredModel } from '../core/models/stored-model';
import { builtInModelId } from '../core/models/catalogue-built-in';
import type { Models, ModelStatus } from '../services/app-services';
import type { LocaleState } from './locale-state.svelte';
import type { SettingsState } from './settings-state.svelte';
import { follow } from './follow.svelte';

/** The language model that answers, and what models are called: all that every screen shows of them. */
export class ModelsState {
  readonly #settings: SettingsState;
  readonly #locale: LocaleState;
  #status = $state.raw<ModelStatus>({ status: 'none' });
  #stored = $state.raw<readonly StoredModel[]>([]);

  constructor(models: Models, settings: SettingsState, locale: LocaleState) {
    this.#settings = settings;
    this.#locale = locale;
    follow<ModelStatus>(
      () => (onValue) => models.observe(onValue),
      (status) => (this.#status = status),
    );
    follow<readonly StoredModel[]>(
      () => (onValue) => models.observeStored(onValue),
      (stored) => (this.#stored = stored),
    );
  }

  get status(): ModelStatus {
    return this.#status;
  }

  /** On this device, whole or in part. */
  get stored(): readonly StoredModel[] {
    return this.#stored;
  }

  /** The model that answers now; undefined when answers are quoted. */
  readonly answeringModelId: string | undefined = $derived.by(() =>
    this.#settings.current.engine !== 'extractive' && this.#status.status === 'ready'
      ? this.#status.modelId
      : undefined,
  );

  /** A reader's name for a model, whether or not it is still there. */
  nameOf(modelId: string): string {
    if (modelId === builtInModelId) return this.#locale.messages.models.browsersOwn;
    const stored = this.#stored.find(({ id }) => id === modelId);
    if (stored) return stored.name;
    // "Qwen3-1.7B-q4f16_1-MLC" and "owner/Qwen3-1.7B-Q4_K_M.gguf" are how files are called.
    const fileName = modelId.slice(modelId.lastIndexOf('/') + 1);
    return fileName
      .replace(/\.gguf$/i, '')
      .replace(/-q\d.*$/i, '')
      .replaceAll('-', ' ');
  }
}
