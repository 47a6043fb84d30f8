import type { Library } from '../core/library';
import type { Libraries } from '../services/app-services';
import type { SettingsState } from './settings-state.svelte';
import { follow } from './follow.svelte';

type LibraryList =
  { readonly status: 'loading' } | { readonly status: 'ready'; readonly libraries: readonly Library[] };

/** The libraries, and the one that is shown. */
export class LibrariesState {
  readonly #libraries: Libraries;
  readonly #settings: SettingsState;
  #list = $state.raw<LibraryList>({ status: 'loading' });
  #shownId = $state.raw<string | undefined>();

  constructor(libraries: Libraries, settings: SettingsState) {
    this.#libraries = libraries;
    this.#settings = settings;
    follow<readonly Library[]>(
      () => (onValue) => libraries.observe(onValue),
      (found) => (this.#list = { status: 'ready', libraries: found }),
    );
  }

  get isLoaded(): boolean {
    return this.#list.status === 'ready' && this.#settings.isRead;
  }

  get all(): readonly Library[] {
    return this.#list.status === 'ready' ? this.#list.libraries : [];
  }

  /** The library that this tab shows, else the one chosen last, else the newest; undefined while there is none. */
  readonly current: Library | undefined = $derived.by(() => {
    if (!this.isLoaded) return undefined;
    const { libraryId } = this.#settings.current;
    return this.#find(this.#shownId) ?? this.#find(libraryId) ?? this.all.at(-1);
  });

  /** Here and now, whatever another tab chooses or the next start begins with. */
  show(libraryId: string): void {
    this.#shownId = libraryId;
  }

  choose(libraryId: string): Promise<void> {
    this.show(libraryId);
    return this.#settings.update({ libraryId });
  }

  async create(name: string): Promise<Library> {
    const library = await this.#libraries.create(name);
    await this.choose(library.id);
    return library;
  }

  /** The shown library, or a new one of the given name while there is none. */
  async currentOrNew(name: string): Promise<Library> {
    if (this.current) return this.current;
    const library = await this.#libraries.createFirst(name);
    await this.choose(library.id);
    return library;
  }

  rename(libraryId: string, name: string): Promise<void> {
    return this.#libraries.rename(libraryId, name);
  }

  remove(libraryId: string): Promise<void> {
    return this.#libraries.remove(libraryId);
  }

  #find(libraryId: string | null | undefined): Library | undefined {
    return this.all.find(({ id }) => id === libraryId);
  }
}
