import { describe, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { deskInUse } from './desk';
import { showApp } from './show-app';

const tooltip = page.getByRole('tooltip');

/** Only what the keyboard brought there shows its tooltip. */
async function tabTo(name: string): Promise<void> {
  const button = page.getByRole('button', { name, exact: true });
  await expect.element(button).toBeVisible();
  for (let steps = 0; steps < 60 && document.activeElement !== button.element(); steps += 1) {
    await userEvent.keyboard('{Tab}');
  }
  await expect.element(button).toHaveFocus();
  await expect.poll(() => document.querySelector('.tooltip')?.textContent).toContain(name);
}

describe('one Escape, while a tooltip is shown,', () => {
  it('closes the dialog that its button is in', async () => {
    await showApp({ desk: deskInUse });
    await page.getByRole('button', { name: 'Settings' }).click();
    const dialog = page.getByRole('dialog', { name: 'Settings' });
    await expect.element(dialog).toBeVisible();
    await tabTo('Close');
    await userEvent.keyboard('{Escape}');
    await expect.element(dialog).not.toBeInTheDocument();
  });

  it('closes the source that its button is in', async () => {
    await showApp({ desk: deskInUse });
    await page.getByRole('button', { name: 'Citation 3: inkstone.md' }).first().click();
    const source = page.getByRole('complementary', { name: 'Source' });
    await expect.element(source).toBeVisible();
    await tabTo('Close source');
    await userEvent.keyboard('{Escape}');
    await expect.element(source).not.toBeInTheDocument();
  });

  it('takes the tooltip away where there is nothing to close', async () => {
    await showApp({ desk: deskInUse });
    await tabTo('Find in all conversations');
    await userEvent.keyboard('{Escape}');
    await expect.element(tooltip).not.toBeInTheDocument();
    await expect.element(page.getByRole('button', { name: 'Find in all conversations' })).toHaveFocus();
  });
});
