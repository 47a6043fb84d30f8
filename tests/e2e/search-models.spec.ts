import type { Locator, Page } from '@playwright/test';
import {
  embeddingModelFiles,
  ModelFolders,
  rerankerModelFiles,
  uniformModelFiles,
} from '../fixtures/made-search-models';
import type { AppPage } from './app-page';
import { expect, test } from './fixtures';

const folders = new ModelFolders();
const question = 'Who described 26 kinds of stone in the History of Inkstones?';
const graph = 'onnx/model_quantized.onnx';

test.afterEach(() => folders.remove());

test('an added search model embeds the documents anew, works without a network, and gives way once it is removed', async ({
  app,
  network,
}) => {
  const { page } = app;
  const models = new ModelsDialog(page);
  await app.open();
  await app.waitUntilIsolated();
  await app.openSample();
  await asks(app, 1);

  await models.open();
  await models.add(await folders.make('made-embedder', await embeddingModelFiles()));
  await models.row('made-embedder').getByRole('button', { name: 'Use for search' }).click();
  await expect(models.told('made-embedder passed its test and searches from now on.')).toBeVisible();
  await expect(models.row('made-embedder').getByText('Searching', { exact: true })).toBeVisible();
  await models.close();
  await expect
    .poll(() => spaces(page), { timeout: 30_000 })
    .toEqual([expect.stringMatching(/^made-embedder@.+\/q8\/64$/)]);
  await asks(app, 2);

  await page.waitForLoadState('networkidle');
  await page.context().setOffline(true);
  await page.reload();
  await app.waitForReady(7);
  await asks(app, 3);
  await app.openSearch();
  await app.search('right to rest');
  await expect(app.hit(1)).toContainText('Universal Declaration of Human Rights');
  await page.keyboard.press('Escape');

  await models.open();
  await models.remove('made-embedder');
  await expect(
    models.told('made-embedder is removed. The search model that comes with the app searches again.'),
  ).toBeVisible();
  await models.close();
  await expect
    .poll(() => spaces(page), { timeout: 30_000 })
    .toEqual([expect.stringMatching(/^inkstone-embed-zh-en-256\/.+\/256$/)]);
  await asks(app, 4);
  await page.reload();
  await app.waitForReady(7);
  await asks(app, 5);
  expect(network.foreignRequests).toEqual([]);
  expect(app.policyViolations).toEqual([]);
});

test('a ranker reads what was found again, and its scores are shown until it is removed', async ({ app }) => {
  const { page } = app;
  const models = new ModelsDialog(page);
  await app.open();
  await app.openSample();
  await models.open();
  await models.add(await folders.make('made-ranker', rerankerModelFiles()));
  await models.row('made-ranker').getByRole('button', { name: 'Use for ranking' }).click();
  await expect(models.told('made-ranker passed its test and ranks from now on.')).toBeVisible();
  await models.close();
  await asks(app, 1);
  await withTrace(page, async (trace) => {
    await expect(trace.getByText(/· Read again \d+\.\d\d$/)).toHaveCount(8);
  });

  await models.open();
  await models.remove('made-ranker');
  await expect(models.told('made-ranker is removed. What is found is ranked as before.')).toBeVisible();
  await models.close();
  await asks(app, 2);
  await withTrace(page, async (trace) => {
    await expect(trace.getByText(/^Score \d/)).toHaveCount(8);
    await expect(trace.getByText(/Read again/)).toHaveCount(0);
  });
});

test('a damaged search model is refused in words, and the one before goes on', async ({ app }) => {
  const { page } = app;
  const models = new ModelsDialog(page);
  await app.open();
  await app.openSample();
  const whole = await embeddingModelFiles();
  const weights = whole.get(graph);
  if (!(weights instanceof Uint8Array)) throw new Error('the made model has no weights');
  const config = { ...(JSON.parse(String(whole.get('config.json'))) as object), hidden_size: 48 };
  const damaged: [string, Map<string, string | Uint8Array<ArrayBuffer>>, string][] = [
    ['cut', new Map([...whole, [graph, weights.slice(0, weights.length / 2)]]), 'The model could not start.'],
    [
      'narrow',
      new Map([...whole, ['config.json', JSON.stringify(config)]]),
      'This model does not run on this device.',
    ],
    ['wordless', new Map([...whole, ['tokenizer.json', '{']]), 'The model could not start.'],
    ['numberless', await uniformModelFiles(NaN), 'The model failed its self-test'],
    ['aimless', await uniformModelFiles(1), 'The model failed its self-test'],
  ];
  await models.open();
  for (const [name, files, problem] of damaged) {
    await models.add(await folders.make(name, files));
    await models.row(name).getByRole('button', { name: 'Use for search' }).click();
    await expect(
      models.row(name).getByText(`${name} cannot be used. What was used before goes on.`),
    ).toBeVisible({ timeout: 20_000 });
    await expect(models.row(name).getByText(problem)).toBeVisible();
  }
  await models.add(await folders.make('scoreless', rerankerModelFiles(false)));
  await models.row('scoreless').getByRole('button', { name: 'Use for ranking' }).click();
  await expect(models.row('scoreless').getByText('The model failed its self-test')).toBeVisible();
  await expect(models.row('Inkstone embed 256').getByText('Searching', { exact: true })).toBeVisible();
  const incomplete = new Map([...whole].filter(([path]) => path !== 'tokenizer.json'));
  await models.pick(await folders.make('incomplete', incomplete));
  await expect(models.told('Some of the model’s files are missing.')).toBeVisible();
  await expect(models.told('tokenizer.json')).toBeVisible();
  await models.close();
  await asks(app, 1);
});

/** The models screen, as a person goes about it. */
class ModelsDialog {
  readonly #dialog: Locator;

  constructor(readonly page: Page) {
    this.#dialog = page.getByRole('dialog', { name: 'Models' });
  }

  async open(): Promise<void> {
    await this.page.getByRole('button', { name: 'Models', exact: true }).click();
    await expect(this.#dialog.getByText('Comes with the app', { exact: false }).first()).toBeVisible();
  }

  async close(): Promise<void> {
    await this.page.keyboard.press('Escape');
    await expect(this.#dialog).toHaveCount(0);
  }

  /** Adds the model of a folder on the disk. */
  async add(folder: string): Promise<void> {
    await this.pick(folder);
    await expect(this.#dialog.getByText(/ is on this device\.$/).first()).toBeVisible({ timeout: 20_000 });
    await this.#dialog.getByText('Models', { exact: true }).last().click();
  }

  async pick(folder: string): Promise<void> {
    await this.#dialog.getByText('Add a model', { exact: true }).click();
    await this.#dialog.locator('[data-picker="model-folder"]').setInputFiles(folder);
  }

  async remove(name: string): Promise<void> {
    await this.row(name)
      .getByRole('button', { name: /^More for/ })
      .click();
    await this.page.getByRole('menuitem', { name: 'Remove' }).click();
    await this.page.getByRole('button', { name: 'Remove model' }).click();
    await expect(this.row(name)).toHaveCount(0);
  }

  row(name: string): Locator {
    return this.#dialog.locator('li[data-model]').filter({ hasText: name });
  }

  told(words: string | RegExp): Locator {
    return this.#dialog.getByText(words);
  }
}

/** The `nth` question of the conversation is answered with what it asks for, from 1. */
async function asks(app: AppPage, nth: number): Promise<void> {
  const answers = app.page.locator('li.answer');
  await expect(answers).toHaveCount(nth - 1);
  await app.ask(question);
  const answer = answers.nth(nth - 1);
  await expect(answer).toContainText('Mi Fu', { timeout: 30_000 });
  await expect(answer.getByRole('button', { name: /^Citation 1:/ }).first()).toBeVisible();
}

/** Opens how the last answer came about. */
async function withTrace(page: Page, look: (trace: Locator) => Promise<void>): Promise<void> {
  await page.getByRole('button', { name: 'How it was answered' }).last().click();
  const trace = page.getByRole('dialog', { name: 'How it was answered' });
  await look(trace);
  await page.keyboard.press('Escape');
  await expect(trace).toHaveCount(0);
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
