import { AppError } from '../../core/app-error';
import type {
  CopyProgress,
  FileOutcome,
  FileToStore,
  ImporterContract,
  ImportOutcome,
  ImportProgress,
} from '../../contracts/importer';
import type { InputOf } from '../../rpc/protocol';
import type { WorkerHandle } from '../workers';

/** Small documents are carried on together, so many are in flight; of large ones only a few megabytes at a time. */
const jobsPerWorker = 160;
const bytesPerWorker = 32 * 1024 * 1024;
/** What a document counts for at most: a giant keeps other giants waiting, and not the small ones. */
const mostCountedBytes = 24 * 1024 * 1024;

export interface PoolTimes {
  /** How often a busy worker is asked for a sign of life. */
  readonly tickMs: number;
  /** Ticks without one after which a document is given up. */
  readonly deadTicks: number;
  /** How long a cancelled document may go on. */
  readonly cancelMs: number;
}

const defaultTimes: PoolTimes = { tickMs: 1000, deadTicks: 20, cancelMs: 1000 };

export type ImporterHandle = Pick<WorkerHandle<ImporterContract>, 'client' | 'stop'>;

/** Thrown where a worker ended through no fault of this document: it is to be tried again. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';
}

interface Slot {
  readonly handle: ImporterHandle;
  /** Bytes of the documents in flight, by id. */
  readonly inFlight: Map<string, number>;
  /** The document that its thread is reading. */
  reading: string | undefined;
  calls: number;
  unansweredTicks: number;
  isPinged: boolean;
}

/** A place for one document at one worker. */
export interface Lease {
  readonly slot: Slot;
  readonly documentId: string;
}

/**
 * Importer workers with what each has in hand. One that gives no sign of life while it reads a document is ended: that
 * document fails, and the others are `Interrupted`.
 */
export class ImporterPool {
  readonly #slots: readonly Slot[];
  readonly #times: PoolTimes;
  /** Errors that workers were ended with, and whose fault it was. */
  readonly #culprits = new WeakMap<AppError, string | undefined>();
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(handles: readonly ImporterHandle[], times: Partial<PoolTimes> = {}) {
    this.#times = { ...defaultTimes, ...times };
    this.#slots = handles.map((handle) => ({
      handle,
      inFlight: new Map<string, number>(),
      reading: undefined,
      calls: 0,
      unansweredTicks: 0,
      isPinged: false,
    }));
  }

  /** A place for a document, at the worker with the fewest; undefined when all are busy enough. */
  lease(documentId: string, documentBytes: number): Lease | undefined {
    const sizeBytes = Math.min(documentBytes, mostCountedBytes);
    const free = this.#slots.filter(({ inFlight }) => {
      const bytes = [...inFlight.values()].reduce((sum, size) => sum + size, 0);
      return inFlight.size === 0 || (inFlight.size < jobsPerWorker && bytes + sizeBytes <= bytesPerWorker);
    });
    const slot = free.toSorted((a, b) => a.inFlight.size - b.inFlight.size)[0];
    slot?.inFlight.set(documentId, sizeBytes);
    return slot && { slot, documentId };
  }

  release({ slot, documentId }: Lease): void {
    slot.inFlight.delete(documentId);
    if (slot.reading === documentId) slot.reading = undefined;
  }

  /** Imports a leased document. Throws `Interrupted` where it should be tried again. */
  async import(
    { slot, documentId }: Lease,
    input: InputOf<ImporterContract['import']>,
    signal: AbortSignal,
    onProgress: (progress: ImportProgress) => void,
  ): Promise<ImportOutcome> {
    const onAbort = (): void => {
      if (slot.reading === documentId) void this.#expectAnswer(slot, documentId);
    };
    signal.addEventListener('abort', onAbort, { once: true });
    try {
      return await this.#call(slot, documentId, () =>
        slot.handle.client.call('import', input, {
          signal,
          onProgress: (progress) => {
            if (progress.stage === 'reading') slot.reading = documentId;
            else if (slot.reading === documentId) slot.reading = undefined;
            onProgress(progress);
          },
        }),
      );
    } finally {
      signal.removeEventListener('abort', onAbort);
    }
  }

  /** Throws `Interrupted` where it should be tried again. */
  store(
    files: readonly FileToStore[],
    signal: AbortSignal,
    onProgress: (progress: CopyProgress) => void,
  ): Promise<readonly FileOutcome[]> {
    const slot = this.#calmest();
    return this.#call(slot, undefined, () =>
      slot.handle.client.call('store', { files }, { signal, onProgress }),
    );
  }

  hash(file: Blob): Promise<string> {
    const slot = this.#calmest();
    return this.#call(slot, undefined, () => slot.handle.client.call('hash', { file }));
  }

  /** One that reads nothing, with the fewest documents. */
  #calmest(): Slot {
    const weight = ({ reading, inFlight }: Slot): number =>
      (reading === undefined ? 0 : 1000) + inFlight.size;
    const slot = this.#slots.toSorted((a, b) => weight(a) - weight(b))[0];
    if (!slot) throw new AppError('internal', 'there is no importer');
    return slot;
  }

  async #call<T>(slot: Slot, documentId: string | undefined, work: () => Promise<T>): Promise<T> {
    slot.calls += 1;
    this.#timer ??= setInterval(() => this.#tick(), this.#times.tickMs);
    try {
      return await work();
    } catch (error) {
      throw this.#meaningOf(error, slot, documentId);
    } finally {
      slot.calls -= 1;
      if (this.#slots.every(({ calls }) => calls === 0)) {
        clearInterval(this.#timer);
        this.#timer = undefined;
      }
    }
  }

  #meaningOf(error: unknown, slot: Slot, documentId: string | undefined): unknown {
    if (!(error instanceof AppError) || error.code !== 'worker-crashed') return error;
    if (!this.#culprits.has(error)) {
      // It crashed by itself: for the document that it was reading, most likely.
      return documentId !== undefined && slot.reading === documentId ? error : new Interrupted(error.message);
    }
    const isCulprit = documentId !== undefined && this.#culprits.get(error) === documentId;
    return isCulprit
      ? new AppError('too-complex', 'reading the file took too long without a sign of life')
      : new Interrupted(error.message);
  }

  /** Counts ticks, not time: a computer that was asleep has not been waiting. */
  #tick(): void {
    for (const slot of this.#slots) {
      if (slot.calls === 0 || !slot.isPinged) {
        slot.unansweredTicks = 0;
        if (slot.calls > 0) void this.#ping(slot);
        continue;
      }
      slot.unansweredTicks += 1;
      if (slot.unansweredTicks >= this.#times.deadTicks) this.#end(slot, slot.reading);
    }
  }

  async #ping(slot: Slot): Promise<void> {
    slot.isPinged = true;
    // A worker that has ended does not answer either, and the next one is asked anew.
    await slot.handle.client.call('ping', undefined).catch(() => undefined);
    slot.isPinged = false;
    slot.unansweredTicks = 0;
  }

  async #expectAnswer(slot: Slot, documentId: string): Promise<void> {
    const timer = setTimeout(() => this.#end(slot, documentId), this.#times.cancelMs);
    await slot.handle.client.call('ping', undefined).catch(() => undefined);
    clearTimeout(timer);
  }

  #end(slot: Slot, culprit: string | undefined): void {
    const error = new AppError('worker-crashed', 'the importer gave no sign of life');
    this.#culprits.set(error, culprit);
    slot.reading = undefined;
    slot.handle.stop(error);
  }
}
