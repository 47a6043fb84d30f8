import { expect, test } from './fixtures';

/** Longer than a timer of the watch over a silent engine may be late for want of the processor alone. */
const frozenMs = 8000;
/** Longer than the app is patient with an engine that is silent before its first word: by then it has started it anew. */
const firstWordsMs = 240_000;

/** The made model writes one word without end. */
const firstLetters = 12;

test('an answer in a page that is frozen in the background goes on when the page is back', async ({
  app,
}) => {
  test.setTimeout(600_000);
  const { page } = app;
  await app.open();
  await app.waitUntilIsolated();
  await app.openSample();
  const row = await app.addMadeModel();
  await app.closeModels();

  const devTools = await page.context().newCDPSession(page);
  await app.ask('Who described 26 kinds of stone in the History of Inkstones?');
  // Looked for in every frame: a small model writes all it has to say in a few seconds.
  const firstWords = await page.waitForFunction(
    (letters) => {
      const text = document.querySelector('.answer-text')?.textContent.trim() ?? '';
      return text.length >= letters && text;
    },
    firstLetters,
    { timeout: firstWordsMs },
  );
  const frozenAt = performance.now();
  await devTools.send('Page.setWebLifecycleState', { state: 'frozen' });
  // A frozen page tells nothing: how long it stays so is what is tried here.
  await new Promise((resolve) => setTimeout(resolve, frozenMs));
  await devTools.send('Page.setWebLifecycleState', { state: 'active' });
  const frozenFor = performance.now() - frozenAt;

  const before = (await firstWords.jsonValue()) || '';
  const answer = app.answer(1);
  const written = async (): Promise<string> =>
    ((await answer.locator('.answer-text').textContent()) ?? '').trim();
  const back = await written();
  const readAfter = performance.now() - frozenAt - frozenFor;
  await expect(answer).toHaveAttribute('data-status', 'complete', { timeout: 240_000 });
  const lengths = [before, back, await written()].map(({ length }) => length);
  console.log(
    `frozen for ${(frozenFor / 1000).toFixed(1)} s; characters before, ${readAfter.toFixed(0)} ms after it, and complete: ${lengths.join(', ')}`,
  );
  // It has gone on after what was there.
  expect(before.length).toBeGreaterThanOrEqual(firstLetters);
  expect((await written()).slice(0, before.length)).toBe(before);
  expect((await written()).length).toBeGreaterThan(before.length);
  await expect(page.getByText('Written by random')).toBeVisible();
  // It was the page that stood still, and not the model that was lost.
  await expect(page.getByText(/lost in the middle/)).toHaveCount(0);
  await page.getByRole('button', { name: 'Models', exact: true }).click();
  await expect(row).toContainText('Answering');
  await expect(row).not.toContainText(/lost/i);
});
