import { afterEach, describe, expect, it, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { AppError } from '../../../src/core/app-error';
import { deskInUse, emptyDesk } from './desk';
import { resting } from './resting';
import { showApp } from './show-app';

const dialog = page.getByRole('dialog');

afterEach(() => {
  vi.restoreAllMocks();
});

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

describe('a button', () => {
  it('that says how answers are made is a target for a finger on a phone', async () => {
    await showApp({ width: 390, height: 844 });
    const button = page.getByRole('button', { name: /^Answers: / });
    const { height, bottom } = button.element().getBoundingClientRect();
    expect(height).toBeGreaterThanOrEqual(40);
    const header = button.element().closest('header')?.getBoundingClientRect();
    expect(bottom).toBeLessThanOrEqual(header?.bottom ?? 0);
  });

  it.each([1440, 390])('of an empty library stands apart from its words, %i px wide', async (width) => {
    const [library] = deskInUse.libraries;
    await showApp({ width, desk: { ...emptyDesk, libraries: library ? [library] : [] } });
    const main = page.getByRole('main');
    const button = main.getByRole('button', { name: 'Add documents' });
    await expect.element(button).toBeVisible();
    const { top } = button.element().getBoundingClientRect();
    const above =
      [...document.querySelectorAll('main .column p')].at(-1)?.getBoundingClientRect().bottom ?? top;
    expect(top - above).toBeGreaterThanOrEqual(16);
  });
});

describe('a notice', () => {
  it.each([1440, 390])(
    'moves nothing, and covers neither the question nor what stands at the lower edge, %i px wide',
    async (width) => {
      const { services, screen } = await showApp({ width, height: 844 });
      const questionTop = () =>
        screen.getByRole('textbox', { name: 'Question' }).element().getBoundingClientRect().top;
      // A long conversation opens at its end.
      const scrolled = () => document.querySelector('.scroller')?.scrollTop ?? 0;
      await expect.poll(scrolled).toBeGreaterThan(0);
      const scrolledBefore = await resting(scrolled);
      const before = questionTop();
      const notices = document.querySelector('.notices');
      const covered = () => {
        const area = notices?.getBoundingClientRect();
        if (!area || area.height === 0) return ['no notice'];
        const edge = '.composer, nav[aria-label="Panes"], nav > .pane > footer, header';
        return [...document.querySelectorAll<HTMLElement>(`:is(${edge}) :is(button, a, textarea)`)]
          .filter((control) => control.checkVisibility({ visibilityProperty: true }))
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
        // What the first of them told lies over the list now, where it cannot be scrolled.
        const more = screen.getByRole('button', { name: /^More for When was paper/ });
        (more.element() as HTMLElement).focus();
        await userEvent.keyboard('{Enter}');
        await screen.getByRole('menuitem', { name: item }).click();
      }
      await expect.element(screen.getByRole('button', { name: 'Undo' })).toBeVisible();
      await expect.poll(covered).toEqual([]);
      if (width < 760) await screen.getByRole('button', { name: 'Chat', exact: true }).click();
      await expect.element(screen.getByRole('textbox', { name: 'Question' })).toBeVisible();
      await expect.poll(covered).toEqual([]);
      const { innerWidth, innerHeight } = window;
      const area = notices?.getBoundingClientRect();
      expect(area && area.left >= 0 && area.right <= innerWidth && area.bottom <= innerHeight).toBe(true);
      await expect.poll(questionTop).toBe(before);
      // A phone laid the conversation out anew when it came back to it.
      if (width >= 760) expect(scrolled()).toBe(scrolledBefore);
      // The end of the conversation can be scrolled clear of it.
      const scroller = document.querySelector('.scroller');
      scroller?.scrollTo({ top: scroller.scrollHeight });
      const end = () =>
        document.querySelector('.scroller > ol > :last-child')?.getBoundingClientRect().bottom;
      await expect.poll(() => (end() ?? Infinity) <= (area?.top ?? 0)).toBe(true);
      await screen.getByRole('button', { name: 'Dismiss' }).last().click();
      await userEvent.unhover(document.body);
      // What was done is told for some seconds.
      await expect.poll(() => notices?.getBoundingClientRect().height, { timeout: 20_000 }).toBe(0);
    },
  );
});
