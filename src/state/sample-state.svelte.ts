import { toAppError, type AppError } from '../core/app-error';
import type { SampleLibrary, SampleQuestion } from '../services/app-services';
import type { LibrariesState } from './libraries-state.svelte';
import type { SettingsState } from './settings-state.svelte';

type SampleStatus =
  | { readonly status: 'idle' }
  | { readonly status: 'creating' }
  | { readonly status: 'failed'; readonly error: AppError };

/** The sample library, and the questions to try on it. */
export class SampleState {
  readonly #sample: SampleLibrary;
  readonly #settings: SettingsState;
  readonly #libraries: LibrariesState;
  #status = $state.raw<SampleStatus>({ status: 'idle' });
  #questions = $state.raw<readonly SampleQuestion[]>([]);

  constructor(sample: SampleLibrary, settings: SettingsState, libraries: LibrariesState) {
    this.#sample = sample;
    this.#settings = settings;
    this.#libraries = libraries;
    $effect(() => {
      if (!this.isShown) return;
      let isWanted = true;
      sample.questions().then(
        (questions) => {
          if (isWanted) this.#questions = questions;
        },
        // Without them there is only less to click.
        () => undefined,
      );
      return () => {
        isWanted = false;
      };
    });
  }

  get status(): SampleStatus {
    return this.#status;
  }

  /** Whether the shown library is the sample. */
  readonly isShown: boolean = $derived.by(() => {
    const { sampleLibraryId } = this.#settings.current;
    return sampleLibraryId !== null && this.#libraries.current?.id === sampleLibraryId;
  });

  get questions(): readonly SampleQuestion[] {
    return this.isShown ? this.#questions : [];
  }

  async create(name: string): Promise<void> {
    this.#status = { status: 'creating' };
    try {
      const library = await this.#sample.create(name);
      this.#libraries.show(library.id);
      await this.#settings.update({ libraryId: library.id, sampleLibraryId: library.id });
      this.#status = { status: 'idle' };
    } catch (error) {
      this.#status = { status: 'failed', error: toAppError(error) };
    }
  }
}
