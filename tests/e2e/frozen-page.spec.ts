import { randomGguf } from '../../scripts/lab/made-model/gguf-random.mjs';
import { expect, test } from './fixtures';

/** Longer than a timer of the watch over a silent engine may be late for want of the processor alone. */
const frozenMs = 8000;

test('an answer in a page that is frozen in the background goes on when the page is back', async ({
  app,
}) => {
  const { page } = app;
  await app.open();
  await app.waitUntilIsolated();
  await app.openSample();
  const dialog = page.getByRole('dialog', { name: 'Models' });
  await page.getByRole('button', { name: 'Models', exact: true }).click();
  await dialog.getByText('Add a model', { exact: true }).click();
  const choosing = page.waitForEvent('filechooser');
  await dialog.getByRole('button', { name: 'Choose files' }).click();
  const buffer = Buffer.from(randomGguf(undefined, 8192));
  await (await choosing).setFiles({ name: 'made.gguf', mimeType: 'application/octet-stream', buffer });
  await expect(dialog.getByText(/is on this device\./).first()).toBeVisible({ timeout: 20_000 });
  await page.keyboard.press('Escape');
  await expect(page.locator('button.engine')).toContainText('random', { timeout: 30_000 });

  await app.ask('Who described 26 kinds of stone in the History of Inkstones?');
  const answer = page.locator('.answer').last();
  const written = async (): Promise<string> => (await answer.textContent()) ?? '';
  await expect.poll(written, { timeout: 30_000 }).toMatch(/[a-z]{12}/i);

  const devTools = await page.context().newCDPSession(page);
  const before = await written();
  const begun = performance.now();
  await devTools.send('Page.setWebLifecycleState', { state: 'frozen' });
  // A frozen page tells nothing: how long it stays so is what is tried here.
  await new Promise((resolve) => setTimeout(resolve, frozenMs));
  await devTools.send('Page.setWebLifecycleState', { state: 'active' });
  const frozenFor = performance.now() - begun;

  await expect(answer).toHaveAttribute('data-status', 'complete', { timeout: 60_000 });
  const after = await written();
  console.log(
    `frozen for ${(frozenFor / 1000).toFixed(1)} s after ${before.length} characters; complete with ${after.length}`,
  );
  expect(after.length).toBeGreaterThan(before.length);
  await expect(page.getByText('Written by random')).toBeVisible();
  // It was the page that stood still, and not the model that was lost.
  await expect(page.getByText(/lost in the middle/)).toHaveCount(0);
  await page.getByRole('button', { name: 'Models', exact: true }).click();
  await expect(dialog.getByText(/^Lost /)).toHaveCount(0);
  await expect(dialog.locator('li[data-model]').filter({ hasText: 'random' })).toContainText('Answering');
});
