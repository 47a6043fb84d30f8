import type { LoadProgress } from '../../src/contracts/language-model';

type Report = (progress: LoadProgress) => void;

/** One load that several callers wait for: each hears how far it is, and it is aborted when the last has left. */
export class SharedLoad<Result> {
  readonly modelId: string;
  readonly #controller = new AbortController();
  readonly #listeners = new Set<Report>();
  readonly #outcome: Promise<Result>;
  #waiting = 0;
  #latest: LoadProgress | undefined;

  constructor(modelId: string, load: (signal: AbortSignal, report: Report) => Promise<Result>) {
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

  async join(signal: AbortSignal, report: Report): Promise<Result> {
    signal.throwIfAborted();
    this.#waiting += 1;
    this.#listeners.add(report);
    if (this.#latest) report(this.#latest);
    let leave: () => void = () => undefined;
    const left = new Promise<never>((_, reject) => {
      leave = () => {
        this.#listeners.delete(report);
        this.#waiting -= 1;
        // The last to leave sees the aborted load to its end; others need not wait for it.
        if (this.#waiting === 0) this.#controller.abort();
        else reject(new DOMException('The load was left to others.', 'AbortError'));
      };
    });
    signal.addEventListener('abort', leave, { once: true });
    try {
      const result = await Promise.race([this.#outcome, left]);
      signal.throwIfAborted();
      return result;
    } finally {
      signal.removeEventListener('abort', leave);
      this.#listeners.delete(report);
    }
  }
}
