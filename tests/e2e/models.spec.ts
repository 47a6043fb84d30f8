import { randomGguf } from '../../scripts/lab/made-model/gguf-random.mjs';
import { expect, test } from './fixtures';

test('a model from a file answers, can be stopped, and gives way to quotes once it is removed', async ({
  app,
  network,
}) => {
  const { page } = app;
  const dialog = page.getByRole('dialog', { name: 'Models' });
  const engine = page.locator('button.engine');
  await app.open();
  await app.waitUntilIsolated();
  await app.openSample();

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
  await expect(dialog.getByText(/^The best of the models on this device/)).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(engine).toContainText('random');

  await app.ask('Who described 26 kinds of stone in the History of Inkstones?');
  const answer = page.locator('.answer').last();
  await expect(
    answer
      .locator('p')
      .filter({ hasText: /[a-z]{12}/i })
      .first(),
  ).toBeVisible({ timeout: 30_000 });
  await page.getByRole('button', { name: /^Stop/ }).click();
  await expect(page.getByRole('button', { name: /^Stop/ })).toHaveCount(0);
  await expect(page.getByText('Written by random')).toBeVisible();

  await page.getByRole('button', { name: 'Models', exact: true }).click();
  await row.getByRole('button', { name: /^More for/ }).click();
  await page.getByRole('menuitem', { name: 'Remove' }).click();
  await page.getByRole('button', { name: 'Remove model' }).click();
  await expect(row).toHaveCount(0);
  await page.keyboard.press('Escape');
  await app.ask('Who described 26 kinds of stone in the History of Inkstones?');
  await expect(page.getByText('Quoted from your documents')).toBeVisible();
  await expect(app.citation(1)).toBeVisible();

  expect(network.foreignRequests).toEqual([]);
  expect(app.policyViolations).toEqual([]);
});
