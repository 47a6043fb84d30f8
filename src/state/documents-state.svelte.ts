import type { StoredDocument } from '../core/library';
import type { ImportProgress } from '../contracts/importer';
import type { AddedFile, AddedSummary, Documents, ImportQueue, Imports } from '../services/app-services';
import { hasFailed, isUnfinished } from './document-status';
import { ImportBatch } from './import-batch';
import type { LibrariesState } from './libraries-state.svelte';
import { LookedAt } from './looked-at';
import { remainingMs, type ProgressStart } from './time-left';
import { follow } from './follow.svelte';

/** How far all imports of the shown library are together. */
interface OverallProgress {
  /** 0 to 1. */
  readonly fraction: number;
  /** Undefined while there is too little to go by. */
  readonly timeLeftMs?: number | undefined;
}

/** The documents of the shown library, and how far their imports are. */
export class DocumentsState {
  readonly #documents: Documents;
  readonly #imports: Imports;
  readonly #libraries: LibrariesState;
  #all = $state.raw<readonly StoredDocument[]>([]);
  #loadedLibraryId = $state.raw<string | undefined>();
  #progress = $state.raw<ReadonlyMap<string, ImportProgress>>(new Map());
  #queue = $state.raw<ImportQueue>({ isPaused: false, waiting: 0, running: 0, uncopied: 0 });
  #overall = $state.raw<OverallProgress>({ fraction: 0 });
  #batch = new ImportBatch();
  /** When each running stage began, so that the time left can be told. */
  readonly #starts = new Map<string, ProgressStart>();
  readonly #lookedAt: LookedAt;
  #unlockingId: string | undefined;
  #onChanged: (documents: readonly StoredDocument[]) => void = () => undefined;
  #onSettled: (settled: SettledImports) => void = () => undefined;
  /** How the imports of this batch have ended so far. */
  #settled = { ready: 0, failed: 0 };
  /** All that were ever shown. */
  readonly #seenIds = new Set<string>();

  constructor(services: { documents: Documents; imports: Imports }, libraries: LibrariesState) {
    this.#documents = services.documents;
    this.#imports = services.imports;
    this.#libraries = libraries;
    this.#lookedAt = new LookedAt(
      (id) => this.#unfinishedIds.has(id),
      (ids) => services.imports.prioritise(ids),
    );
    $effect.pre(() => () => {
      this.#lookedAt.stop();
    });
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
        this.#noteOverall();
      },
    );
    follow<ImportQueue>(
      () => (onValue) => services.imports.observeQueue(onValue),
      (queue) => {
        if (queue.isPaused) this.#batch.rest();
        this.#queue = queue;
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

  readonly #byId: ReadonlyMap<string, StoredDocument> = $derived.by(
    () => new Map(this.all.map((document) => [document.id, document])),
  );

  readonly ready: readonly StoredDocument[] = $derived.by(() =>
    this.all.filter((document) => document.status === 'ready'),
  );

  readonly unfinished: readonly StoredDocument[] = $derived.by(() => this.all.filter(isUnfinished));

  readonly failed: readonly StoredDocument[] = $derived.by(() => this.all.filter(hasFailed));

  readonly #unfinishedIds: ReadonlySet<string> = $derived.by(
    () => new Set(this.unfinished.map(({ id }) => id)),
  );

  /** Of every library. */
  get queue(): ImportQueue {
    return this.#queue;
  }

  get overall(): OverallProgress {
    return this.#overall;
  }

  /** The document that was last tried with a password. */
  get unlockingId(): string | undefined {
    return this.#unlockingId;
  }

  progressOf(documentId: string): ImportProgress | undefined {
    return this.#progress.get(documentId);
  }

  /** Undefined while the stage is too young to tell. */
  timeLeftMs(documentId: string): number | undefined {
    const progress = this.#progress.get(documentId);
    return progress && remainingMs(this.#starts.get(documentId), progress, performance.now());
  }

  find(documentId: string): StoredDocument | undefined {
    return this.#byId.get(documentId);
  }

  /** Told of the documents of the shown library as they are now. */
  onChanged(listener: (documents: readonly StoredDocument[]) => void): void {
    this.#onChanged = listener;
  }

  /** Told when imports of the shown library end, well or not. */
  onSettled(listener: (settled: SettledImports) => void): void {
    this.#onSettled = listener;
  }

  add(
    libraryId: string,
    files: readonly AddedFile[],
    options: { readonly isNew?: boolean } = {},
  ): Promise<AddedSummary> {
    return this.#imports.add(libraryId, files, options);
  }

  pause(): void {
    this.#imports.pause();
  }

  resume(): void {
    this.#imports.resume();
  }

  /** Rows that are in sight: those that still wait are imported next. */
  see(documentIds: readonly string[]): void {
    this.#lookedAt.see(documentIds);
  }

  /** The document that is being opened comes before all others. */
  lookAt(documentId: string): void {
    this.#lookedAt.open(documentId);
  }

  cancel(documentId: string): Promise<void> {
    return this.#imports.cancel(documentId);
  }

  async cancelAll(): Promise<void> {
    if (this.#loadedLibraryId !== undefined) await this.#imports.cancelAll(this.#loadedLibraryId);
  }

  async retryAll(): Promise<void> {
    if (this.#loadedLibraryId !== undefined) await this.#imports.retryAll(this.#loadedLibraryId);
  }

  async dismissFailed(): Promise<void> {
    if (this.#loadedLibraryId !== undefined) await this.#imports.dismissFailed(this.#loadedLibraryId);
  }

  retry(documentId: string, options: { readonly password?: string } = {}): Promise<void> {
    this.#unlockingId = options.password === undefined ? undefined : documentId;
    return this.#imports.retry(documentId, options);
  }

  /** Returns what brings them back as they were; `purge` makes the removal good. */
  async remove(
    documentIds: readonly string[],
  ): Promise<{ restore: () => Promise<void>; purge: () => Promise<void> }> {
    await this.#documents.remove(documentIds);
    return {
      restore: () => this.#documents.restore(documentIds),
      purge: () => this.#documents.purge(documentIds),
    };
  }

  #take(libraryId: string, documents: readonly StoredDocument[]): void {
    const wasUnfinished = this.#unfinishedIds;
    const isSame = libraryId === this.#loadedLibraryId;
    this.#all = documents;
    this.#onChanged(documents);
    this.#loadedLibraryId = libraryId;
    if (!isSame) this.#batch = new ImportBatch();
    this.#batch.take(documents);
    this.#noteOverall();
    if (!isSame) {
      this.#settled = { ready: 0, failed: 0 };
      for (const { id } of documents) this.#seenIds.add(id);
      return;
    }
    const isOver = !documents.some(isUnfinished);
    for (const document of documents) {
      // Small ones may be imported before they are seen at all; what is brought back was seen.
      const isAdded = !this.#seenIds.has(document.id);
      this.#seenIds.add(document.id);
      if (!(isAdded || wasUnfinished.has(document.id)) || isUnfinished(document)) continue;
      // A note that is written is stored every few seconds.
      if (document.isNote && !hasFailed(document)) continue;
      this.#settled[hasFailed(document) ? 'failed' : 'ready'] += 1;
    }
    // Told once, when the last one has ended.
    if (!isOver || this.#settled.ready + this.#settled.failed === 0) return;
    const total = this.#settled;
    this.#settled = { ready: 0, failed: 0 };
    this.#onSettled(total);
  }

  #noteOverall(): void {
    this.#overall = {
      fraction: this.#batch.fraction(this.#progress),
      timeLeftMs: this.#queue.isPaused
        ? undefined
        : this.#batch.timeLeftMs(this.#progress, performance.now()),
    };
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
