import { OwnChromium } from './own-chromium.mjs';

/**
 * The lab page in a Chromium of its own.
 * @typedef {import('../../../src/lab/protocol').LabEvent} LabEvent
 */
export class LabPage {
  #chromium;
  #page;

  /**
   * @param {OwnChromium} chromium
   * @param {import('playwright-core').Page} page
   */
  constructor(chromium, page) {
    this.#chromium = chromium;
    this.#page = page;
  }

  /**
   * @param {{ origin: string, executablePath: string, profile: string, onEvent: (event: LabEvent) => void | Promise<void> }} options
   */
  static async open({ origin, executablePath, profile, onEvent }) {
    const chromium = await OwnChromium.start(executablePath, profile);
    try {
      const page = chromium.context.pages()[0] ?? (await chromium.context.newPage());
      await page.exposeFunction('reportToLab', onEvent);
      await page.goto(`${origin}lab.html`);
      return new LabPage(chromium, page);
    } catch (error) {
      await chromium.kill();
      throw error;
    }
  }

  /** @param {readonly string[]} files absolute */
  async pick(files) {
    await this.#page.setInputFiles('input', [...files]);
  }

  /**
   * @template Result
   * @param {string} command
   * @param {unknown} options
   * @returns {Promise<Result>} fails when the page does, or is gone
   */
  run(command, options) {
    /** @type {Promise<never>} */
    const failure = new Promise((_, reject) => {
      this.#page.once('pageerror', (error) =>
        reject(new Error(`the page failed: ${error.stack ?? error.message}`)),
      );
      this.#page.once('crash', () => reject(new Error('the page crashed')));
      this.#page.once('close', () => reject(new Error('the page is gone')));
    });
    const result = this.#page.evaluate(async ([name, input]) => {
      const { lab } = /** @type {{ lab: Record<string, (input: unknown) => Promise<unknown>> }} */ (
        /** @type {unknown} */ (window)
      );
      return lab[name]?.(input);
    }, /** @type {const} */ ([command, options]));
    const outcome = Promise.race([result, failure]);
    for (const promise of [result, failure, outcome]) promise.catch(() => undefined);
    return /** @type {Promise<Result>} */ (outcome);
  }

  megabytes() {
    return this.#chromium.megabytes();
  }

  kill() {
    return this.#chromium.kill();
  }
}
