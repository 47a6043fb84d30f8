import { describe, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { showApp } from './show-app';
import { violations } from './violations';

async function press(keys: string) {
  await userEvent.keyboard(keys);
}

const palette = () => page.getByRole('combobox', { name: /^(Command or name|命令或名称)$/ });

async function openPalette() {
  await press('{Control>}{Shift>}P{/Shift}{/Control}');
  await expect.element(palette()).toHaveFocus();
}

describe('the shortcuts', () => {
  it('are listed on ?, but not while a question is being written', async () => {
    const { screen } = await showApp();
    const question = screen.getByRole('textbox', { name: 'Question' });
    await question.click();
    await press('why?');
    await expect.element(question).toHaveValue('why?');
    await expect.element(screen.getByRole('dialog')).not.toBeInTheDocument();
    await screen.getByRole('heading', { level: 1 }).first().click();
    await press('?');
    await expect.element(screen.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible();
    await expect.element(screen.getByText('Copy the last answer')).toBeVisible();
    expect(document.querySelectorAll('[role="dialog"] kbd').length).toBeGreaterThan(20);
  });

  it('can be seen from the settings, and lead back to them', async () => {
    const { screen } = await showApp({ settings: { locale: 'zh' } });
    await press('{Alt>}{Shift>}E{/Shift}{/Alt}');
    await screen.getByRole('dialog').getByRole('button', { name: '查看' }).click();
    await expect.element(screen.getByRole('dialog', { name: '键盘快捷键' })).toBeVisible();
    await press('{Escape}');
    await expect.element(screen.getByRole('dialog', { name: '设置' })).toBeVisible();
    await press('{Escape}');
    await expect.element(screen.getByRole('dialog')).not.toBeInTheDocument();
  });

  it('go through the conversations, and leave what is written alone', async () => {
    const { screen } = await showApp();
    const title = screen.getByRole('main').getByRole('heading', { level: 1 });
    await expect.element(title).toHaveTextContent('How should ink be ground');
    await press('{Alt>}{ArrowDown}{/Alt}');
    await expect.element(title).toHaveTextContent('When was paper first made');
    const question = screen.getByRole('textbox', { name: 'Question' });
    await question.fill('half a question');
    await question.click();
    await press('{Alt>}{ArrowUp}{/Alt}');
    await expect.element(title).toHaveTextContent('When was paper first made');
    await question.fill('');
    await press('{Alt>}{ArrowUp}{/Alt}');
    await expect.element(title).toHaveTextContent('How should ink be ground');
  });

  it('lead to the documents and to the source, and back', async () => {
    const { screen } = await showApp();
    await expect.element(screen.getByRole('button', { name: /^Citation 1/ }).first()).toBeVisible();
    await press('{Alt>}{Shift>}D{/Shift}{/Alt}');
    await expect.element(screen.getByRole('button', { name: /^inkstone\.md/ })).toHaveFocus();
    const source = screen.getByRole('complementary', { name: 'Source' });
    await press('{Alt>}{Shift>}S{/Shift}{/Alt}');
    await expect.element(source).toBeVisible();
    await press('{Alt>}{Shift>}S{/Shift}{/Alt}');
    await expect.element(source).not.toBeInTheDocument();
  });
});

describe('the command palette', () => {
  it('opens a document by a few letters, and gives the focus back on Escape', async () => {
    const { screen } = await showApp();
    const question = screen.getByRole('textbox', { name: 'Question' });
    await question.click();
    await openPalette();
    await press('{Escape}');
    await expect.element(question).toHaveFocus();
    await openPalette();
    await press('udhr');
    const selected = screen.getByRole('option', { selected: true });
    await expect.element(selected).toHaveTextContent('universal-declaration-of-human-rights.pdf');
    expect(document.querySelector('[role="combobox"]')?.getAttribute('aria-activedescendant')).toBe(
      document.querySelector('[role="option"][aria-selected="true"]')?.id,
    );
    await press('{Enter}');
    await expect.element(palette()).not.toBeInTheDocument();
    await expect
      .element(screen.getByRole('complementary', { name: 'Source' }).getByRole('heading').first())
      .toHaveTextContent('universal-declaration-of-human-rights.pdf');
  });

  it('moves through what it found by arrow keys, round its ends', async () => {
    const { screen } = await showApp();
    await openPalette();
    await press('ink');
    const options = () => [...document.querySelectorAll('[role="option"]')];
    const selected = () => options().findIndex((option) => option.getAttribute('aria-selected') === 'true');
    await expect.poll(() => options().length).toBe(2);
    await press('{ArrowDown}');
    await expect.poll(selected).toBe(1);
    await press('{ArrowDown}');
    await expect.poll(selected).toBe(0);
    await press('zebra');
    await expect
      .element(screen.getByRole('dialog').getByText('Nothing has that name.').first())
      .toBeVisible();
  });

  it('does what the buttons do, and remembers what was used last', async () => {
    const { screen } = await showApp({ settings: { theme: 'light' } });
    await openPalette();
    await press('appearance dark{Enter}');
    await expect.poll(() => document.documentElement.dataset['theme']).toBe('dark');
    await openPalette();
    await expect
      .element(screen.getByRole('group', { name: 'Used last' }))
      .toHaveTextContent('Appearance: Dark');
    await press('new conv{Enter}');
    await expect.element(screen.getByRole('textbox', { name: 'Question' })).toHaveFocus();
    await expect
      .element(screen.getByRole('main').getByRole('heading', { level: 1 }))
      .toHaveTextContent('New');
    await openPalette();
    await press('古文{Enter}');
    await expect.element(screen.getByRole('button', { name: /^Library: 古文与器物/ })).toBeVisible();
  });

  it('opens a screen from which the focus comes back', async () => {
    const { screen } = await showApp();
    const question = screen.getByRole('textbox', { name: 'Question' });
    await question.click();
    await openPalette();
    await press('models{Enter}');
    await expect.element(screen.getByRole('dialog', { name: 'Models' })).toBeVisible();
    await press('{Escape}');
    await expect.element(question).toHaveFocus();
  });

  it('lets characters be composed before it chooses', async () => {
    await showApp();
    await openPalette();
    document
      .querySelector('[role="combobox"]')
      ?.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', isComposing: true, bubbles: true }));
    await expect.element(palette()).toBeVisible();
  });

  it.each(['en', 'zh'] as const)('has nothing for axe to find, in %s', async (locale) => {
    await showApp({ settings: { locale, theme: locale === 'zh' ? 'dark' : 'light' } });
    await openPalette();
    expect(await violations()).toEqual([]);
    await press('{Escape}');
    await expect.element(palette()).not.toBeInTheDocument();
    await press('?');
    // The field of the question has no focus here.
    await expect.element(page.getByRole('dialog')).toBeVisible();
    await expect.poll(() => document.querySelectorAll('kbd').length).toBeGreaterThan(20);
    expect(await violations()).toEqual([]);
  });
});
