import { AppError, isAbortError, toAppError } from '../core/app-error';
import type { ReadingChoice, StoredDocument } from '../core/library';
import type { ImportProgress } from '../contracts/importer';
import type { DocumentRepository } from '../storage/documents';
import type { FileRepository } from '../storage/files';
import type { AddedFile, AddedSummary, ImportQueue, Imports as ImportsApi } from './app-services';
import { Emitter } from './emitter';
import type { TabPresence } from './tab-presence';
import type { Workers } from './workers';

/** So that reading one document overlaps with embedding another. */
const concurrentImports = 2;

interface Job {
  readonly document: StoredDocument;
  readonly controller: AbortController;
}

export interface ImportsDependencies {
  readonly documents: DocumentRepository;
  readonly files: Pick<FileRepository, 'remove'>;
  readonly workers: Pick<Workers, 'importer'>;
  readonly tabs: TabPresence;
  readonly modelPath: string;
  readonly ready: () => Promise<void>;
}

/** Imports documents one after another; each failure stays with its own document. */
export class Imports implements ImportsApi {
  readonly #dependencies: ImportsDependencies;
  readonly #waiting: Job[] = [];
  readonly #running = new Set<Job>();
  /** Files whose bytes are not stored yet, kept for another try. */
  readonly #files = new Map<string, File>();
  #isPaused = false;
  readonly #queue = new Emitter<ImportQueue>({ isPaused: false, waiting: 0, running: 0, uncopied: 0 });
  readonly #progress = new Emitter<ReadonlyMap<string, ImportProgress>>(new Map());

  constructor(dependencies: ImportsDependencies) {
    this.#dependencies = dependencies;
  }

  get isBusy(): boolean {
    return this.#running.size > 0 || this.#waiting.length > 0;
  }

  observe = this.#progress.observe;
  observeQueue = this.#queue.observe;

  pause(): void {
    this.#isPaused = true;
    this.#reportQueue();
  }

  resume(): void {
    this.#isPaused = false;
    this.#startNext();
  }

  prioritise(documentIds: readonly string[]): void {
    const place = new Map(documentIds.map((id, i) => [id, i]));
    const placeOf = ({ document }: Job): number => place.get(document.id) ?? place.size;
    this.#waiting.sort((a, b) => placeOf(a) - placeOf(b));
  }

  async cancelAll(libraryId: string): Promise<void> {
    const unfinished = await this.#dependencies.documents.unfinished();
    for (const document of unfinished) if (document.libraryId === libraryId) await this.cancel(document.id);
  }

  async retryAll(libraryId: string): Promise<void> {
    for (const { id } of await this.#failed(libraryId)) await this.retry(id);
  }

  async dismissFailed(libraryId: string): Promise<void> {
    for (const { id } of await this.#failed(libraryId)) await this.cancel(id);
  }

  readAgain(documentId: string, reading: ReadingChoice): Promise<void> {
    return Promise.reject(new AppError('internal', `${documentId} ${JSON.stringify(reading)}`));
  }

  async add(libraryId: string, files: readonly AddedFile[]): Promise<AddedSummary> {
    const { documents, tabs } = this.#dependencies;
    const addedAt = Date.now();
    const added = files.map(({ file, path }): StoredDocument => {
      const id = crypto.randomUUID();
      this.#files.set(id, file);
      return {
        id,
        libraryId,
        name: file.name,
        path,
        mediaType: file.type,
        sizeBytes: file.size,
        hash: '',
        addedAt,
        status: 'queued',
        importer: tabs.id,
      };
    });
    await documents.addAll(libraryId, added);
    for (const document of added) this.#enqueue(document);
    this.#startNext();
    return { added: added.length, unchanged: 0, updated: 0 };
  }

  /** Takes up what a tab that is gone left unfinished. */
  async takeUp(): Promise<void> {
    const { documents, tabs } = this.#dependencies;
    await documents.deleteOrphans();
    const live = await tabs.liveIds();
    for (const document of await documents.unfinished()) {
      if (live.has(document.importer ?? '') || !(await documents.claimImport(document, tabs.id))) continue;
      if (document.hash === '') await this.#fail(document.id, new AppError('not-found', 'never stored'));
      else this.#enqueue(document);
    }
    this.#startNext();
  }

  async cancel(documentId: string): Promise<void> {
    this.#cancelJobs(({ document }) => document.id === documentId);
    await this.#dependencies.documents.remove(documentId);
  }

  cancelLibrary(libraryId: string): void {
    this.#cancelJobs(({ document }) => document.libraryId === libraryId);
  }

  async retry(documentId: string): Promise<void> {
    const { documents, tabs } = this.#dependencies;
    const document = await documents.get(documentId);
    if (document?.status !== 'failed') return;
    if (document.hash === '' && !this.#files.has(documentId)) {
      await this.#fail(documentId, new AppError('not-found', 'its bytes are not stored; add it again'));
      return;
    }
    await documents.updateUnready(documentId, { status: 'queued', importer: tabs.id });
    this.#enqueue(document);
    this.#startNext();
  }

  #enqueue(document: StoredDocument): void {
    this.#waiting.push({ document, controller: new AbortController() });
  }

  #cancelJobs(matches: (job: Job) => boolean): void {
    for (const job of [...this.#waiting, ...this.#running]) {
      if (!matches(job)) continue;
      const position = this.#waiting.indexOf(job);
      if (position >= 0) this.#waiting.splice(position, 1);
      this.#files.delete(job.document.id);
      job.controller.abort();
    }
  }

  #startNext(): void {
    while (!this.#isPaused && this.#running.size < concurrentImports) {
      const job = this.#waiting.shift();
      if (!job) break;
      this.#running.add(job);
      void this.#run(job).finally(() => {
        this.#running.delete(job);
        this.#report(job.document.id, undefined);
        this.#startNext();
      });
    }
    this.#reportQueue();
  }

  #reportQueue(): void {
    this.#queue.value = {
      isPaused: this.#isPaused,
      waiting: this.#waiting.length,
      running: this.#running.size,
      uncopied: this.#files.size,
    };
  }

  async #failed(libraryId: string): Promise<StoredDocument[]> {
    const documents = await this.#dependencies.documents.list(libraryId);
    return documents.filter(({ status }) => status === 'failed');
  }

  async #run({ document, controller: { signal } }: Job): Promise<void> {
    const { documents, workers, ready, modelPath } = this.#dependencies;
    const { id } = document;
    try {
      this.#report(id, { stage: 'reading', loaded: 0, total: 0 });
      const file = this.#files.get(id);
      if (file) await this.#store(document, file, signal);
      if (!(await documents.updateUnready(id, { status: 'importing' }))) return;
      await ready();
      await workers.importer.client.call(
        'import',
        { documentId: id, modelPath },
        { signal, onProgress: (progress) => this.#report(id, progress) },
      );
    } catch (error) {
      if (isAbortError(error) || signal.aborted) return;
      await this.#fail(id, error);
    }
  }

  /** From here on the import can be taken up again after a crash. */
  async #store(document: StoredDocument, file: File, signal: AbortSignal): Promise<void> {
    const { documents, files, workers } = this.#dependencies;
    const { id, name } = document;
    const { hash } = await workers.importer.client.call('store', { documentId: id, name, file }, { signal });
    const same = await documents.claimHash(document, hash);
    this.#files.delete(id);
    if (!same) return;
    await files.remove(id);
    throw new AppError('duplicate', same.path);
  }

  async #fail(documentId: string, error: unknown): Promise<void> {
    const { code, message } = toAppError(error);
    try {
      // A commit that went through before its worker crashed stays what it is.
      await this.#dependencies.documents.updateUnready(documentId, {
        status: 'failed',
        error: { code, message },
      });
    } catch (storageError) {
      // With a full disk even this may fail; the row then stays queued and is taken up at the next start.
      reportError(storageError);
    }
  }

  #report(documentId: string, progress: ImportProgress | undefined): void {
    const next = new Map(this.#progress.value);
    if (progress) next.set(documentId, progress);
    else next.delete(documentId);
    this.#progress.value = next;
  }
}
