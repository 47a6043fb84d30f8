import { expect, type Locator, type Page } from '@playwright/test';
import { randomGguf } from '../../scripts/lab/made-model/gguf-random.mjs';

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

  /** After this the built-in model is there, so that documents can be imported without a network. */
  async waitUntilPrepared(): Promise<void> {
    await expect(this.page.getByRole('button', { name: 'Add documents' }).first()).toBeVisible();
    await expect(this.page.getByText('Preparing search')).toHaveCount(0, { timeout: 30_000 });
  }

  async waitUntilIsolated(): Promise<void> {
    await expect.poll(() => this.#evaluate(() => crossOriginIsolated), { timeout: 30_000 }).toBe(true);
  }

  /** Opens the sample library and waits until all of it is imported. */
  async openSample(): Promise<void> {
    await this.page.getByRole('button', { name: 'Try the sample library' }).click();
    await this.waitForReady(7);
  }

  /** Adds files by the picker; the first ones make the first library. */
  async addFiles(files: readonly { name: string; mimeType: string; buffer: Buffer }[]): Promise<void> {
    const choosing = this.page.waitForEvent('filechooser');
    const hasMenu = await this.page
      .getByRole('navigation', { name: 'Documents and conversations' })
      .isVisible();
    await this.page.getByRole('button', { name: 'Add documents' }).first().click();
    if (hasMenu) await this.page.getByRole('menuitem', { name: 'Choose files' }).click();
    await (await choosing).setFiles([...files]);
  }

  /** Opens the screen of models and adds a small one from a file; resolves with its row once it answers. */
  async addMadeModel(): Promise<Locator> {
    const { page } = this;
    const dialog = page.getByRole('dialog', { name: 'Models' });
    await page.getByRole('button', { name: 'Models', exact: true }).click();
    await dialog.getByText('Add a model', { exact: true }).click();
    const choosing = page.waitForEvent('filechooser');
    await dialog.getByRole('button', { name: 'Choose files' }).click();
    const buffer = Buffer.from(randomGguf(undefined, 8192));
    await (await choosing).setFiles({ name: 'made.gguf', mimeType: 'application/octet-stream', buffer });
    await expect(dialog.getByText(/is on this device\./).first()).toBeVisible({ timeout: 20_000 });
    await dialog.getByText('Models', { exact: true }).last().click();
    const row = dialog.locator('li[data-model]').filter({ hasText: 'random' });
    await expect(row.getByText('Answering', { exact: true })).toBeVisible({ timeout: 30_000 });
    return row;
  }

  /** Closes the screen of models; the focus is back where it came from before anything else is pressed. */
  async closeModels(): Promise<void> {
    await this.page.keyboard.press('Escape');
    await expect(this.page.getByRole('dialog', { name: 'Models' })).toHaveCount(0);
    await expect(this.page.getByRole('button', { name: 'Models', exact: true })).toBeFocused();
  }

  /** Rows that name their passages are imported. */
  async waitForReady(documents: number): Promise<void> {
    await expect(this.page.getByText(/\d passages?$/)).toHaveCount(documents, { timeout: 60_000 });
  }

  async ask(question: string): Promise<void> {
    await this.page.getByRole('textbox').fill(question);
    await this.page.getByRole('textbox').press('Enter');
    await expect(this.page.getByRole('textbox')).toHaveValue('');
  }

  get searchField(): Locator {
    return this.page.getByRole('combobox', { name: 'Words to find' });
  }

  async openSearch(): Promise<void> {
    await this.page.keyboard.press('Control+k');
    await expect(this.searchField).toBeFocused();
  }

  /** Typed key by key, as a person does. */
  async search(query: string): Promise<void> {
    await this.searchField.fill('');
    await this.searchField.pressSequentially(query);
  }

  /** The nth passage that was found, from 1. */
  hit(n: number): Locator {
    return this.page.getByRole('option').nth(n - 1);
  }

  citation(n: number): Locator {
    return this.page.getByRole('button', { name: new RegExp(`^Citation ${n}:`) }).first();
  }

  /** The quoted words as they are marked in the open source; marks part where the formatting changes. */
  get markedWords(): Locator {
    return this.page.locator('mark[data-active]');
  }

  async markedText(): Promise<string> {
    return (await this.markedWords.allTextContents()).join('');
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
