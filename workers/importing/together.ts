/**
 * Does work that costs as much for many as for one: what is asked for while a call runs waits and goes with the next
 * one, all of it together.
 */
export class Together<Input, Output> {
  readonly #work: (inputs: readonly Input[]) => Promise<readonly Output[]>;
  #waiting: { input: Input; resolve: (output: Promise<Output>) => void }[] = [];
  #isRunning = false;

  /** `work` gives an output for each input, in the same order. */
  constructor(work: (inputs: readonly Input[]) => Promise<readonly Output[]>) {
    this.#work = work;
  }

  run(input: Input): Promise<Output> {
    return new Promise((resolve) => {
      this.#waiting.push({ input, resolve });
      if (!this.#isRunning) void this.#runAll();
    });
  }

  async #runAll(): Promise<void> {
    this.#isRunning = true;
    // Others that are asked for in the same turn go along.
    await Promise.resolve();
    while (this.#waiting.length > 0) {
      const calls = this.#waiting;
      this.#waiting = [];
      const outputs = this.#work(calls.map(({ input }) => input));
      calls.forEach(({ resolve }, i) => resolve(outputs.then((all) => all[i] as Output)));
      // Each caller is told of a failure.
      await outputs.catch(() => undefined);
    }
    this.#isRunning = false;
  }
}
