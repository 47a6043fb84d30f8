import type { ImportProgress } from '../../contracts/importer';
import { Emitter } from '../emitter';

/** A few times a second is as fast as anyone reads. */
const intervalMs = 250;

/** What is being imported, told to the screen at intervals however fast it changes. */
export class ProgressBoard {
  readonly #current = new Map<string, ImportProgress>();
  readonly #shown = new Emitter<ReadonlyMap<string, ImportProgress>>(new Map());
  #timer: ReturnType<typeof setTimeout> | undefined;

  readonly observe = this.#shown.observe;

  report(documentId: string, progress: ImportProgress | undefined): void {
    if (progress) this.#current.set(documentId, progress);
    else this.#current.delete(documentId);
    if (this.#timer !== undefined) return;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#shown.value = new Map(this.#current);
    }, intervalMs);
  }
}
