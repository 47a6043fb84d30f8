import { expect, test } from './fixtures';

const firstVisitBudgetBytes = 20_500_000;

test('a first visit asks nothing of another origin and fetches no file twice', async ({ app, network }) => {
  await app.open();
  await app.page.waitForLoadState('networkidle');

  expect(network.foreignRequests).toEqual([]);
  const whole = network.responses.filter(({ status }) => status === 200).map(({ url }) => url);
  const twice = whole.filter((url, index) => whole.indexOf(url) !== index);
  expect(twice).toEqual([]);
  expect(network.totalBytes).toBeLessThan(firstVisitBudgetBytes);
  expect(app.policyViolations).toEqual([]);
});

test('after the first visit the app opens without a network', async ({ app, network }) => {
  await app.open();
  await app.waitUntilPrepared();
  await app.page.waitForLoadState('networkidle');

  await app.page.context().setOffline(true);
  const online = network.requests;
  await app.page.reload();

  await expect(app.page).toHaveTitle(/Inkstone/);
  await app.waitUntilControlled();
  expect(network.since(online)).toEqual([]);
});

test('files for PDFs that are not hashed are stored at the first visit', async ({ app, siteUrl }) => {
  await app.open();
  await app.page.context().setOffline(true);
  const statuses = await app.page.evaluate(
    (urls) => Promise.all(urls.map(async (url) => (await fetch(url)).status)),
    ['vendor/pdfjs/cmaps/UniGB-UCS2-H.bcmap', 'vendor/pdfjs/wasm/openjpeg.wasm'].map(
      (path) => siteUrl + path,
    ),
  );
  expect(statuses).toEqual([200, 200]);
});
