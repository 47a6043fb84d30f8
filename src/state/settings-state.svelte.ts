import type { Settings, SettingsStore } from '../services/app-services';
import { defaultSettings } from '../services/settings-service';
import { follow } from './follow.svelte';

export class SettingsState {
  readonly #store: SettingsStore;
  /** The defaults until the stored settings have been read: a moment at most. */
  #current = $state.raw(defaultSettings);
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
