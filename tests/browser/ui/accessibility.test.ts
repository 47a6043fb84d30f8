import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { emptyDesk } from './desk';
import { showApp } from './show-app';
import { violations } from './violations';

function pageOverflow(): number {
  return document.documentElement.scrollWidth - window.innerWidth;
}

// What fades or slides in has another colour and place until it is there.
const still = document.createElement('style');
still.textContent = '*, ::before, ::after { animation: none !important; transition: none !important; }';

beforeAll(() => {
  document.head.append(still);
});

afterAll(() => {
  still.remove();
});

const looks = [
  { theme: 'light', locale: 'en' },
  { theme: 'light', locale: 'zh' },
  { theme: 'dark', locale: 'en' },
  { theme: 'dark', locale: 'zh' },
] as const;

describe.each(looks)('in the $theme theme, in $locale', (settings) => {
  it('axe finds nothing on the first visit', async () => {
    const { services } = await showApp({ desk: emptyDesk, settings });
    services.setStartup({ status: 'starting', loadedBytes: 1e6, totalBytes: 12e6 });
    await expect.element(page.getByRole('progressbar')).toBeVisible();
    expect(await violations()).toEqual([]);
  });

  it('axe finds nothing with a conversation and a source open', async () => {
    const { screen } = await showApp({ settings });
    await screen
      .getByRole('button', { name: /^(Citation|引用) 1/ })
      .first()
      .click();
    await expect.element(screen.getByRole('separator')).toBeVisible();
    await expect.poll(() => document.querySelector('[data-active]')).not.toBeNull();
    expect(await violations()).toEqual([]);
  });

  it('axe finds nothing with two sources open, one searched through and its contents shown', async () => {
    const { screen } = await showApp({ settings });
    await screen.getByRole('button', { name: /^A short history/ }).click();
    await screen
      .getByRole('button', { name: /^(Citation|引用) 1/ })
      .first()
      .click();
    await expect.element(screen.getByRole('tab', { selected: true })).toBeVisible();
    await screen.getByRole('button', { name: /^(Search in this document|在文档中查找)$/ }).click();
    await screen.getByRole('textbox', { name: /^(Search in this document|在文档中查找)$/ }).fill('stone');
    await expect.poll(() => document.querySelector('[data-hit="current"]')).not.toBeNull();
    await screen.getByRole('button', { name: /^(Contents|目录)$/ }).click();
    await expect.element(screen.getByRole('treeitem').first()).toBeVisible();
    expect(await violations()).toEqual([]);
  });

  it('axe finds nothing where a question is asked of chosen documents', async () => {
    const { screen, services } = await showApp({ settings });
    await screen.getByRole('button', { name: /^(Answer from|回答依据)/ }).click();
    await screen.getByRole('checkbox').first().click();
    expect(await violations()).toEqual([]);
    await userEvent.keyboard('{Escape}');
    await screen.getByRole('textbox', { name: /^(Question|问题)$/ }).fill('How?');
    await userEvent.keyboard('{Enter}');
    services.finish();
    await expect.element(screen.getByText(/^(Asked of 1 document: |提问范围：1 份文档，)/)).toBeVisible();
    expect(await violations()).toEqual([]);
  });

  it('axe finds nothing on the search screen, whatever it shows', async () => {
    const { screen } = await showApp({ settings });
    await userEvent.keyboard('{Control>}k{/Control}');
    const field = screen.getByRole('combobox');
    await expect.element(field).toBeVisible();
    expect(await violations()).toEqual([]);
    await field.fill('stone');
    await expect.element(screen.getByRole('option', { selected: true })).toBeVisible();
    expect(await violations()).toEqual([]);
    await screen.getByRole('button', { name: /^(Search in|查找范围)/ }).click();
    await expect.element(screen.getByRole('checkbox').first()).toBeVisible();
    expect(await violations()).toEqual([]);
    await userEvent.keyboard('{Escape}');
    await field.fill('zebra');
    await expect.element(screen.getByRole('heading', { name: /zebra/ })).toBeVisible();
    expect(await violations()).toEqual([]);
  });

  it('axe finds nothing in the details of a document, and where its splitting is chosen', async () => {
    const { screen } = await showApp({ settings });
    await screen.getByRole('button', { name: /^(More for inkstone\.md|“inkstone\.md”)/ }).click();
    await screen.getByRole('menuitem', { name: /^(Details|详情)$/ }).click();
    await expect.element(screen.getByRole('button', { name: /^(Passage 1|第 1 段)/ })).toBeVisible();
    expect(await violations()).toEqual([]);
    await screen.getByRole('button', { name: /^(Change how it is split|更改划分方式)/ }).click();
    await expect.element(screen.getByRole('article').first()).toBeVisible();
    expect(await violations()).toEqual([]);
  });

  it('axe finds nothing in menus and dialogs', async () => {
    const { screen } = await showApp({ settings });
    await screen.getByRole('button', { name: /^(Library: |资料库：)The writing room/ }).click();
    const last = screen.getByRole('menuitem').last();
    await expect.element(last).toBeVisible();
    expect(await violations()).toEqual([]);
    await last.click();
    await expect.element(screen.getByRole('alertdialog')).toBeVisible();
    expect(await violations()).toEqual([]);
  });
});

describe.each([360, 390, 768, 1440])('at %i px', (width) => {
  it('nothing makes the page scroll sideways', async () => {
    const { screen } = await showApp({ width, height: 844 });
    expect(pageOverflow()).toBe(0);
    await screen
      .getByRole('button', { name: /^Citation 1/ })
      .first()
      .click();
    await expect.poll(() => document.querySelector('[data-active]')).not.toBeNull();
    expect(pageOverflow()).toBe(0);
  });

  it('a search does not make the page scroll sideways', async () => {
    const { screen } = await showApp({ width, height: 844 });
    await userEvent.keyboard('{Control>}k{/Control}');
    await screen.getByRole('combobox').fill('stone');
    await expect.element(screen.getByRole('option').first()).toBeVisible();
    expect(pageOverflow()).toBe(0);
  });

  it('the first visit does not make the page scroll sideways', async () => {
    await showApp({ width, height: 844, desk: emptyDesk, settings: { locale: 'zh' } });
    expect(pageOverflow()).toBe(0);
  });
});

it('says the language of the page, and follows the settings', async () => {
  const { services } = await showApp({ settings: { locale: 'zh', theme: 'dark' } });
  expect(document.documentElement.lang).toBe('zh-CN');
  expect(getComputedStyle(document.documentElement).backgroundColor).toBe('rgb(21, 23, 26)');
  await services.settings.update({ locale: 'en', theme: 'light' });
  await expect.poll(() => document.documentElement.lang).toBe('en');
  expect(getComputedStyle(document.documentElement).backgroundColor).toBe('rgb(250, 248, 243)');
  await expect.element(page.getByRole('button', { name: 'Add documents' })).toBeVisible();
});
