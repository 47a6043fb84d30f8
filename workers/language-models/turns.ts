/** Lets one caller in at a time, in the order they came. */
export class Turns {
  #last: Promise<void> = Promise.resolve();

  /** Waits for its turn; the turn lasts until the returned function is called. Aborting gives the place up. */
  async take(signal?: AbortSignal): Promise<() => void> {
    const before = this.#last;
    let end: () => void = () => undefined;
    this.#last = new Promise((resolve) => {
      end = resolve;
    });
    await before;
    if (signal?.aborted) {
      end();
      signal.throwIfAborted();
    }
    return end;
  }
}
