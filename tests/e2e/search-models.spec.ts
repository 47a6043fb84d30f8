import type { JSHandle, Locator, Page } from '@playwright/test';
import { embeddingModelFiles, ModelFolders, rerankerModelFiles } from '../fixtures/made-search-models';
import { AppPage } from './app-page';
import { expect, test } from './fixtures';

const folders = new ModelFolders();
const graph = 'onnx/model_quantized.onnx';
const documents = [
  ['ink.txt', 'An ink stick is ground with water on the stone.\n\nPine soot gives a bluish ink.'],
  ['brush.txt', 'The brush of weasel hair is named wolf hair in the trade of Huzhou.'],
] as const;
const own = /^inkstone-embed-zh-en-256\//;
const embeddingAnew = 'Embedding the documents for the new search model';
const made = /^made-embedder@.+\/q8\/64$/;

test.afterEach(() => folders.remove());

test('a search model from a folder searches in all tabs and without a network, until it is removed', async ({
  app,
  network,
  siteUrl,
}) => {
  const { page } = app;
  const second = new AppPage(await page.context().newPage(), siteUrl);
  const models = new ModelsDialog(app);
  const ofSecond = new ModelsDialog(second);
  const files = await embeddingModelFiles();
  await app.open();
  await app.waitUntilIsolated();
  await add(app, 0);
  await app.waitForReady(1);
  await second.open();
  await second.waitForReady(1);
  await ofSecond.open();
  await models.open();

  await test.step('one that was cut short is refused, and the app goes on with its own', async () => {
    const weights = files.get(graph);
    if (!(weights instanceof Uint8Array)) throw new Error('the made model has no weights');
    const cut = new Map([...files, [graph, weights.slice(0, weights.length / 2)] as const]);
    await models.add(await folders.make('cut', cut));
    await models.row('cut').getByRole('button', { name: 'Use for search' }).click();
    await expect(models.row('cut')).toContainText('cut cannot be used. What was used before goes on.');
    await expect(models.row('Inkstone embed 256').getByText('Searching', { exact: true })).toBeVisible();
    await models.remove('cut');
    const incomplete = new Map([...files].filter(([path]) => path !== 'tokenizer.json'));
    await models.pick(await folders.make('incomplete', incomplete));
    await expect(models.told('Some of the model’s files are missing.')).toBeVisible();
    await expect(models.told('tokenizer.json')).toBeVisible();
  });

  await test.step('a whole one is tested, and searches in both tabs', async () => {
    await models.add(await folders.make('made-embedder', files));
    await expect(ofSecond.row('made-embedder')).toBeVisible();
    const noted = await Promise.all([page, second.page].map(noteOf));
    await models.row('made-embedder').getByRole('button', { name: 'Use for search' }).click();
    await expect(
      models.told('made-embedder passed its test and searches once the documents are embedded.'),
    ).toBeVisible();
    await expect(ofSecond.row('made-embedder').getByText('Searching', { exact: true })).toBeVisible();
    await ofSecond.close();
    await add(second, 1);
    await second.waitForReady(2);
    await second.ask('What is the brush of weasel hair named?');
    await expect(second.page.locator('li.answer').first()).toContainText('wolf hair', { timeout: 60_000 });
    await expect.poll(() => spaces(page), { timeout: 60_000 }).toEqual([expect.stringMatching(made)]);
    for (const note of noted) await expect.poll(() => note.evaluate(({ wasShown }) => wasShown)).toBe(true);
    for (const each of [page, second.page]) await expect(each.getByText(embeddingAnew)).toHaveCount(0);
    await models.close();
  });

  await test.step('a ranker gives its scores, until it is removed', async () => {
    await models.open();
    await models.add(await folders.make('made-ranker', rerankerModelFiles()));
    await models.row('made-ranker').getByRole('button', { name: 'Use for ranking' }).click();
    await expect(models.told('made-ranker passed its test and ranks from now on.')).toBeVisible();
    await models.close();
    await asks(app, 1);
    await withTrace(app, (trace) => expect(trace.getByText(/· Read again 2\.00$/).first()).toBeVisible());
    await models.open();
    await models.remove('made-ranker');
    await expect(models.told('made-ranker is removed. What is found is ranked as before.')).toBeVisible();
    await models.close();
    await asks(app, 2);
    await withTrace(app, async (trace) => {
      await expect(trace.getByText(/^Score \d/).first()).toBeVisible();
      await expect(trace.getByText(/Read again/)).toHaveCount(0);
    });
  });

  await test.step('it searches without a network', async () => {
    await page.waitForLoadState('networkidle');
    await page.context().setOffline(true);
    await page.reload();
    await asks(app, 3);
  });

  await test.step('once it is removed the app’s own searches again, in the other tab too', async () => {
    await models.open();
    await models.remove('made-embedder');
    const words = /^made-embedder is removed\. The search model that comes with the app searches again once/;
    await expect(models.told(words)).toBeVisible();
    await models.close();
    await expect.poll(() => spaces(page), { timeout: 60_000 }).toEqual([expect.stringMatching(own)]);
    await second.ask('What is the brush of weasel hair named?');
    await expect(second.page.locator('li.answer').nth(1)).toContainText('wolf hair', { timeout: 60_000 });
    await page.reload();
    await asks(app, 4);
  });
  expect(network.foreignRequests).toEqual([]);
  expect([...app.policyViolations, ...second.policyViolations]).toEqual([]);
});

test('a chosen search model that cannot be loaded any more leaves the words, until the person turns back', async ({
  app,
  network,
}) => {
  const { page } = app;
  const models = new ModelsDialog(app);
  await searchWithMadeModel(app, models);

  await cutWeights(page);
  await page.reload();
  const note = page.getByText(/found by their words alone\.$/);
  await expect(note).toBeVisible({ timeout: 30_000 });
  await asks(app, 1);
  expect(await spaces(page)).toEqual([expect.stringMatching(made)]);

  await page.getByRole('button', { name: 'Use the app’s own' }).click();
  await expect.poll(() => spaces(page), { timeout: 60_000 }).toEqual([expect.stringMatching(own)]);
  await expect(note).toHaveCount(0);
  await asks(app, 2);
  expect(network.foreignRequests).toEqual([]);
});

test('a tab that cannot load the chosen search model searches by words, and undoes nothing of the other tab', async ({
  app,
  network,
  siteUrl,
}) => {
  const { page } = app;
  const models = new ModelsDialog(app);
  await searchWithMadeModel(app, models);
  await models.close();

  // The first tab has it in memory; the second has only the disk.
  await cutWeights(page);
  const second = new AppPage(await page.context().newPage(), siteUrl);
  await second.open();
  const note = (of: Page) => of.getByText(/found by their words alone\.$/);
  await expect(note(second.page)).toBeVisible({ timeout: 30_000 });
  await second.waitForReady(1);
  const noted = await Promise.all([page, second.page].map(noteOf));
  await second.page.getByRole('button', { name: 'New conversation' }).click();
  await asks(second, 1);
  expect(await spaces(page)).toEqual([expect.stringMatching(made)]);
  for (const shown of noted) expect(await shown.evaluate(({ wasShown }) => wasShown)).toBe(false);

  await test.step('what the second tab adds is found in both, and embedded anew by the first alone', async () => {
    await add(second, 1);
    await second.waitForReady(2);
    await second.ask('What is the brush of weasel hair named?');
    const answers = second.page.locator('li.answer');
    await expect(answers.nth(1)).toContainText('wolf hair', { timeout: 60_000 });
    await asks(app, 1);
    await expect.poll(() => spaces(page), { timeout: 60_000 }).toEqual([expect.stringMatching(made)]);
    await asks(second, 3);
    expect(await spaces(page)).toEqual([expect.stringMatching(made)]);
  });
  await expect(note(second.page)).toBeVisible();
  await expect(note(page)).toHaveCount(0);
  expect(network.foreignRequests).toEqual([]);
});

async function add(app: AppPage, i: 0 | 1): Promise<void> {
  const [name, text] = documents[i];
  await app.page.bringToFront();
  await app.addFiles([{ name, mimeType: 'text/plain', buffer: Buffer.from(text) }]);
}

/** The models screen, as a person goes about it. */
class ModelsDialog {
  readonly #app: AppPage;
  readonly #dialog: Locator;

  constructor(app: AppPage) {
    this.#app = app;
    this.#dialog = app.page.getByRole('dialog', { name: 'Models' });
  }

  async open(): Promise<void> {
    await this.#app.page.getByRole('button', { name: 'Models', exact: true }).click();
    await expect(this.#dialog.getByText('Comes with the app', { exact: false }).first()).toBeVisible();
  }

  async close(): Promise<void> {
    await this.#app.escape(this.#dialog);
  }

  /** Adds the model of a folder on the disk. */
  async add(folder: string): Promise<void> {
    await this.pick(folder);
    await expect(this.#dialog.getByText(/ is on this device\.$/).first()).toBeVisible({ timeout: 60_000 });
    await this.#dialog.getByText('Models', { exact: true }).last().click();
  }

  async pick(folder: string): Promise<void> {
    // A page behind another is given no files.
    await this.#app.page.bringToFront();
    await this.#dialog.getByText('Add a model', { exact: true }).click();
    await this.#dialog.locator('[data-picker="model-folder"]').setInputFiles(folder);
  }

  async remove(name: string): Promise<void> {
    await this.row(name)
      .getByRole('button', { name: /^More for/ })
      .click();
    await this.#app.page.getByRole('menuitem', { name: 'Remove' }).click();
    await this.#app.page.getByRole('button', { name: 'Remove model' }).click();
    await expect(this.row(name)).toHaveCount(0);
  }

  row(name: string): Locator {
    return this.#dialog.locator('li[data-model]').filter({ hasText: name });
  }

  told(words: string | RegExp): Locator {
    return this.#dialog.getByText(words);
  }
}

/** Opens the app with one document, whose vectors are those of the made model once this resolves. */
async function searchWithMadeModel(app: AppPage, models: ModelsDialog): Promise<void> {
  await app.open();
  await app.waitUntilIsolated();
  await add(app, 0);
  await app.waitForReady(1);
  await models.open();
  await models.add(await folders.make('made-embedder', await embeddingModelFiles()));
  await models.row('made-embedder').getByRole('button', { name: 'Use for search' }).click();
  await expect.poll(() => spaces(app.page), { timeout: 60_000 }).toEqual([expect.stringMatching(made)]);
}

/** The `nth` question of the conversation is answered with what it asks for, from 1. */
async function asks(app: AppPage, nth: number): Promise<void> {
  const answers = app.page.locator('li.answer');
  await expect(answers).toHaveCount(nth - 1);
  await app.ask('What is an ink stick ground with?');
  const answer = answers.nth(nth - 1);
  await expect(answer).toContainText('ground with water', { timeout: 60_000 });
  await expect(answer.getByRole('button', { name: /^Citation 1:/ }).first()).toBeVisible();
  await app.waitForAnswer(nth);
}

/** Opens how the last answer came about. */
async function withTrace(app: AppPage, look: (trace: Locator) => Promise<void>): Promise<void> {
  await app.page.getByRole('button', { name: 'How it was answered' }).last().click();
  const trace = app.page.getByRole('dialog', { name: 'How it was answered' });
  await look(trace);
  await app.escape(trace);
}

/** Whether a page has shown that documents are embedded anew since this was called; few of them take but a moment. */
function noteOf(page: Page): Promise<JSHandle<{ wasShown: boolean }>> {
  return page.evaluateHandle((words) => {
    const note = { wasShown: false };
    new MutationObserver(() => {
      note.wasShown ||= document.body.textContent.includes(words);
    }).observe(document.body, { childList: true, subtree: true, characterData: true });
    return note;
  }, embeddingAnew);
}

/** Leaves half of the weights of every model on this device, as a disk that fails may do. */
async function cutWeights(page: Page): Promise<void> {
  const cut = await page.evaluate(async () => {
    async function cutIn(folder: FileSystemDirectoryHandle): Promise<number> {
      let count = 0;
      for await (const handle of folder.values()) {
        if (handle instanceof FileSystemDirectoryHandle) count += await cutIn(handle);
        else if (handle instanceof FileSystemFileHandle && handle.name.includes('.onnx')) {
          const writing = await handle.createWritable({ keepExistingData: true });
          await writing.truncate((await handle.getFile()).size / 2);
          await writing.close();
          count += 1;
        }
      }
      return count;
    }
    const storage = await navigator.storage.getDirectory();
    return cutIn(await storage.getDirectoryHandle('models'));
  });
  expect(cut).toBe(1);
}

/** The spaces that the vectors of all segments are in. */
async function spaces(page: Page): Promise<string[]> {
  return page.evaluate(async () => {
    const database = await new Promise<IDBDatabase>((resolve, reject) => {
      const request = indexedDB.open('inkstone');
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error ?? new Error('the database cannot be opened'));
    });
    const headers = await new Promise<{ spaces: string[] }[]>((resolve, reject) => {
      const request = database.transaction('segments').objectStore('segments').getAll();
      request.onsuccess = () => resolve(request.result as { spaces: string[] }[]);
      request.onerror = () => reject(request.error ?? new Error('the segments cannot be read'));
    });
    database.close();
    return [...new Set(headers.flatMap((header) => header.spaces))];
  });
}
