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
      .poll(() => this.#evaluate(() => navigator.serviceWorker.controller !== null), { timeout: 60_000 })
      .toBe(true);
  }

  /** After this the built-in model is there, so that documents can be imported without a network. */
  async waitUntilPrepared(): Promise<void> {
    await expect(this.page.getByRole('button', { name: 'Add documents' }).first()).toBeVisible();
    await expect(this.page.getByText('Preparing search')).toHaveCount(0, { timeout: 60_000 });
  }

  async waitUntilIsolated(): Promise<void> {
    await expect.poll(() => this.#evaluate(() => crossOriginIsolated), { timeout: 60_000 }).toBe(true);
  }

  /** Opens the sample library and waits until all of it is imported. */
  async openSample(): Promise<void> {
    await this.page.getByRole('button', { name: 'Try the sample library' }).click();
    await this.waitForReady(7);
  }

  /** Adds files by the picker; the first ones make the first library. */
  async addFiles(files: readonly { name: string; mimeType: string; buffer: Buffer }[]): Promise<void> {
    const choosing = this.page.waitForEvent('filechooser');
    const item = this.page.getByRole('menuitem', { name: 'Choose files' });
    await this.page.getByRole('button', { name: 'Add documents' }).first().click();
    // Beside documents the button opens a menu.
    await Promise.race([choosing, item.waitFor()]);
    if (await item.isVisible()) await item.click();
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
    await expect(dialog.getByText(/is on this device\./).first()).toBeVisible({ timeout: 60_000 });
    await dialog.getByText('Models', { exact: true }).last().click();
    const row = dialog.locator('li[data-model]').filter({ hasText: 'random' });
    await expect(row.getByText('Answering', { exact: true })).toBeVisible({ timeout: 120_000 });
    return row;
  }

  /** Closes the screen of models; the focus is back where it came from before anything else is pressed. */
  async closeModels(): Promise<void> {
    await this.escape(this.page.getByRole('dialog', { name: 'Models' }));
    await expect(this.page.getByRole('button', { name: 'Models', exact: true })).toBeFocused();
  }

  /** Closes a dialog by the key, which goes to whatever has the focus. */
  async escape(dialog: Locator): Promise<void> {
    await expect.poll(() => dialog.evaluate((open) => open.contains(document.activeElement))).toBe(true);
    await this.page.keyboard.press('Escape');
    await expect(dialog).toHaveCount(0);
  }

  /** Rows that name their passages are imported. */
  async waitForReady(documents: number): Promise<void> {
    await expect(this.page.getByText(/\d passages?$/)).toHaveCount(documents, { timeout: 120_000 });
  }

  /** Asks as soon as a question is taken: not before the documents are known, nor during another answer. */
  async ask(question: string): Promise<void> {
    const field = this.page.getByRole('textbox');
    await field.fill(question);
    await expect(this.page.getByRole('button', { name: 'Ask', exact: true })).toBeEnabled();
    await field.press('Enter');
    await expect(field).toHaveValue('');
  }

  /** The nth answer of the conversation, from 1. */
  answer(n: number): Locator {
    return this.page.locator('.answer[data-status]').nth(n - 1);
  }

  /** Once the nth answer is whole, it is also stored. */
  async waitForAnswer(n: number): Promise<void> {
    await expect(this.answer(n)).toHaveAttribute('data-status', 'complete', { timeout: 60_000 });
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

  /** Opens the first passage once it is what was found for the words in the field. */
  async openHit(): Promise<void> {
    await expect(this.page.getByRole('listbox')).toHaveAttribute('aria-busy', 'false');
    await this.searchField.press('Enter');
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
