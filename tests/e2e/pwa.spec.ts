import { appendFile, cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { serve } from '../../scripts/serve.mjs';
import { buildFolder, expect, test } from './fixtures';

test('the app can be installed: its manifest and icons are there', async ({ app, siteUrl, request }) => {
  await app.open();
  const href = await app.page.locator('link[rel=manifest]').getAttribute('href');
  const manifest = (await (await request.get(new URL(href ?? '', siteUrl).href)).json()) as {
    display: string;
    icons: { src: string; type: string }[];
  };
  expect(manifest.display).toBe('standalone');
  for (const { src, type } of manifest.icons) {
    const icon = await request.get(new URL(src, siteUrl).href);
    expect(icon.status(), src).toBe(200);
    expect(icon.headers()['content-type']).toContain(type);
  }
});

test('an address inside the app opens it; a missing file stays missing', async ({ app, siteUrl }) => {
  await app.open();
  const inside = await app.page.goto(`${siteUrl}some/place`);
  expect(inside?.status()).toBe(200);
  await expect(app.page).toHaveTitle(/Inkstone/);
  const missing = await app.page.evaluate(
    async (url) => (await fetch(url)).status,
    `${siteUrl}assets/gone.js`,
  );
  expect(missing).toBe(404);
  const missingPage = await app.page.goto(`${siteUrl}gone.html`);
  expect(missingPage?.status()).toBe(404);
});

test('what another app shares is kept without a network, and is added where the person says', async ({
  app,
  siteUrl,
}) => {
  await app.open();
  await app.waitUntilPrepared();
  await app.page.context().setOffline(true);
  // As the system's navigation does, but for following the answer to the app's address.
  const answer = await app.page.evaluate(async () => {
    const body = new FormData();
    body.set('title', 'Kiln');
    body.set('text', 'The kiln was lit in 1368.');
    body.append('files', new File(['# Ink\n\nSoot of pine.'], 'ink.md', { type: 'text/markdown' }));
    return (await fetch('share', { method: 'POST', body, redirect: 'manual' })).type;
  });
  expect(answer).toBe('opaqueredirect');
  await app.page.goto(`${siteUrl}?shared=kept`);
  const dialog = app.page.getByRole('dialog', { name: 'Shared with Inkstone' });
  await expect(dialog).toContainText('2 files');
  await dialog.getByRole('button', { name: 'Add', exact: true }).click();
  await app.waitForReady(2);
  // Behind the address stands only which library is shown.
  expect(app.page.url().replace(/#.*/, '')).toBe(siteUrl);
  await app.page.reload();
  await app.waitForReady(2);
  await expect(dialog).toBeHidden();
});

test('a new version waits until it is accepted', async ({ page }) => {
  const release = await mkdtemp(join(tmpdir(), 'inkstone-release-'));
  await cp(buildFolder, release, { recursive: true });
  const server = await serve({ root: release });
  await page.goto(server.url);
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
  // Chromium keeps a version that is in the middle of answering the page.
  await page.waitForLoadState('networkidle');

  await appendFile(join(release, 'service.worker.js'), '\n// the next version\n');
  let loads = 0;
  page.on('load', () => {
    loads += 1;
  });
  await page.evaluate(async () => (await navigator.serviceWorker.ready).update());
  await expect
    .poll(() => page.evaluate(async () => (await navigator.serviceWorker.ready).waiting !== null))
    .toBe(true);
  expect(loads).toBe(0);

  await page.getByRole('button', { name: 'Reload now' }).click();
  await expect.poll(() => loads).toBe(1);
  await expect
    .poll(() =>
      page.evaluate(async () => {
        const { waiting, active } = await navigator.serviceWorker.ready;
        return waiting === null && navigator.serviceWorker.controller === active;
      }),
    )
    .toBe(true);
  await expect(page.getByRole('button', { name: 'Reload now' })).toBeHidden();
  expect(loads).toBe(1);
  await server.close();
  await rm(release, { recursive: true });
});
