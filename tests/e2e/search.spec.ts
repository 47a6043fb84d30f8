import { expect, test } from './fixtures';

test('a search marks its words as one types, and Enter opens the source at them', async ({ app }) => {
  await app.open();
  await app.openSample();
  await app.openSearch();

  await app.search('right to rest');
  await expect(app.hit(1)).toContainText('Universal Declaration of Human Rights');
  await expect(app.hit(1).locator('mark', { hasText: /^right to rest$/ })).toBeVisible();
  await app.openHit();
  await expect(app.page.locator('canvas').first()).toBeVisible();
  await expect(app.page.locator('.box[data-active]').first()).toBeVisible();

  await app.search('好笔的四德');
  await expect(app.hit(1).locator('mark', { hasText: '四德' }).first()).toBeVisible();
  await app.openHit();
  await expect.poll(() => app.markedText()).toContain('四德');
  await expect(app.markedWords.first()).toBeInViewport();

  await app.searchField.press('Escape');
  await app.searchField.press('Escape');
  await expect(app.page.getByRole('textbox', { name: 'Question' })).toBeFocused();
});

test('a search for what the documents do not hold finds nothing, and can be asked instead', async ({
  app,
}) => {
  await app.open();
  await app.openSample();
  await app.openSearch();
  await app.search('斑马线');
  await expect(app.page.getByRole('heading', { name: 'Nothing found for “斑马线”' })).toBeVisible();
  await app.page.getByRole('button', { name: 'Ask this instead' }).last().click();
  await expect(app.page.getByText('这些文档里似乎没有答案')).toBeVisible();
});

test('a search goes on without a network', async ({ app, network }) => {
  await app.open();
  await app.openSample();
  await app.page.waitForLoadState('networkidle');
  await app.page.context().setOffline(true);
  const online = network.requests;
  await app.page.reload();
  await app.waitForReady(7);
  await app.openSearch();
  await app.search('inkstone grinding');
  await expect(app.hit(1).locator('mark').first()).toBeVisible();
  expect(network.since(online)).toEqual([]);
});
