import { expect, type Page } from '@playwright/test';

/** The app as a person meets it; the tests speak in these steps. */
export class AppPage {
  readonly page: Page;
  readonly #url: string;
  readonly #policyViolations: string[] = [];

  constructor(page: Page, url: string) {
    this.page = page;
    this.#url = url;
    page.on('console', (message) => {
      if (/Content Security Policy/i.test(message.text())) this.#policyViolations.push(message.text());
    });
  }

  /** What the browser has refused for the policy's sake since the page was made. */
  get policyViolations(): readonly string[] {
    return this.#policyViolations;
  }

  /** Opens the app and waits until the service worker answers for it. */
  async open(path = ''): Promise<void> {
    await this.page.goto(this.#url + path);
    await this.waitUntilControlled();
  }

  async waitUntilControlled(): Promise<void> {
    await expect
      .poll(() => this.#evaluate(() => navigator.serviceWorker.controller !== null), { timeout: 30_000 })
      .toBe(true);
  }

  async waitUntilIsolated(): Promise<void> {
    await expect.poll(() => this.#evaluate(() => crossOriginIsolated), { timeout: 30_000 }).toBe(true);
  }

  /** Undefined while the page is on its way to another document. */
  async #evaluate<T>(read: () => T): Promise<T | undefined> {
    try {
      return await this.page.evaluate(read);
    } catch (error) {
      if (/Execution context was destroyed|navigat/i.test(String(error))) return undefined;
      throw error;
    }
  }
}
