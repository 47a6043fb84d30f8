import { expect, test } from './fixtures';
import type { AppPage } from './app-page';

const first = 'Who has the right to rest and leisure?';
const second = 'What is the right to work?';

const title = (app: AppPage) => app.page.getByRole('main').getByRole('heading', { level: 1 });
const source = (app: AppPage) => app.page.getByRole('complementary', { name: 'Source' });

/** Waits until the browser's history has entries for so many layers over the conversation. */
async function waitForDepth(app: AppPage, depth: number): Promise<void> {
  await expect
    .poll(() => app.page.evaluate(() => (history.state as { depth?: unknown } | null)?.depth))
    .toBe(depth);
}

/** Two conversations in the sample library, the second one open, on a phone. */
async function openTwoConversations(app: AppPage) {
  await app.open();
  await app.openSample();
  await app.ask(first);
  await expect(app.citation(1)).toBeVisible();
  await app.page.getByRole('button', { name: 'New conversation', exact: true }).first().click();
  await expect(app.citation(1)).toHaveCount(0);
  await app.ask(second);
  await expect(app.citation(1)).toBeVisible();
  await expect(title(app)).toHaveText(second);
  await expect(app.page).toHaveTitle(`${second} · Inkstone`);
  await app.page.setViewportSize({ width: 390, height: 844 });
  await waitForDepth(app, 0);
}

test('Back and Forward go between conversations, and a reload or another tab shows the same', async ({
  app,
}) => {
  await openTwoConversations(app);
  const { page } = app;
  const ofSecond = page.url();

  await page.goBack();
  await expect(title(app)).toHaveText(first);
  await page.reload();
  await expect(title(app)).toHaveText(first);
  await page.goForward();
  await expect(title(app)).toHaveText(second);
  expect(page.url()).toBe(ofSecond);

  const other = await page.context().newPage();
  await other.goto(ofSecond.replace(/conversation=.*/, 'conversation=gone'));
  await expect(other.getByRole('main').getByRole('heading', { level: 1 })).toHaveText(second);
  await expect(other).toHaveURL(ofSecond);
});

test('on a phone Back closes the source or a dialog, and only then leaves the conversation', async ({
  app,
}) => {
  await openTwoConversations(app);
  const { page } = app;
  await app.citation(1).click();
  await expect(source(app)).toBeVisible();
  await waitForDepth(app, 1);
  await page.goBack();
  await expect(source(app)).toBeHidden();
  await expect(title(app)).toHaveText(second);

  await page.getByRole('button', { name: 'Documents', exact: true }).click();
  await page.getByRole('button', { name: 'Settings', exact: true }).click();
  await expect(page.getByRole('dialog')).toBeVisible();
  await waitForDepth(app, 2);
  await page.goBack();
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'Settings', exact: true })).toBeVisible();

  await page.getByRole('button', { name: 'Settings', exact: true }).click();
  await expect(page.getByRole('dialog')).toBeVisible();
  await app.escape(page.getByRole('dialog'));
  await page.getByRole('button', { name: first, exact: true }).click();
  await expect(title(app)).toHaveText(first);
  await expect(page).toHaveTitle(`${first} · Inkstone`);
  await waitForDepth(app, 0);
  await page.goBack();
  await expect(title(app)).toHaveText(second);
});

test('Back on the first entry leaves the app as any page', async ({ app }) => {
  await app.page.goto('about:blank');
  await app.open();
  await app.openSample();
  await expect(app.page).toHaveURL(/#library=/);
  await app.page.goBack();
  await expect(app.page).toHaveURL('about:blank');
});
