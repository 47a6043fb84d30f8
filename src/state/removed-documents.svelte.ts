import type { Sources } from '../services/app-services';

/** Which of the documents that shown answers cite are in no library any more. */
export class RemovedDocumentsState {
  readonly #sources: Pick<Sources, 'existing'>;
  #ids = $state.raw<ReadonlySet<string>>(new Set());

  constructor(sources: Pick<Sources, 'existing'>) {
    this.#sources = sources;
  }

  /** False for one that was not looked for yet. */
  has(documentId: string): boolean {
    return this.#ids.has(documentId);
  }

  /** Looks for them, since documents are removed and brought back at any time. */
  async look(documentIds: ReadonlySet<string>): Promise<void> {
    const existing = new Set((await this.#sources.existing([...documentIds])).map(({ id }) => id));
    // A new set changes every answer on screen.
    if ([...documentIds].every((id) => existing.has(id) !== this.#ids.has(id))) return;
    const others = [...this.#ids].filter((id) => !documentIds.has(id));
    this.#ids = new Set([...others, ...[...documentIds].filter((id) => !existing.has(id))]);
  }
}
