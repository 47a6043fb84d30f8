import type { Settings, SettingsStore } from '../services/app-services';
import { follow } from './follow.svelte';

/** What holds until the stored settings have been read: a moment at most. */
const unread: Settings = {
  theme: 'system',
  locale: 'system',
  engine: 'auto',
  modelHosts: [],
  modelId: null,
  embeddingModelId: null,
  rerankerModelId: null,
  hubUrl: null,
  libraryUrl: null,
  pausedModels: [],
  modelSources: {},
  libraryId: null,
  sampleLibraryId: null,
  areImportsPaused: false,
  paneWidths: {},
};

export class SettingsState {
  readonly #store: SettingsStore;
  #current = $state.raw(unread);
  #isRead = $state(false);

  constructor(store: SettingsStore) {
    this.#store = store;
    follow<Settings>(
      () => (onValue) => store.observe(onValue),
      (settings) => {
        this.#current = settings;
        this.#isRead = true;
      },
    );
  }

  get current(): Settings {
    return this.#current;
  }

  get isRead(): boolean {
    return this.#isRead;
  }

  update(change: Partial<Settings>): Promise<void> {
    return this.#store.update(change);
  }

  setPaneWidth(pane: string, widthPx: number): Promise<void> {
    return this.update({ paneWidths: { ...this.#current.paneWidths, [pane]: Math.round(widthPx) } });
  }
}
