import { buildFolder, expect, test } from './fixtures';
import { startStaticHost } from './static-host';

test('the document is isolated and under the policy from the first response', async ({ app, siteUrl }) => {
  const response = await app.page.goto(siteUrl);
  const headers = response?.headers() ?? {};
  const policy = headers['content-security-policy'] ?? '';
  expect(policy).toContain("default-src 'self'");
  expect(policy).toContain("connect-src 'self';");
  expect(policy).toContain("'wasm-unsafe-eval'");
  expect(policy).not.toContain("'unsafe-eval'");
  expect(await app.page.evaluate(() => crossOriginIsolated)).toBe(true);
});

test('text cannot become code, and nothing can be sent elsewhere', async ({ app, network }) => {
  await app.open();
  const outcome = await app.page.evaluate(async () => {
    const attempt = async (run: () => unknown): Promise<string> => {
      try {
        await run();
        return 'allowed';
      } catch (error) {
        return error instanceof Error ? error.name : 'refused';
      }
    };
    const script = document.createElement('script');
    script.textContent = 'globalThis.inlineRan = true';
    document.head.append(script);
    return {
      // A string for a timer runs free of the debugger, which may evaluate what it likes.
      code: await new Promise((resolve) => {
        document.addEventListener('securitypolicyviolation', () => resolve('refused'), { once: true });
        const timer: (code: string) => unknown = setTimeout;
        timer('document.dispatchEvent(new Event("ran"))');
        document.addEventListener('ran', () => resolve('allowed'), { once: true });
      }),
      request: await attempt(() => fetch('https://elsewhere.example/')),
      inline: 'inlineRan' in globalThis,
    };
  });
  expect(outcome).toEqual({ code: 'refused', request: 'TypeError', inline: false });
  expect(network.foreignRequests).toEqual([]);
});

test('a worker runs under the policy that its own script came with', async ({ app }) => {
  const scripts: { url: string; policy: string | undefined }[] = [];
  app.page.on('response', (response) => {
    if (/\.worker-[\w-]+\.js$/.test(response.url())) {
      scripts.push({ url: response.url(), policy: response.headers()['content-security-policy'] });
    }
  });
  await app.open();
  await app.page.reload();
  await expect.poll(() => scripts.length).toBeGreaterThan(0);
  for (const { policy } of scripts) expect(policy).toContain("connect-src 'self'");
});

test('the service worker allows the model hosts that were switched on, and only real ones', async ({
  app,
}) => {
  await app.open();
  // The app has made its database.
  await app.waitUntilPrepared();
  await app.page.evaluate(async () => {
    const database = await new Promise<IDBDatabase>((resolve, reject) => {
      const request = indexedDB.open('inkstone');
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(new Error('the database did not open'));
    });
    const transaction = database.transaction('settings', 'readwrite');
    transaction.objectStore('settings').put({
      key: 'modelHosts',
      value: [
        'https://models.example',
        'http://plain.example',
        "https://x.example; script-src 'unsafe-eval'",
        '*',
      ],
    });
    await new Promise((resolve) => {
      transaction.oncomplete = resolve;
    });
    database.close();
  });
  const reloadedPolicy = async (): Promise<string> =>
    (await app.page.reload())?.headers()['content-security-policy'] ?? '';
  // A database that is busy for long makes a page begin under the strictest policy.
  let policy = '';
  await expect
    .poll(async () => (policy = await reloadedPolicy()))
    .toContain("connect-src 'self' https://models.example;");
  expect(policy).not.toContain('plain.example');
  expect(policy).not.toContain("'unsafe-eval'");
});

test('a host that sends no headers is isolated after one reload', async ({ page }) => {
  const host = await startStaticHost(buildFolder);
  let documents = 0;
  page.on('response', (response) => {
    if (response.request().isNavigationRequest()) documents += 1;
  });
  await page.goto(host.url);
  await expect
    .poll(() => page.evaluate(() => crossOriginIsolated).catch(() => false), { timeout: 60_000 })
    .toBe(true);
  await page.waitForLoadState('networkidle');
  expect(documents).toBe(2);

  const response = await page.reload();
  expect(response?.headers()['content-security-policy']).toContain("connect-src 'self'");
  await host.close();
});
