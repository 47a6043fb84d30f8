import { toAppError, type AppError } from '../core/app-error';
import { modelHosts } from '../core/model-hosts';
import type { CatalogueEntry, GpuSupport } from '../contracts/language-model';
import type { Models, ModelStatus } from '../services/app-services';
import type { SettingsState } from './settings-state.svelte';
import { follow } from './follow.svelte';

type Catalogue =
  | { readonly status: 'unread' }
  | { readonly status: 'reading' }
  | { readonly status: 'ready'; readonly support: GpuSupport; readonly entries: readonly CatalogueEntry[] }
  | { readonly status: 'failed'; readonly error: AppError };

/** The language models: what this device can run, what is on it, and which one answers. */
export class ModelsState {
  readonly #models: Models;
  readonly #settings: SettingsState;
  #status = $state.raw<ModelStatus>({ status: 'none' });
  #catalogue = $state.raw<Catalogue>({ status: 'unread' });

  constructor(models: Models, settings: SettingsState) {
    this.#models = models;
    this.#settings = settings;
    follow<ModelStatus>(
      () => (onValue) => models.observe(onValue),
      (status) => (this.#status = status),
    );
  }

  get status(): ModelStatus {
    return this.#status;
  }

  get catalogue(): Catalogue {
    return this.#catalogue;
  }

  /** Whether every host that keeps model files may be connected to. */
  get isDownloadAllowed(): boolean {
    const allowed = this.#settings.current.modelHosts;
    return modelHosts.every((host) => allowed.includes(host));
  }

  /** The model that answers now; undefined when answers are quoted. */
  readonly answeringModelId: string | undefined = $derived.by(() =>
    this.#settings.current.engine !== 'extractive' && this.#status.status === 'ready'
      ? this.#status.modelId
      : undefined,
  );

  /** A reader's name for a model, as far as the catalogue is known. */
  nameOf(modelId: string): string {
    const catalogue = this.#catalogue;
    const entry =
      catalogue.status === 'ready' ? catalogue.entries.find(({ id }) => id === modelId) : undefined;
    // "Qwen3-1.7B-q4f16_1-MLC" is how its files are called.
    return entry?.name ?? modelId.replace(/-q\d.*$/, '').replaceAll('-', ' ');
  }

  /** Reads what the device can do and what there is; asking the graphics adapter takes a moment. */
  async readCatalogue(): Promise<void> {
    if (this.#catalogue.status === 'reading') return;
    const isFirst = this.#catalogue.status !== 'ready';
    if (isFirst) this.#catalogue = { status: 'reading' };
    try {
      const [support, entries] = await Promise.all([this.#models.support(), this.#models.catalogue()]);
      this.#catalogue = { status: 'ready', support, entries };
    } catch (error) {
      this.#catalogue = { status: 'failed', error: toAppError(error) };
    }
  }

  async load(modelId: string): Promise<void> {
    await this.#models.load(modelId);
    await this.readCatalogue();
  }

  cancel(): void {
    this.#models.cancel();
  }

  unload(): Promise<void> {
    return this.#models.unload();
  }

  async remove(modelId: string): Promise<void> {
    await this.#models.remove(modelId);
    await this.readCatalogue();
  }

  allowDownloads(isAllowed: boolean): Promise<void> {
    return this.#settings.update({ modelHosts: isAllowed ? [...modelHosts] : [] });
  }
}
