const everyMs = 2000;

/**
 * Shows what is going on, on standard error: on one line of a terminal, or as a line every two seconds.
 */
export class Progress {
  #shownAt = 0;
  #isLineOpen = false;

  /** @param {string} message */
  show(message) {
    if (process.stderr.isTTY) {
      process.stderr.write(`\r\u001b[K${message.slice(0, (process.stderr.columns || 80) - 1)}`);
      this.#isLineOpen = true;
      return;
    }
    if (Date.now() - this.#shownAt < everyMs) return;
    this.#shownAt = Date.now();
    process.stderr.write(`${message}\n`);
  }

  end() {
    if (this.#isLineOpen) process.stderr.write('\r\u001b[K');
    this.#isLineOpen = false;
  }
}
