import type { StoredDocument } from '../core/library';
import type { ImportProgress } from '../contracts/importer';
import type { AddedFile, Documents, Imports } from '../services/app-services';
import type { LibrariesState } from './libraries-state.svelte';
import { remainingMs, type ProgressStart } from './time-left';
import { follow } from './follow.svelte';

/** The documents of the shown library, and how far their imports are. */
export class DocumentsState {
  readonly #documents: Documents;
  readonly #imports: Imports;
  readonly #libraries: LibrariesState;
  #all = $state.raw<readonly StoredDocument[]>([]);
  #loadedLibraryId = $state.raw<string | undefined>();
  #progress = $state.raw<ReadonlyMap<string, ImportProgress>>(new Map());
  /** When each running stage began, so that the time left can be told. */
  readonly #starts = new Map<string, ProgressStart>();
  #onSettled: (settled: SettledImports) => void = () => undefined;
  /** How the imports of this batch have ended so far. */
  #settled = { ready: 0, failed: 0 };

  constructor(services: { documents: Documents; imports: Imports }, libraries: LibrariesState) {
    this.#documents = services.documents;
    this.#imports = services.imports;
    this.#libraries = libraries;
    const libraryId = $derived(libraries.current?.id);
    follow<{ libraryId: string; documents: readonly StoredDocument[] }>(
      () =>
        libraryId === undefined
          ? undefined
          : (onValue) =>
              services.documents.observe(libraryId, (documents) => {
                onValue({ libraryId, documents });
              }),
      (found) => {
        this.#take(found.libraryId, found.documents);
      },
    );
    follow<ReadonlyMap<string, ImportProgress>>(
      () => (onValue) => services.imports.observe(onValue),
      (progress) => {
        this.#noteStarts(progress);
        this.#progress = progress;
      },
    );
  }

  /** Documents of the shown library, in the order they were added. */
  get all(): readonly StoredDocument[] {
    return this.isLoaded ? this.#all : [];
  }

  get isLoaded(): boolean {
    return this.#loadedLibraryId !== undefined && this.#loadedLibraryId === this.#libraries.current?.id;
  }

  readonly ready: readonly StoredDocument[] = $derived.by(() =>
    this.all.filter((document) => document.status === 'ready'),
  );

  readonly unfinished: readonly StoredDocument[] = $derived.by(() =>
    this.all.filter((document) => document.status === 'queued' || document.status === 'importing'),
  );

  progressOf(documentId: string): ImportProgress | undefined {
    return this.#progress.get(documentId);
  }

  /** Undefined while the stage is too young to tell. */
  timeLeftMs(documentId: string): number | undefined {
    const progress = this.#progress.get(documentId);
    return progress && remainingMs(this.#starts.get(documentId), progress, performance.now());
  }

  find(documentId: string): StoredDocument | undefined {
    return this.all.find((document) => document.id === documentId);
  }

  /** Told when imports of the shown library end, well or not. */
  onSettled(listener: (settled: SettledImports) => void): void {
    this.#onSettled = listener;
  }

  /** Into the shown library, or into a new one of the given name when there is none. */
  async add(files: readonly AddedFile[], newLibraryName: string): Promise<void> {
    if (files.length === 0) return;
    const library = this.#libraries.current ?? (await this.#libraries.create(newLibraryName));
    await this.#imports.add(library.id, files);
  }

  cancel(documentId: string): Promise<void> {
    return this.#imports.cancel(documentId);
  }

  async cancelAll(): Promise<void> {
    await Promise.all(this.unfinished.map((document) => this.#imports.cancel(document.id)));
  }

  retry(documentId: string): Promise<void> {
    return this.#imports.retry(documentId);
  }

  remove(documentId: string): Promise<void> {
    return this.#documents.remove(documentId);
  }

  #take(libraryId: string, documents: readonly StoredDocument[]): void {
    const before = new Map(this.#all.map((document) => [document.id, document.status]));
    const isSame = libraryId === this.#loadedLibraryId;
    this.#all = documents;
    this.#loadedLibraryId = libraryId;
    if (!isSame) {
      this.#settled = { ready: 0, failed: 0 };
      return;
    }
    const settled = documents.filter(({ id, status }) => {
      const earlier = before.get(id);
      return (earlier === 'queued' || earlier === 'importing') && (status === 'ready' || status === 'failed');
    });
    for (const { status } of settled) this.#settled[status === 'failed' ? 'failed' : 'ready'] += 1;
    // Told once, when the last one has ended.
    const isOver = documents.every(({ status }) => status === 'ready' || status === 'failed');
    if (!isOver || this.#settled.ready + this.#settled.failed === 0) return;
    const total = this.#settled;
    this.#settled = { ready: 0, failed: 0 };
    this.#onSettled(total);
  }

  #noteStarts(progress: ReadonlyMap<string, ImportProgress>): void {
    for (const id of this.#starts.keys()) if (!progress.has(id)) this.#starts.delete(id);
    for (const [id, { stage, loaded }] of progress) {
      if (this.#starts.get(id)?.stage !== stage) {
        this.#starts.set(id, { stage, loaded, atMs: performance.now() });
      }
    }
  }
}

export interface SettledImports {
  readonly ready: number;
  readonly failed: number;
}
