import { toAppError } from '../../core/app-error';
import type { FileOutcome, FileToStore, ImportProgress } from '../../contracts/importer';
import { Interrupted, type ImporterPool } from './importer-pool';

/** Files that are written in one transaction. */
const filesPerBatch = 64;
const bytesPerBatch = 16 * 1024 * 1024;
const mostAttempts = 3;

export interface FileToCopy extends FileToStore {
  /** Of the version that the file is for. */
  readonly contentId: string;
  readonly file: File;
}

/** Copies the bytes of added files to the store, ahead of reading them: small ones first, many at once. */
export class Copying {
  readonly #pool: Pick<ImporterPool, 'store'>;
  readonly #onCopied: (outcomes: ReadonlyMap<FileToCopy, FileOutcome>) => Promise<void>;
  readonly #onChange: () => void;
  readonly #onProgress: (documentId: string, progress: ImportProgress | undefined) => void;
  /** By document. */
  readonly #waiting = new Map<string, FileToCopy>();
  readonly #inFlight = new Map<string, FileToCopy>();
  #urgent: ReadonlySet<string> = new Set();
  #isRunning = false;
  /** Of the batch in flight. */
  #controller = new AbortController();

  constructor(
    pool: Pick<ImporterPool, 'store'>,
    onCopied: (outcomes: ReadonlyMap<FileToCopy, FileOutcome>) => Promise<void>,
    onChange: () => void,
    onProgress: (documentId: string, progress: ImportProgress | undefined) => void,
  ) {
    this.#pool = pool;
    this.#onCopied = onCopied;
    this.#onChange = onChange;
    this.#onProgress = onProgress;
  }

  get size(): number {
    return this.#waiting.size + this.#inFlight.size;
  }

  has(documentId: string): boolean {
    return this.#waiting.has(documentId) || this.#inFlight.has(documentId);
  }

  add(files: readonly FileToCopy[]): void {
    for (const file of files) {
      this.#waiting.set(file.documentId, file);
    }
    this.#onChange();
    if (!this.#isRunning) void this.#run();
  }

  /** One that is being copied meanwhile is refused by the store; once all of a batch are, it ends. */
  forget(documentId: string): void {
    this.#waiting.delete(documentId);
    if (this.#inFlight.delete(documentId) && this.#inFlight.size === 0) this.#controller.abort();
  }

  prioritise(documentIds: readonly string[]): void {
    this.#urgent = new Set(documentIds);
  }

  async #run(): Promise<void> {
    this.#isRunning = true;
    try {
      while (this.#waiting.size > 0) {
        const batch = this.#takeBatch();
        const outcomes = await this.#copy(batch);
        for (const { documentId } of batch) this.#onProgress(documentId, undefined);
        // What was forgotten, or added again, meanwhile has another outcome.
        const wanted = batch.filter((file) => this.#inFlight.get(file.documentId) === file);
        const ofWanted = new Map(
          wanted.map((file) => [file, outcomes[batch.indexOf(file)] ?? { kind: 'gone' as const }]),
        );
        try {
          await this.#onCopied(ofWanted);
        } catch (error) {
          // With a full disk rows cannot be written either; they are taken up at the next start.
          reportError(error);
        }
        for (const { documentId } of wanted) this.#inFlight.delete(documentId);
        this.#onChange();
      }
    } finally {
      this.#isRunning = false;
    }
  }

  #takeBatch(): FileToCopy[] {
    const order = [...this.#waiting.values()].sort((a, b) => this.#rank(a) - this.#rank(b));
    const batch: FileToCopy[] = [];
    let bytes = 0;
    for (const file of order) {
      bytes += file.file.size;
      if (batch.length > 0 && (bytes > bytesPerBatch || batch.length === filesPerBatch)) break;
      batch.push(file);
      this.#waiting.delete(file.documentId);
      this.#inFlight.set(file.documentId, file);
    }
    return batch;
  }

  #rank({ documentId, file }: FileToCopy): number {
    if (this.#urgent.has(documentId)) return 0;
    return file.size > bytesPerBatch ? 2 : 1;
  }

  async #copy(batch: readonly FileToCopy[]): Promise<readonly FileOutcome[]> {
    const { signal } = (this.#controller = new AbortController());
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.#pool.store(batch, signal, ({ documentId, ...copied }) =>
          this.#onProgress(documentId, { stage: 'copying', ...copied }),
        );
      } catch (error) {
        if (signal.aborted) return batch.map(() => ({ kind: 'gone' }));
        if (error instanceof Interrupted && attempt < mostAttempts) continue;
        const { code, message } = toAppError(
          error,
          error instanceof Interrupted ? 'worker-crashed' : 'internal',
        );
        return batch.map(() => ({ kind: 'failed', code, message }));
      }
    }
  }
}
