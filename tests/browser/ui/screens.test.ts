import { describe, expect, it, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { AppError } from '../../../src/core/app-error';
import { showApp } from './show-app';

const dialog = page.getByRole('dialog');

async function open(name: 'Settings') {
  const trigger = page.getByRole('button', { name, exact: true });
  await trigger.click();
  await expect.element(dialog.getByRole('heading', { name })).toBeVisible();
  return trigger;
}

describe('settings', () => {
  it('change the theme at once', async () => {
    const { services } = await showApp();
    await open('Settings');
    await dialog.getByText('Dark', { exact: true }).click();
    await expect.poll(() => document.documentElement.dataset['theme']).toBe('dark');
    expect(getComputedStyle(document.documentElement).backgroundColor).toBe('rgb(21, 23, 26)');
    expect(services.settingsNow.theme).toBe('dark');
  });

  it('change the language of everything, and of the document', async () => {
    await showApp();
    await open('Settings');
    await dialog.getByText('中文', { exact: true }).click();
    await expect.element(dialog.getByRole('heading', { name: '设置' })).toBeVisible();
    await expect.poll(() => document.documentElement.lang).toBe('zh-CN');
    await userEvent.keyboard('{Escape}');
    await expect.element(page.getByRole('textbox', { name: '问题' })).toBeVisible();
  });

  it('choose the engine by arrow keys', async () => {
    const { services } = await showApp();
    await open('Settings');
    const engines = dialog.getByRole('radiogroup', { name: 'Answers' });
    const automatic = engines.getByRole('radio', { name: 'Automatic' });
    await expect.element(automatic).toBeVisible();
    (automatic.element() as HTMLElement).focus();
    await userEvent.keyboard('{ArrowRight}');
    await expect.poll(() => services.settingsNow.engine).toBe('extractive');
    await expect.element(dialog.getByText('Always quoted word for word from your documents.')).toBeVisible();
  });

  it('give the focus back when they are closed', async () => {
    await showApp();
    const trigger = await open('Settings');
    await userEvent.keyboard('{Escape}');
    await expect.element(dialog).not.toBeInTheDocument();
    await expect.element(trigger).toHaveFocus();
  });
});

describe('a notice', () => {
  it.each([1440, 390])(
    'covers nothing that can be pressed, and gives its room back, %i px wide',
    async (width) => {
      const { services, screen } = await showApp({ width, height: 844 });
      const appHeight = () => document.querySelector('.app')?.clientHeight;
      const before = appHeight();
      const notices = document.querySelector('.notices');
      const covered = () => {
        const area = notices?.getBoundingClientRect();
        if (!area || area.height === 0) return ['no notice'];
        return [...document.querySelectorAll<HTMLElement>('button, a, input, textarea, [tabindex="0"]')]
          .filter(
            (control) => !notices?.contains(control) && control.checkVisibility({ visibilityProperty: true }),
          )
          .filter((control) => {
            const { top, bottom, left, right, height } = control.getBoundingClientRect();
            const isInside = top < area.bottom && bottom > area.top && left < area.right && right > area.left;
            // What is scrolled away lies below the edge of its list.
            const x = Math.min(right, area.right) - 1;
            const isSeen = document.elementsFromPoint(x, Math.max(top, area.top) + 1).includes(control);
            return height > 0 && isInside && isSeen;
          })
          .map((control) => control.ariaLabel ?? control.textContent);
      };
      vi.spyOn(services.conversations, 'pin').mockRejectedValue(new AppError('storage-failed'));
      if (width < 760) await screen.getByRole('button', { name: 'Documents', exact: true }).click();
      for (const item of ['Pin to the top', 'Delete']) {
        await screen.getByRole('button', { name: /^More for When was paper/ }).click();
        await screen.getByRole('menuitem', { name: item }).click();
      }
      await expect.element(screen.getByRole('button', { name: 'Undo' })).toBeVisible();
      await expect.poll(covered).toEqual([]);
      if (width < 760) await screen.getByRole('button', { name: 'Chat', exact: true }).click();
      await expect.element(screen.getByRole('textbox', { name: 'Question' })).toBeVisible();
      expect(covered()).toEqual([]);
      expect(appHeight()).toBeLessThan(before ?? 0);
      await screen.getByRole('button', { name: 'Dismiss' }).first().click();
      await screen.getByRole('button', { name: 'Dismiss' }).click();
      await expect.poll(appHeight).toBe(before);
    },
  );
});
