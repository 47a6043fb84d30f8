import { AppError, isAbortError, toAppError } from '../core/app-error';
import type { StoredDocument } from '../core/library';
import type { ImportProgress } from '../contracts/importer';
import type { DocumentRepository } from '../storage/documents';
import type { AddedFile, Imports as ImportsApi } from './app-services';
import { Emitter } from './emitter';
import type { Workers } from './workers';

/** So that reading one document overlaps with embedding another. */
const concurrentImports = 2;

interface Job {
  readonly documentId: string;
  readonly libraryId: string;
  readonly controller: AbortController;
  /** Set until the file's bytes are stored. */
  file?: File;
}

/** Imports documents one after another; each failure stays with its own document. */
export class Imports implements ImportsApi {
  readonly #documents: DocumentRepository;
  readonly #workers: Pick<Workers, 'importer'>;
  readonly #modelPath: string;
  readonly #ready: () => Promise<void>;
  readonly #waiting: Job[] = [];
  readonly #running = new Set<Job>();
  readonly #progress = new Emitter<ReadonlyMap<string, ImportProgress>>(new Map());

  constructor(
    documents: DocumentRepository,
    workers: Pick<Workers, 'importer'>,
    options: { modelPath: string; ready: () => Promise<void> },
  ) {
    this.#documents = documents;
    this.#workers = workers;
    this.#modelPath = options.modelPath;
    this.#ready = options.ready;
  }

  get isBusy(): boolean {
    return this.#running.size > 0 || this.#waiting.length > 0;
  }

  observe = this.#progress.observe;

  async add(libraryId: string, files: readonly AddedFile[]): Promise<void> {
    const addedAt = Date.now();
    const documents = files.map(({ file, path }): StoredDocument => ({
      id: crypto.randomUUID(),
      libraryId,
      name: file.name,
      path,
      mediaType: file.type,
      sizeBytes: file.size,
      hash: '',
      addedAt,
      status: 'queued',
    }));
    await this.#documents.addAll(documents);
    documents.forEach((document, position) => {
      const file = files[position]?.file;
      if (file) this.#enqueue(document, file);
    });
    this.#startNext();
  }

  /** Takes up what an earlier page left unfinished. */
  async resume(): Promise<void> {
    await this.#documents.deleteOrphans();
    for (const document of await this.#documents.unfinished()) {
      if (document.hash === '') await this.#fail(document.id, new AppError('not-found', 'never stored'));
      else this.#enqueue(document);
    }
    this.#startNext();
  }

  async cancel(documentId: string): Promise<void> {
    this.#cancelJobs((job) => job.documentId === documentId);
    await this.#documents.remove(documentId);
  }

  cancelLibrary(libraryId: string): void {
    this.#cancelJobs((job) => job.libraryId === libraryId);
  }

  async retry(documentId: string): Promise<void> {
    const document = await this.#documents.get(documentId);
    if (document?.status !== 'failed') return;
    await this.#documents.update(documentId, { status: 'queued' });
    this.#enqueue(document);
    this.#startNext();
  }

  #enqueue({ id, libraryId }: StoredDocument, file?: File): void {
    this.#waiting.push({
      documentId: id,
      libraryId,
      controller: new AbortController(),
      ...(file ? { file } : {}),
    });
  }

  #cancelJobs(matches: (job: Job) => boolean): void {
    for (const job of [...this.#waiting, ...this.#running]) {
      if (!matches(job)) continue;
      const position = this.#waiting.indexOf(job);
      if (position >= 0) this.#waiting.splice(position, 1);
      job.controller.abort();
    }
  }

  #startNext(): void {
    while (this.#running.size < concurrentImports) {
      const job = this.#waiting.shift();
      if (!job) return;
      this.#running.add(job);
      void this.#run(job).finally(() => {
        this.#running.delete(job);
        this.#report(job.documentId, undefined);
        this.#startNext();
      });
    }
  }

  async #run(job: Job): Promise<void> {
    const { documentId, controller } = job;
    try {
      this.#report(documentId, { stage: 'reading', loaded: 0, total: 0 });
      if (job.file) await this.#store(job, job.file);
      if (!(await this.#documents.update(documentId, { status: 'importing' }))) return;
      await this.#ready();
      await this.#workers.importer.client.call(
        'import',
        { documentId, modelPath: this.#modelPath },
        { signal: controller.signal, onProgress: (progress) => this.#report(documentId, progress) },
      );
    } catch (error) {
      if (isAbortError(error) || controller.signal.aborted) return;
      await this.#fail(documentId, error);
    }
  }

  /** From here on the import can be taken up again after a crash. */
  async #store(job: Job, file: File): Promise<void> {
    if (file.size === 0) throw new AppError('empty-file', 'the file holds no bytes');
    const { hash } = await this.#workers.importer.client.call(
      'store',
      { documentId: job.documentId, file },
      { signal: job.controller.signal },
    );
    delete job.file;
    const same = await this.#documents.findByHash(job.libraryId, hash);
    if (same) throw new AppError('duplicate', same.path);
    await this.#documents.update(job.documentId, { hash });
  }

  async #fail(documentId: string, error: unknown): Promise<void> {
    const { code, message } = toAppError(error);
    try {
      await this.#documents.update(documentId, { status: 'failed', error: { code, message } });
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
