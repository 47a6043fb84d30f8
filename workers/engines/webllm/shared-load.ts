import type { ModelLoadProgress } from '../../../src/contracts/language-model';

type Report = (progress: ModelLoadProgress) => void;

/** One load that several callers wait for: each hears how far it is, and it is aborted when the last has left. */
export class SharedLoad {
  readonly modelId: string;
  readonly #controller = new AbortController();
  readonly #listeners = new Set<Report>();
  readonly #outcome: Promise<void>;
  #waiting = 0;
  #latest: ModelLoadProgress | undefined;

  constructor(modelId: string, load: (signal: AbortSignal, report: Report) => Promise<void>) {
    this.modelId = modelId;
    this.#outcome = load(this.#controller.signal, (progress) => {
      this.#latest = progress;
      for (const listener of this.#listeners) listener(progress);
    });
  }

  get isAborted(): boolean {
    return this.#controller.signal.aborted;
  }

  abort(): void {
    this.#controller.abort();
  }

  async join(signal: AbortSignal, report: Report): Promise<void> {
    signal.throwIfAborted();
    this.#waiting += 1;
    this.#listeners.add(report);
    if (this.#latest) report(this.#latest);
    let leave: () => void = () => undefined;
    const left = new Promise<void>((resolve) => {
      leave = () => {
        this.#listeners.delete(report);
        this.#waiting -= 1;
        // The last to leave sees the aborted load to its end; others need not wait for it.
        if (this.#waiting === 0) this.#controller.abort();
        else resolve();
      };
    });
    signal.addEventListener('abort', leave, { once: true });
    try {
      await Promise.race([this.#outcome, left]);
      signal.throwIfAborted();
    } finally {
      signal.removeEventListener('abort', leave);
      this.#listeners.delete(report);
    }
  }
}
