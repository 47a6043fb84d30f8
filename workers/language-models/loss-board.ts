import type { LostModel } from '../../src/contracts/language-model';

/** Hands every loss to all who listen at that moment. */
export class LossBoard {
  readonly #listeners = new Set<(loss: LostModel) => void>();

  tell(loss: LostModel): void {
    for (const hear of this.#listeners) hear(loss);
  }

  /** Until the signal is aborted or the loop is left. */
  async *listen(signal: AbortSignal): AsyncGenerator<LostModel, void, undefined> {
    const heard: LostModel[] = [];
    let wake: () => void = () => undefined;
    const onAbort = (): void => wake();
    const hear = (loss: LostModel): void => {
      heard.push(loss);
      wake();
    };
    this.#listeners.add(hear);
    signal.addEventListener('abort', onAbort, { once: true });
    try {
      while (!signal.aborted) {
        const loss = heard.shift();
        if (loss) yield loss;
        else {
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
        }
      }
    } finally {
      this.#listeners.delete(hear);
      signal.removeEventListener('abort', onAbort);
    }
  }
}
