import type { Sources } from '../services/app-services';
import type { DocumentsState } from './documents-state.svelte';

/** Which of the documents that shown answers cite are in no library any more. */
export class RemovedDocumentsState {
  readonly #documents: Pick<DocumentsState, 'find'>;
  readonly #sources: Pick<Sources, 'existing'>;
  #ids = $state.raw<ReadonlySet<string>>(new Set());

  constructor(documents: Pick<DocumentsState, 'find'>, sources: Pick<Sources, 'existing'>) {
    this.#documents = documents;
    this.#sources = sources;
  }

  /** False for one that was not looked for yet. */
  has(documentId: string): boolean {
    return this.#ids.has(documentId) && this.#documents.find(documentId) === undefined;
  }

  /** Looks in the other libraries for those that the shown one does not hold. */
  async look(documentIds: readonly string[]): Promise<void> {
    const missing = documentIds.filter((id) => this.#documents.find(id) === undefined);
    if (missing.length === 0) return;
    const existing = new Set((await this.#sources.existing(missing)).map(({ id }) => id));
    // A new set changes every answer on screen.
    if (missing.every((id) => existing.has(id) !== this.#ids.has(id))) return;
    const others = [...this.#ids].filter((id) => !existing.has(id));
    this.#ids = new Set([...others, ...missing.filter((id) => !existing.has(id))]);
  }
}
