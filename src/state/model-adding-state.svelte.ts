import { isAbortError, toAppError, type AppError } from '../core/app-error';
import type { Separated } from '../core/models/models-among';
import type { AddedFile, AddedModel, Models, PickedModelFile } from '../services/app-services';
import type { LayoutState } from './layout-state.svelte';

type Given = readonly PickedModelFile[];

export type AddingOutcome = AddedModel | { readonly kind: 'failed'; readonly error: AppError };

interface Parts {
  readonly services: { readonly models: Pick<Models, 'addFiles'> };
  readonly layout: LayoutState;
}

/** Adds models from the person's own files; those that came among documents only once the person has said so. */
export class ModelAddingState {
  readonly #parts: Parts;
  #offered = $state.raw<readonly Given[]>([]);
  #adding = $state.raw<AbortController | undefined>();
  #outcomes = $state.raw<readonly AddingOutcome[]>([]);

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Models that were given with documents, until the person says what is to become of them. */
  get offered(): readonly Given[] {
    return this.#offered;
  }

  get isAdding(): boolean {
    return this.#adding !== undefined;
  }

  /** Of what was added last, a model each. */
  get outcomes(): readonly AddingOutcome[] {
    return this.#outcomes;
  }

  /**
   * Asks whether models that came among documents are to be added. Whoever brings files to the screen of models means
   * a model, so that there nobody is asked, and what is none is said. Returns what is left for a library.
   */
  takeFrom({ models, others }: Separated<AddedFile>): readonly AddedFile[] {
    const isMeant = this.#parts.layout.screen === 'models';
    const taken = isMeant && models.length === 0 ? [others] : models;
    const given = taken.map((files) => files.map(({ path, file }) => ({ path, blob: file })));
    if (isMeant) {
      this.#parts.layout.openModels('add');
      void this.add(() => Promise.resolve(given));
    } else if (given.length > 0) this.#offered = given;
    return taken === models ? others : [];
  }

  accept(): void {
    const models = this.#offered;
    this.#offered = [];
    this.#parts.layout.openModels('add');
    void this.add(() => Promise.resolve(models));
  }

  decline(): void {
    this.#offered = [];
  }

  stop(): void {
    this.#adding?.abort();
  }

  /** One after the other; does nothing while others are added. */
  async add(read: (signal: AbortSignal) => Promise<readonly Given[]>): Promise<void> {
    if (this.#adding) return;
    const aborter = new AbortController();
    const { signal } = aborter;
    this.#adding = aborter;
    this.#outcomes = [];
    try {
      for (const files of await read(signal)) {
        if (files.length > 0) this.#outcomes = [...this.#outcomes, await this.#addOne(files, signal)];
      }
    } catch (error) {
      if (!isAbortError(error)) {
        this.#outcomes = [...this.#outcomes, { kind: 'failed', error: toAppError(error) }];
      }
    } finally {
      this.#adding = undefined;
    }
  }

  async #addOne(files: Given, signal: AbortSignal): Promise<AddingOutcome> {
    try {
      return await this.#parts.services.models.addFiles(files, { signal });
    } catch (error) {
      if (isAbortError(error)) throw error;
      return { kind: 'failed', error: toAppError(error) };
    }
  }
}
