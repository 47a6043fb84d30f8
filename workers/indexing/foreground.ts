import { nextTurn } from '../turns';

/** What a person waits for, so that work that nobody waits for can let it go first. */
export class Foreground {
  #running = 0;
  #waiting: readonly (() => void)[] = [];

  /** Returns what is called when it has ended. */
  begin(): () => void {
    this.#running += 1;
    return () => {
      this.#running -= 1;
      if (this.#running > 0) return;
      for (const wake of this.#waiting) wake();
      this.#waiting = [];
    };
  }

  async during<T>(work: () => Promise<T>): Promise<T> {
    const end = this.begin();
    try {
      return await work();
    } finally {
      end();
    }
  }

  /** Ends when nothing is under way, and what has come meanwhile has had its turn. */
  async idle(): Promise<void> {
    await nextTurn();
    while (this.#running > 0) {
      await new Promise<void>((resolve) => {
        this.#waiting = [...this.#waiting, resolve];
      });
      await nextTurn();
    }
  }
}
