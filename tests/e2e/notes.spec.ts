import type { JSHandle } from '@playwright/test';
import type { AppPage } from './app-page';
import { expect, test } from './fixtures';

const field = (app: AppPage) => app.page.getByRole('textbox', { name: /^Text of/ });
const status = (app: AppPage) => app.page.locator('.status[data-status]');

async function startNote(app: AppPage): Promise<void> {
  await app.open();
  await app.openSample();
  await app.page.getByRole('button', { name: 'New note' }).click();
  await expect(field(app)).toBeFocused();
}

/** What is told of the note from now on, whenever it changes. */
function toldOf(app: AppPage): Promise<JSHandle<string[]>> {
  return status(app).evaluateHandle((element) => {
    const sequence: string[] = [];
    new MutationObserver(() => {
      const told = `${element.getAttribute('data-status') ?? ''}: ${element.textContent}`;
      if (told !== sequence.at(-1)) sequence.push(told);
    }).observe(element, { attributes: true, childList: true, subtree: true, characterData: true });
    return sequence;
  });
}

test('the last words of a note are there after a reload that follows the last key', async ({ app }) => {
  await startNote(app);
  await app.page.keyboard.type('Grinding');
  await expect(status(app)).toHaveText('Saved');
  await app.page.keyboard.type(' ink slowly');
  await app.page.reload();
  await expect(app.page.getByText('Grinding ink slowly').last()).toBeVisible();
});

test('a note that was just begun is there after a reload that follows the last key', async ({ app }) => {
  await startNote(app);
  await app.page.keyboard.type('Stones');
  await app.page.reload();
  await expect(app.page.getByRole('heading', { name: 'Stones' }).first()).toBeVisible();
});

test('a note is said to be saved as soon as its words are kept', async ({ app }) => {
  await startNote(app);
  await app.page.keyboard.type('Grinding');
  await expect(status(app)).toHaveText('Saved');
  const told = await toldOf(app);
  await app.page.keyboard.type(' ink');
  // Before a version of it is stored, which takes a longer rest.
  const first = ['changed: Saving…', 'changed: Saved'];
  await expect.poll(() => told.evaluate((sequence) => sequence.slice(0, 2))).toEqual(first);
});

test('formulas and diagrams of a stored note are drawn', async ({ app }) => {
  await startNote(app);
  const lines = [
    'Energy',
    '',
    'It is $E=mc^2$, and',
    '',
    '$$',
    'a^2 + b^2',
    '$$',
    '',
    '```mermaid',
    'graph TD',
    '  Ink --> Stone',
    '```',
  ];
  await field(app).fill(`# ${lines.join('\n')}\n`);
  await field(app).press('Control+s');
  await expect(app.page.getByRole('button', { name: /^Energy.*1 passage/ })).toBeVisible();
  await app.page.getByText('Read', { exact: true }).click();
  const note = app.page.locator('[data-section]').last().locator('..');
  await expect(note.locator('.formula math')).toHaveCount(2);
  await expect(note.locator('.diagram svg')).toBeVisible();
});
