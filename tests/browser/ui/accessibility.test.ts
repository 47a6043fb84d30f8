import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { en } from '../../../src/i18n/en';
import { zh } from '../../../src/i18n/zh';
import { emptyDesk, inkstone, paper, type Desk } from './desk';
import { showApp } from './show-app';
import { suggestingDesk } from './suggesting-desk';
import { violations } from './violations';

vi.setConfig({ testTimeout: 60_000 });

/** Documents with tags, questions to ask, and what was found beside what is cited. */
const fullDesk: Desk = {
  ...suggestingDesk,
  sources: suggestingDesk.sources.map((source) =>
    source.document.id === inkstone.document.id || source.document.id === paper.document.id
      ? { ...source, document: { ...source.document, tags: ['craft', '文房'] } }
      : source,
  ),
};

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
  const t = settings.locale === 'zh' ? zh : en;

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

  it('axe finds nothing around an answer, nor where a conversation begins', async () => {
    const { screen } = await showApp({ desk: fullDesk, settings });
    await expect.element(screen.getByRole('group', { name: t.chat.followUps })).toBeVisible();
    await screen.getByText(t.citation.also(3), { exact: true }).click();
    await expect
      .element(screen.getByRole('button', { name: /^inkstone\.md\s*Mi Fu described/ }))
      .toBeVisible();
    expect(await violations()).toEqual([]);

    await screen.getByRole('button', { name: t.chat.trace.open }).last().click();
    await expect.element(screen.getByRole('dialog', { name: t.chat.trace.open })).toBeVisible();
    expect(await violations()).toEqual([]);
    await userEvent.keyboard('{Escape}');

    await screen.getByRole('button', { name: t.chat.edit }).last().click();
    await expect.element(screen.getByRole('textbox', { name: t.chat.editLabel })).toHaveFocus();
    expect(await violations()).toEqual([]);
    await userEvent.keyboard('{Escape}');

    await screen.getByRole('button', { name: t.conversations.new }).first().click();
    await expect.element(screen.getByRole('list', { name: t.chat.suggestions })).toBeVisible();
    expect(await violations()).toEqual([]);
  });

  it('axe finds nothing in a note that is written, read and quoted from', async () => {
    const { screen } = await showApp({ settings });
    await screen.getByRole('button', { name: t.notes.startNew }).click();
    const field = screen.getByRole('textbox', { name: t.notes.textOf(t.notes.untitled) });
    await expect.element(field).toHaveFocus();
    await userEvent.keyboard('Grinding{Enter}{Enter}Slowly, with water.');
    expect(await violations()).toEqual([]);
    await screen.getByText(t.notes.read, { exact: true }).click();
    const words = screen.getByRole('complementary').getByText('Slowly, with water.');
    await expect.element(words).toBeVisible();
    expect(await violations()).toEqual([]);
    await expect
      .poll(() => {
        document.getSelection()?.selectAllChildren(words.element());
        return screen.getByRole('group', { name: t.source.selection.title }).query();
      })
      .not.toBeNull();
    expect(await violations()).toEqual([]);
    await screen.getByRole('button', { name: t.notes.only }).click();
    await expect.element(screen.getByRole('button', { name: t.notes.only, pressed: true })).toBeVisible();
    expect(await violations()).toEqual([]);
  });

  it('axe finds nothing where tags are shown, chosen and written', async () => {
    const { screen } = await showApp({ desk: fullDesk, settings });
    await screen.getByRole('button', { name: t.tags.filter }).click();
    await screen.getByRole('checkbox', { name: t.tags.tagOf('craft', 2) }).click();
    expect(await violations()).toEqual([]);
    await userEvent.keyboard('{Escape}');
    await expect.element(screen.getByRole('button', { name: t.tags.showAll('craft') })).toBeVisible();
    expect(await violations()).toEqual([]);
    await screen.getByRole('button', { name: t.tags.tagShown(2) }).click();
    await expect.element(screen.getByRole('combobox')).toHaveFocus();
    expect(await violations()).toEqual([]);
    await userEvent.keyboard('{Escape}');
    await screen.getByRole('button', { name: /^(Answer from|回答依据)/ }).click();
    await screen
      .getByRole('dialog')
      .getByRole('checkbox', { name: t.tags.tagOf('craft', 2) })
      .click();
    expect(await violations()).toEqual([]);
  });

  it('axe finds nothing on the pages of a PDF', async () => {
    const { screen, services } = await showApp({ settings });
    services.sources.bytes = async () =>
      (await fetch('/sample/en/universal-declaration-of-human-rights.pdf')).blob();
    await screen.getByRole('button', { name: /^universal-declaration/ }).click();
    await expect
      .poll(() => screen.getByRole('complementary').query()?.querySelector('canvas'), { timeout: 20_000 })
      .toBeTruthy();
    expect(await violations()).toEqual([]);
  });

  it('axe finds nothing in the settings, the models, the shortcuts and the palette', async () => {
    const { screen } = await showApp({ settings });
    for (const [keys, name] of [
      ['{Alt>}{Shift>}e{/Shift}{/Alt}', t.settings.title],
      ['?', t.shortcuts.title],
      ['{Control>}{Shift>}p{/Shift}{/Control}', t.palette.title],
    ] as const) {
      await userEvent.keyboard(keys);
      const dialog = screen.getByRole('dialog', { name });
      await expect.poll(() => dialog.query()?.querySelector('input, kbd'), { timeout: 20_000 }).toBeTruthy();
      expect(await violations()).toEqual([]);
      await userEvent.keyboard('{Escape}');
      await expect.element(dialog).not.toBeInTheDocument();
    }
    await screen.getByRole('button', { name: t.models.open, exact: true }).click();
    await expect.element(screen.getByRole('dialog').getByText('SmolLM2 360M')).toBeVisible();
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
