import { AppError, isAbortError, toAppError } from '../core/app-error';
import { withFile, withImportStatus, withoutPending } from '../core/file-versions';
import {
  fileIdOf,
  importedVersion,
  isStored,
  isUnfinished,
  type ReadingChoice,
  type StoredDocument,
} from '../core/library';
import type { FileOutcome } from '../contracts/importer';
import type { DocumentRepository } from '../storage/documents';
import type { AddedFile, AddedSummary, ImportQueue, Imports as ImportsApi } from './app-services';
import { Emitter } from './emitter';
import { planAdditions, type Addition } from './imports/added-files';
import { Copying, type FileToCopy } from './imports/copying';
import {
  ImporterPool,
  Interrupted,
  type ImporterHandle,
  type Lease,
  type PoolTimes,
} from './imports/importer-pool';
import { JobQueue, type Job } from './imports/job-queue';
import { memoised } from '../core/memoised';
import { oneAtATime } from '../core/one-at-a-time';
import { ProgressBoard } from './imports/progress-board';
import type { TabPresence } from './tab-presence';

/** A worker may end under a document this often before that is taken for the document's fault. */
const mostAttempts = 3;

interface Failure {
  readonly documentId: string;
  /** Of the version that failed. */
  readonly contentId: string;
  readonly error: unknown;
}

export interface ImportsDependencies {
  readonly documents: DocumentRepository;
  readonly importers: readonly ImporterHandle[];
  readonly tabs: TabPresence;
  /** Asked once search is ready: until then it is open which model searches. */
  readonly modelPath: () => string;
  readonly ready: () => Promise<void>;
  /** Deletes what a tab that was killed left behind. */
  readonly deleteOrphans: () => Promise<void>;
  readonly times?: Partial<PoolTimes>;
  /** Whether a person paused the imports, over the end of the page. */
  readonly pausing?: { readonly isPaused: boolean; keep(isPaused: boolean): void };
}

/**
 * Imports any number of files: bytes are copied first, many at once, then documents are read as the workers have room
 * for them. Each failure stays with its own document.
 */
export class Imports implements ImportsApi {
  readonly #dependencies: ImportsDependencies;
  readonly #pool: ImporterPool;
  readonly #copying: Copying;
  readonly #waiting = new JobQueue();
  readonly #running = new Set<Job>();
  /** Files that could not be copied, kept for another try. */
  readonly #failedFiles = new Map<string, FileToCopy>();
  readonly #board = new ProgressBoard();
  readonly #queue = new Emitter<ImportQueue>({ isPaused: false, waiting: 0, running: 0, uncopied: 0 });
  readonly #adding = oneAtATime();
  /** Once a start is enough. */
  readonly #deleteOrphans: () => Promise<void>;
  #isPaused: boolean;

  constructor(dependencies: ImportsDependencies) {
    this.#dependencies = dependencies;
    this.#isPaused = dependencies.pausing?.isPaused ?? false;
    this.#deleteOrphans = memoised(dependencies.deleteOrphans);
    this.#pool = new ImporterPool(dependencies.importers, dependencies.times);
    this.#copying = new Copying(
      this.#pool,
      (outcomes) => this.#copied(outcomes),
      () => this.#startNext(),
      (documentId, progress) => this.#board.report(documentId, progress),
    );
  }

  get isBusy(): boolean {
    return this.#running.size > 0 || this.#waiting.size > 0;
  }

  observe = this.#board.observe;
  observeQueue = this.#queue.observe;

  pause(): void {
    this.#isPaused = true;
    this.#dependencies.pausing?.keep(true);
    this.#reportQueue();
  }

  resume(): void {
    this.#isPaused = false;
    this.#dependencies.pausing?.keep(false);
    this.#startNext();
  }

  prioritise(documentIds: readonly string[]): void {
    this.#copying.prioritise(documentIds);
    this.#waiting.prioritise(documentIds);
  }

  /** One call after another: each must see the rows of the one before. */
  add(
    libraryId: string,
    files: readonly AddedFile[],
    { isNew = false }: { readonly isNew?: boolean } = {},
  ): Promise<AddedSummary> {
    return this.#adding(() => this.#add(libraryId, files, isNew));
  }

  async #add(libraryId: string, files: readonly AddedFile[], isNew: boolean): Promise<AddedSummary> {
    const { documents, tabs } = this.#dependencies;
    const rows = await documents.list(libraryId);
    const hash = (file: File): Promise<string> => this.#pool.hash(file);
    const additions = await planAdditions(files, { libraryId, importer: tabs.id, isNew, rows, hash });
    const known = new Set(rows.map(({ id }) => id));
    const fresh = additions.flatMap(({ document }) => (known.has(document.id) ? [] : [document]));
    try {
      await documents.addAll(libraryId, fresh);
    } catch (error) {
      // All or none: rows without a job would wait for ever.
      await documents.removeAll(fresh.map(({ id }) => id)).catch((problem: unknown) => reportError(problem));
      throw error;
    }
    const replaced = await this.#replaceRows(additions.filter(({ document }) => known.has(document.id)));
    const toCopy: FileToCopy[] = [];
    for (const { kind, document: planned, file } of additions) {
      if (kind === 'unchanged') continue;
      // As it was written: it may differ from what was planned, or be gone.
      const document = known.has(planned.id) ? replaced.get(planned.id) : planned;
      if (!document) continue;
      this.#enqueue(document);
      const { contentId, fileId } = importedVersion(document);
      toCopy.push({ documentId: document.id, contentId, fileId, name: document.name, file });
    }
    this.#copying.add(toCopy);
    const count = (kind: Addition['kind']): number => additions.filter((one) => one.kind === kind).length;
    return { added: count('added'), unchanged: count('unchanged'), updated: count('updated') };
  }

  /** Takes up what a tab that is gone left unfinished. */
  async takeUp(): Promise<void> {
    const { documents, tabs } = this.#dependencies;
    await this.#deleteOrphans();
    const live = await tabs.liveIds();
    const left = (await documents.unfinished()).filter(({ importer = '' }) => !live.has(importer));
    const mine = await documents.claimImports(left, tabs.id);
    const isLost = (document: StoredDocument): boolean => importedVersion(document).hash === '';
    await this.#fail(
      mine.filter(isLost).map((document) => {
        const { contentId } = importedVersion(document);
        return { documentId: document.id, contentId, error: notStored() };
      }),
    );
    for (const document of mine) if (!isLost(document)) this.#enqueue(document);
    this.#startNext();
  }

  async cancel(documentId: string): Promise<void> {
    await this.#cancelAll([documentId]);
  }

  async cancelAll(libraryId: string): Promise<void> {
    const unfinished = await this.#dependencies.documents.unfinished();
    await this.#cancelAll(unfinished.filter((one) => one.libraryId === libraryId).map(({ id }) => id));
  }

  /** Ends the jobs of a library that is about to be removed with its rows. */
  cancelLibrary(libraryId: string): void {
    this.#forgetJobs((job) => job.libraryId === libraryId);
  }

  async retry(documentId: string, { password }: { readonly password?: string } = {}): Promise<void> {
    await this.#retryAll([documentId], password);
  }

  async retryAll(libraryId: string): Promise<void> {
    await this.#retryAll(await this.#failed(libraryId));
  }

  async dismissFailed(libraryId: string): Promise<void> {
    await this.#cancelAll(await this.#failed(libraryId));
  }

  async readAgain(documentId: string, reading: ReadingChoice): Promise<void> {
    const { documents, tabs } = this.#dependencies;
    const [document] = await documents.change([documentId], (current) => readAnew(current, reading, tabs.id));
    if (!document) throw new AppError('not-found', `document ${documentId} is not stored`);
    this.#enqueue(document);
    this.#startNext();
  }

  /** Imports documents whose bytes are stored already. */
  async importStored(documentIds: readonly string[]): Promise<void> {
    await this.#enqueueAll(documentIds);
    this.#startNext();
  }

  /** Changes rows that were there before the files came; returns the changed ones by id. */
  async #replaceRows(additions: readonly Addition[]): Promise<ReadonlyMap<string, StoredDocument>> {
    const { documents, tabs } = this.#dependencies;
    const byId = new Map(additions.map((addition) => [addition.document.id, addition]));
    const isNewer = (id: string): boolean => byId.get(id)?.kind !== 'unchanged';
    this.#forgetJobs(({ documentId }) => byId.has(documentId) && isNewer(documentId));
    const changed = await documents.change([...byId.keys()], (current) => {
      const addition = byId.get(current.id);
      if (!addition) return undefined;
      const { kind, facts } = addition;
      if (kind !== 'unchanged') return withFile(current, facts, tabs.id);
      const { lastModified } = facts;
      const isKnown = lastModified === undefined || current.lastModified === lastModified || current.pending;
      return isKnown ? undefined : { ...current, lastModified };
    });
    return new Map(changed.map((row) => [row.id, row]));
  }

  /** One job a document: a version that has one keeps it, and that of another version ends. */
  #enqueue(document: StoredDocument, password?: string): void {
    const { id: documentId, libraryId, path } = document;
    const { contentId, sizeBytes } = importedVersion(document);
    const waiting = this.#waiting.of(documentId);
    const running = [...this.#running].filter((job) => job.documentId === documentId);
    const live = [...(waiting ? [waiting] : []), ...running].filter(
      ({ controller }) => !controller.signal.aborted,
    );
    if (live.some((job) => job.contentId === contentId)) return;
    for (const job of live) this.#end(job);
    this.#waiting.add({
      documentId,
      contentId,
      libraryId,
      path,
      sizeBytes,
      password,
      controller: new AbortController(),
      attempts: 0,
    });
  }

  async #retryAll(documentIds: readonly string[], password?: string): Promise<void> {
    const { documents, tabs } = this.#dependencies;
    const mayRetry = (document: StoredDocument): boolean =>
      importedVersion(document).hash !== '' || this.#failedFiles.has(document.id);
    const rows = await documents.change(documentIds, (document) => {
      const { status, error: before } = document.pending ?? document;
      if (status !== 'failed') return undefined;
      // To be told to add it again would lead to the same.
      if (!mayRetry(document) && before?.code === 'duplicate') return undefined;
      const error = { code: 'not-stored', message: notStored().message } as const;
      const next = withImportStatus(
        document,
        mayRetry(document) ? { status: 'queued' } : { status: 'failed', error },
      );
      return next && { ...next, importer: tabs.id };
    });
    const toCopy: FileToCopy[] = [];
    for (const row of rows) {
      if (!isUnfinished(row)) continue;
      this.#enqueue(row, password);
      const file = this.#failedFiles.get(row.id);
      this.#failedFiles.delete(row.id);
      if (file && importedVersion(row).hash === '') toCopy.push(file);
    }
    this.#copying.add(toCopy);
  }

  /** Notes go on: their bytes are what a person wrote, and lie nowhere else. */
  async #cancelAll(ids: readonly string[]): Promise<void> {
    const { documents } = this.#dependencies;
    const found = await documents.getAll(ids);
    const notes = new Set(found.flatMap((row) => (row?.isNote ? [row.id] : [])));
    const documentIds = ids.filter((id) => !notes.has(id));
    const wanted = new Set(documentIds);
    this.#forgetJobs(({ documentId }) => wanted.has(documentId));
    for (const id of documentIds) this.#failedFiles.delete(id);
    const rows = await documents.getAll(documentIds);
    const unshown = rows.flatMap((row) => (row && !isStored(row) ? [row.id] : []));
    await documents.removeAll(unshown);
    await documents.change(documentIds, (document) => withoutPending(document));
    this.#startNext();
  }

  #forgetJobs(matches: (job: Job) => boolean): void {
    for (const job of [...this.#waiting, ...this.#running]) {
      if (!matches(job)) continue;
      this.#copying.forget(job.documentId);
      this.#end(job);
    }
  }

  #end(job: Job): void {
    this.#waiting.delete(job);
    job.controller.abort();
  }

  /** Starts what there is room for. */
  #startNext(): void {
    for (let next = this.#takeNext(); next; next = this.#takeNext()) {
      const { job, lease } = next;
      this.#running.add(job);
      void this.#run(job, lease).finally(() => {
        this.#running.delete(job);
        this.#pool.release(lease);
        this.#board.report(job.documentId, undefined);
        this.#startNext();
      });
    }
    this.#reportQueue();
  }

  #takeNext(): { job: Job; lease: Lease } | undefined {
    if (this.#isPaused) return undefined;
    const job = this.#waiting.first(({ documentId }) => !this.#copying.has(documentId));
    const lease = job && this.#pool.lease(job.documentId, job.sizeBytes);
    if (!lease) return undefined;
    this.#waiting.delete(job);
    return { job, lease };
  }

  async #run(job: Job, lease: Lease): Promise<void> {
    const { documentId, contentId, password, controller } = job;
    const { signal } = controller;
    try {
      const { modelPath, ready } = this.#dependencies;
      await ready();
      const input = {
        documentId,
        contentId,
        modelPath: modelPath(),
        ...(password === undefined ? {} : { password }),
      };
      const outcome = await this.#pool.import(lease, input, signal, (progress) =>
        this.#board.report(documentId, progress),
      );
      if (outcome.kind === 'expanded') await this.#enqueueAll(outcome.documentIds);
    } catch (error) {
      const isCancelled = isAbortError(error) || signal.aborted;
      if (!isCancelled && error instanceof Interrupted && job.attempts + 1 < mostAttempts) {
        this.#waiting.addFirst({ ...job, attempts: job.attempts + 1 });
        return;
      }
      if (!isCancelled) await this.#fail([{ documentId, contentId, error }]);
      await this.#settleFiles(job).catch((problem: unknown) => reportError(problem));
    }
  }

  /** Files of an archive whose expansion ended early: they are imported, or go where it was cancelled. */
  async #settleFiles({ documentId, libraryId, path }: Job): Promise<void> {
    const { documents, tabs } = this.#dependencies;
    const unfinished = await documents.unfinishedBelow(libraryId, path);
    const files = unfinished.filter(({ importer }) => importer === tabs.id);
    if (files.length === 0) return;
    if (await documents.get(documentId)) {
      for (const file of files) if (importedVersion(file).hash !== '') this.#enqueue(file);
    } else await this.#cancelAll(files.map(({ id }) => id));
  }

  async #enqueueAll(documentIds: readonly string[]): Promise<void> {
    for (const document of await this.#dependencies.documents.getAll(documentIds)) {
      if (document && isUnfinished(document)) this.#enqueue(document);
    }
  }

  async #copied(outcomes: ReadonlyMap<FileToCopy, FileOutcome>): Promise<void> {
    const failures: Failure[] = [];
    const settled = new Set<string>();
    const unchanged = new Map<string, string>();
    for (const [file, outcome] of outcomes) {
      const { documentId, contentId } = file;
      if (outcome.kind !== 'stored') settled.add(documentId);
      if (outcome.kind === 'unchanged') unchanged.set(documentId, contentId);
      if (outcome.kind !== 'failed') continue;
      failures.push({ documentId, contentId, error: new AppError(outcome.code, outcome.message) });
      this.#failedFiles.set(documentId, file);
    }
    for (const job of [...this.#waiting]) if (settled.has(job.documentId)) this.#waiting.delete(job);
    await this.#fail(failures);
    await this.#dependencies.documents.change([...unchanged.keys()], (document) =>
      withoutPending(document, unchanged.get(document.id)),
    );
  }

  async #failed(libraryId: string): Promise<string[]> {
    const documents = await this.#dependencies.documents.list(libraryId);
    return documents.flatMap((one) => (importedVersion(one).status === 'failed' ? [one.id] : []));
  }

  async #fail(failures: readonly Failure[]): Promise<void> {
    if (failures.length === 0) return;
    const byId = new Map(failures.map((failure) => [failure.documentId, failure]));
    try {
      // A commit that went through before its worker crashed stays what it is, and so does a later version.
      await this.#dependencies.documents.change([...byId.keys()], (document) => {
        const { contentId, error } = byId.get(document.id) ?? {};
        if (importedVersion(document).contentId !== contentId) return undefined;
        const { code, message } = toAppError(
          error,
          error instanceof Interrupted ? 'worker-crashed' : 'internal',
        );
        return withImportStatus(document, { status: 'failed', error: { code, message } });
      });
    } catch (storageError) {
      // With a full disk even this may fail; the row then stays queued and is taken up at the next start.
      reportError(storageError);
    }
  }

  #reportQueue(): void {
    const { isPaused, waiting, running, uncopied } = this.#queue.value;
    const next: ImportQueue = {
      isPaused: this.#isPaused,
      waiting: this.#waiting.size,
      running: this.#running.size,
      uncopied: this.#copying.size,
    };
    const isSame =
      isPaused === next.isPaused &&
      waiting === next.waiting &&
      running === next.running &&
      uncopied === next.uncopied;
    if (!isSame) this.#queue.value = next;
  }
}

/** A version of the same bytes, to be read otherwise; of newer bytes, where they are on their way already. */
function readAnew(
  document: StoredDocument,
  reading: ReadingChoice,
  importer: string,
): StoredDocument | undefined {
  if (document.pending && isUnfinished(document)) {
    const pending = { ...document.pending, reading, contentId: crypto.randomUUID() };
    return { ...document, importer, pending };
  }
  const { hash, mediaType, sizeBytes, lastModified } = document;
  if (hash === '') return undefined;
  if (!isStored(document)) {
    const next = withImportStatus(document, { status: 'queued' });
    return next && { ...next, reading, importer, contentId: crypto.randomUUID(), fileId: fileIdOf(document) };
  }
  return {
    ...document,
    importer,
    pending: {
      contentId: crypto.randomUUID(),
      fileId: fileIdOf(document),
      hash,
      mediaType,
      sizeBytes,
      ...(lastModified === undefined ? {} : { lastModified }),
      reading,
      status: 'queued',
    },
  };
}

function notStored(): AppError {
  return new AppError('not-stored', 'its bytes are not stored; add it again');
}
