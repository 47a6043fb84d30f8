/** Lets one piece of work in at a time, in the order they came. */
export class Turnstile {
  #previous: Promise<unknown> = Promise.resolve();

  run<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#previous.then(work);
    this.#previous = result.catch(() => undefined);
    return result;
  }
}
