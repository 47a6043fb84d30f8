import { expect, test } from './fixtures';

const firstAnswerBudgetBytes = 20_500_000;

test('from the first visit to the first cited answer little is fetched, and nothing from elsewhere', async ({
  app,
  network,
}) => {
  await app.open();
  await app.openSample();
  await app.ask('Who described 26 kinds of stone in the History of Inkstones?');
  await app.citation(1).click();
  await expect.poll(() => app.markedText()).toContain('26 kinds of stone');
  await expect(app.markedWords.first()).toBeInViewport();
  await app.page.waitForLoadState('networkidle');

  console.log(`first visit to first cited answer: ${(network.totalBytes / 1e6).toFixed(1)} MB uncompressed`);
  expect(network.totalBytes).toBeLessThan(firstAnswerBudgetBytes);
  expect(network.foreignRequests).toEqual([]);
  expect(app.policyViolations).toEqual([]);
});

test('after a reload without a network it is all still there, and goes on answering', async ({
  app,
  network,
}) => {
  await app.open();
  await app.openSample();
  await app.ask('Who described 26 kinds of stone in the History of Inkstones?');
  await expect(app.citation(1)).toBeVisible();
  await app.waitForAnswer(1);
  await app.page.waitForLoadState('networkidle');

  await app.page.context().setOffline(true);
  const online = network.requests;
  await app.page.reload();
  await app.waitForReady(7);
  await app.page
    .getByRole('button', { name: /^Who described 26 kinds/ })
    .first()
    .click();
  await app.citation(1).click();
  await expect.poll(() => app.markedText()).toContain('26 kinds of stone');

  await app.ask('滕子京是哪一年谪守巴陵郡的？');
  await expect(app.page.getByText('庆历四年').first()).toBeVisible();
  await app
    .answer(2)
    .getByRole('button', { name: /^Citation 1:/ })
    .first()
    .click();
  await expect.poll(() => app.markedText()).toContain('滕子京谪守巴陵郡');
  expect(network.since(online)).toEqual([]);
});

test('a library that does not hold the answer says so', async ({ app }) => {
  await app.open();
  await app.openSample();
  await app.ask('怎样申请护照和签证？');
  await expect(app.page.getByText('这些文档里似乎没有答案')).toBeVisible();
});

test('bad files end as rows that say what is wrong, and the good one is searchable', async ({ app }) => {
  await app.open();
  await app.addFiles([
    {
      name: 'good.md',
      mimeType: 'text/markdown',
      buffer: Buffer.from('# Kiln\n\nThe kiln was lit in 1368.'),
    },
    { name: 'empty.txt', mimeType: 'text/plain', buffer: Buffer.alloc(0) },
    { name: 'broken.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.7 and no more') },
    { name: 'kiln.7z', mimeType: 'application/x-7z-compressed', buffer: Buffer.from('377abcaf271c', 'hex') },
  ]);
  await app.waitForReady(1);
  for (const words of [/is empty/i, /damaged|could not be read/i, /cannot be read|not supported/i]) {
    await expect(app.page.getByText(words).first()).toBeVisible();
  }
  await app.ask('When was the kiln lit?');
  await expect(app.citation(1)).toBeVisible();
});

test('a citation of a PDF marks the words on its page', async ({ app }) => {
  await app.open();
  await app.openSample();
  await app.ask('What does the Universal Declaration say about rest and leisure?');
  const chip = app.page.getByRole('button', { name: /^Citation \d: universal-declaration.*page/ }).first();
  await chip.click();
  await expect(app.page.locator('canvas').first()).toBeVisible();
  await expect(app.page.locator('.box[data-active]').first()).toBeVisible();
});
