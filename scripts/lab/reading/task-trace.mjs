/**
 * What the browser itself notes of the page's main thread. The page can ask how long a task took; only the browser knows
 * how much of that the processor worked on it, and how much it waited for a core.
 */
export class TaskTrace {
  #session;
  /** @type {TraceEvent[]} */
  #events = [];

  /** @param {import('playwright-core').CDPSession} session of the browser */
  constructor(session) {
    this.#session = session;
    session.on('Tracing.dataCollected', ({ value }) => {
      this.#events.push(.../** @type {TraceEvent[]} */ (/** @type {unknown} */ (value)));
    });
  }

  /** @param {import('playwright-core').Page} page */
  static async of(page) {
    const browser = page.context().browser();
    if (!browser) throw new Error('the page has no browser');
    return new TaskTrace(await browser.newBrowserCDPSession());
  }

  async start() {
    this.#events = [];
    await this.#session.send('Tracing.start', {
      transferMode: 'ReportEvents',
      traceConfig: { includedCategories: ['toplevel'], excludedCategories: ['*'] },
    });
  }

  /** Milliseconds of processor time of each task since the start. */
  async stop() {
    const isComplete = new Promise((resolve) => this.#session.once('Tracing.tracingComplete', resolve));
    await this.#session.send('Tracing.end');
    await isComplete;
    const isMain = (/** @type {TraceEvent} */ { name, args }) =>
      name === 'thread_name' && args?.name === 'CrRendererMain';
    const mains = new Set(this.#events.filter(isMain).map(({ pid, tid }) => `${pid} ${tid}`));
    return this.#events
      .filter(
        ({ ph, name, pid, tid }) => ph === 'X' && name.endsWith('RunTask') && mains.has(`${pid} ${tid}`),
      )
      .map(({ tdur = 0 }) => tdur / 1000);
  }
}

/**
 * @typedef {object} TraceEvent
 * @property {string} name
 * @property {string} ph
 * @property {number} pid
 * @property {number} tid
 * @property {number} [tdur] microseconds
 * @property {{ name?: string }} [args]
 */
