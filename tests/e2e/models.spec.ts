import type { Page } from '@playwright/test';
import { randomGguf } from '../../scripts/lab/made-model/gguf-random.mjs';
import { AppPage } from './app-page';
import { expect, test } from './fixtures';
import { startModelHost } from './model-host';

test('a model from a file answers, can be stopped, and gives way to quotes once it is removed', async ({
  app,
  network,
}) => {
  test.setTimeout(600_000);
  const { page } = app;
  const dialog = page.getByRole('dialog', { name: 'Models' });
  const engine = page.locator('button.engine');
  await app.open();
  await app.waitUntilIsolated();
  await app.openSample();

  const row = await app.addMadeModel();
  await expect(dialog.getByText(/^The best of the models on this device/)).toBeVisible();
  await app.closeModels();
  await expect(engine).toContainText('random');

  await stopAtFirstWords(page);
  await app.ask('Who described 26 kinds of stone in the History of Inkstones?');
  await expect(app.answer(1)).toHaveAttribute('data-status', 'stopped', { timeout: 240_000 });
  await expect(app.answer(1).locator('.answer-text')).not.toBeEmpty();
  await expect(page.getByRole('button', { name: /^Stop/ })).toHaveCount(0);
  await expect(page.getByText('Written by random')).toBeVisible();

  await page.getByRole('button', { name: 'Models', exact: true }).click();
  await row.getByRole('button', { name: /^More for/ }).click();
  await page.getByRole('menuitem', { name: 'Remove' }).click();
  await page.getByRole('button', { name: 'Remove model' }).click();
  await expect(row).toHaveCount(0);
  await app.closeModels();
  await app.ask('Who described 26 kinds of stone in the History of Inkstones?');
  await expect(page.getByText('Quoted from your documents')).toBeVisible();
  await expect(app.citation(1)).toBeVisible();

  expect(network.foreignRequests).toEqual([]);
  expect(app.policyViolations).toEqual([]);
});

test('an address is asked nothing before that is allowed, and what is no model leaves nothing behind', async ({
  browser,
  siteUrl,
  contextOptions,
}) => {
  // The recorder of the other tests lets nothing through to another host.
  const context = await browser.newContext(contextOptions);
  const app = new AppPage(await context.newPage(), siteUrl);
  const { page } = app;
  const dialog = page.getByRole('dialog', { name: 'Models' });
  const bytes = Buffer.from(randomGguf(undefined, 8192));
  const host = await startModelHost({
    'made.gguf': bytes,
    'cut.gguf': bytes.subarray(0, bytes.length - 9000),
    'text.gguf': Buffer.from('There is no such file here.'),
    'empty.gguf': Buffer.alloc(0),
  });
  try {
    await app.open();
    await app.waitUntilIsolated();
    await app.openSample();
    await page.getByRole('button', { name: 'Models', exact: true }).click();
    await dialog.getByText('Add a model', { exact: true }).click();
    const address = dialog.getByRole('textbox', { name: 'Address' });
    const allowed = dialog.locator('details li');
    for (const [name, said] of [
      ['cut', /cut.gguf is cut short: 699 kB of 708 kB/],
      ['text', /text.gguf is damaged, or not what its name says/],
      ['empty', /empty.gguf is damaged, or not what its name says/],
    ] as const) {
      await address.fill(`${host.url}/${name}.gguf`);
      const look = dialog.getByRole('button', { name: /^Allow 127.0.0.1:\d+ and look it up$/ });
      await expect(look).toBeVisible();
      expect(host.asked()).not.toContain(`/${name}.gguf`);
      await look.click();
      await dialog.getByRole('button', { name: /^Download/ }).click();
      await expect(dialog.getByText(said)).toBeVisible();
      await expect(allowed.filter({ hasText: '127.0.0.1' })).toHaveCount(0);
    }
    await expect.poll(() => storedFolders(page)).toEqual([]);

    await address.fill(`${host.url}/made.gguf`);
    await address.press('Enter');
    await dialog.getByRole('button', { name: 'Download 708 kB' }).click();
    await dialog.getByText('Models', { exact: true }).last().click();
    const row = dialog.locator('li[data-model]').filter({ hasText: 'made' });
    await expect(row.getByText(/708 kB on disk · .* memory · 4,096 tokens/)).toBeVisible();
    await expect.poll(() => storedFolders(page)).toHaveLength(1);
  } finally {
    await context.close();
    await host.close();
  }
});

test('a model dropped among documents is offered to the models', async ({ app, network }) => {
  const { page } = app;
  await app.open();
  await app.waitUntilIsolated();
  await app.openSample();
  const base64 = Buffer.from(randomGguf(undefined, 8192)).toString('base64');
  await page.evaluate((text) => {
    const bytes = Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File([bytes], 'made.gguf'));
    dataTransfer.items.add(new File(['Soot and glue make ink.'], 'notes.md'));
    document.body.dispatchEvent(new DragEvent('drop', { bubbles: true, cancelable: true, dataTransfer }));
  }, base64);
  const offer = page.getByRole('alertdialog', { name: 'This is a model, not a document' });
  await offer.getByRole('button', { name: 'Add to the models' }).click();
  const dialog = page.getByRole('dialog', { name: 'Models' });
  await expect(dialog.getByText('random is on this device.').first()).toBeVisible();
  await app.escape(dialog);
  await app.waitForReady(8);
  await expect(page.getByText('made.gguf')).toHaveCount(0);
  expect(network.foreignRequests).toEqual([]);
});

/** Has the page press Stop with the first words of its first answer: a small model may have written all before a test could. */
function stopAtFirstWords(page: Page): Promise<void> {
  return page.evaluate(() => {
    const watch = new MutationObserver(() => {
      const words = document.querySelector('.answer-text')?.textContent.trim() ?? '';
      const stop = document.querySelector<HTMLElement>('button.stop');
      if (words === '' || !stop) return;
      watch.disconnect();
      stop.click();
    });
    watch.observe(document.body, { childList: true, subtree: true, characterData: true });
  });
}

/** Names of the folders in which models lie. */
function storedFolders(page: Page): Promise<string[]> {
  return page.evaluate(async () => {
    const root = await navigator.storage.getDirectory();
    return Array.fromAsync((await root.getDirectoryHandle('models', { create: true })).keys());
  });
}
