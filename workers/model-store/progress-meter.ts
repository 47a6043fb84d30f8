import type { InstallProgress } from '../../src/contracts/model-store';

/** The pace is that of so many last milliseconds. */
const paceMs = 5000;

const reportIntervalMs = 100;

/** Adds up what has arrived of several files at once, and reports it now and then. */
export class ProgressMeter {
  readonly #stage: InstallProgress['stage'];
  readonly #totalBytes: number;
  readonly #report: (progress: InstallProgress) => void;
  readonly #loaded = new Map<string, number>();
  readonly #waits = new Map<string, number>();
  readonly #arrivals: { readonly atMs: number; readonly bytes: number }[] = [];
  #active = 0;
  #loadedBytes = 0;
  #reportedAtMs = -Infinity;

  /** `totalBytes` is zero while it is not known. */
  constructor(
    stage: InstallProgress['stage'],
    totalBytes: number,
    report: (progress: InstallProgress) => void,
  ) {
    this.#stage = stage;
    this.#totalBytes = totalBytes;
    this.#report = report;
  }

  get loadedBytes(): number {
    return this.#loadedBytes;
  }

  /** Still to come, as far as it is known. */
  get leftBytes(): number {
    return Math.max(0, this.#totalBytes - this.#loadedBytes);
  }

  /** Runs work on one of the files that are fetched at the same time. */
  async during<T>(work: () => Promise<T>): Promise<T> {
    this.#active += 1;
    try {
      return await work();
    } finally {
      this.#active -= 1;
    }
  }

  /** How much of a file is here; `isOld` where it has not arrived just now. */
  set(path: string, bytes: number, { isOld = false } = {}): void {
    const arrived = bytes - (this.#loaded.get(path) ?? 0);
    this.#loaded.set(path, bytes);
    this.#loadedBytes += arrived;
    if (arrived > 0 && !isOld) this.#arrivals.push({ atMs: performance.now(), bytes: arrived });
    this.#tell();
  }

  add(path: string, bytes: number): void {
    this.set(path, (this.#loaded.get(path) ?? 0) + bytes);
  }

  /** When the next try for a file begins; undefined when it has. */
  wait(path: string, until: number | undefined): void {
    if (until === undefined) this.#waits.delete(path);
    else this.#waits.set(path, until);
    this.#tell(true);
  }

  end(): void {
    this.#tell(true);
  }

  #tell(isNow = false): void {
    const now = performance.now();
    if (!isNow && now - this.#reportedAtMs < reportIntervalMs) return;
    this.#reportedAtMs = now;
    const pace = this.#pace(now);
    // As long as one file comes in, nobody needs to know that another is tried again.
    const isWaiting = this.#waits.size > 0 && this.#waits.size >= this.#active;
    this.#report({
      stage: this.#stage,
      loadedBytes: this.#loadedBytes,
      totalBytes: this.#totalBytes,
      ...(pace === undefined ? {} : { bytesPerSecond: pace }),
      ...(isWaiting ? { retryAt: Math.min(...this.#waits.values()) } : {}),
    });
  }

  #pace(now: number): number | undefined {
    const firstKept = this.#arrivals.findIndex(({ atMs }) => now - atMs <= paceMs);
    this.#arrivals.splice(0, firstKept < 0 ? this.#arrivals.length : firstKept);
    const [first] = this.#arrivals;
    if (!first || now - first.atMs < 500) return undefined;
    const bytes = this.#arrivals.reduce((sum, arrival) => sum + arrival.bytes, 0);
    return Math.round((bytes / (now - first.atMs)) * 1000);
  }
}
