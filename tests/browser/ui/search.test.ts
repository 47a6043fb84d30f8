import { describe, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { AppError } from '../../../src/core/app-error';
import type { FoundPassages } from '../../../src/core/search/found-passages';
import { deskInUse } from './desk';
import { makeSource } from './fake-content';
import { showApp } from './show-app';

const field = page.getByRole('combobox', { name: 'Words to find' });
const options = page.getByRole('option');
const source = page.getByRole('complementary', { name: 'Source' });

async function openSearch(options: Parameters<typeof showApp>[0] = {}) {
  const shown = await showApp(options);
  await userEvent.keyboard('{Control>}k{/Control}');
  await expect.element(field).toHaveFocus();
  return shown;
}

function markedIn(element: Element): string[] {
  return [...element.querySelectorAll('mark')].map((mark) => mark.textContent);
}

function activeWords(): string {
  return [...document.querySelectorAll('mark[data-active]')].map((mark) => mark.textContent).join('');
}

describe('the search screen', () => {
  it('opens from the documents and by key, and gives way to where one was on Escape', async () => {
    await showApp();
    const entry = page.getByRole('navigation').getByRole('button', { name: 'Search' });
    await expect.element(entry).toHaveAttribute('aria-keyshortcuts', 'Control+K Meta+K');
    await entry.click();
    await expect.element(field).toHaveFocus();
    await expect.element(entry).toHaveAttribute('aria-current', 'page');
    await userEvent.keyboard('{Escape}');
    await expect.element(field).not.toBeInTheDocument();
    await expect.element(entry).toHaveFocus();
  });

  it('opened over a source closes first on Escape, and a source opened over it before it', async () => {
    await showApp();
    const row = page.getByRole('navigation').getByRole('button', { name: /^inkstone\.md/ });
    await row.click();
    await expect.element(source).toBeVisible();
    await userEvent.keyboard('{Control>}k{/Control}');
    await expect.element(field).toHaveFocus();
    await userEvent.keyboard('{Escape}');
    await expect.element(field).not.toBeInTheDocument();
    await expect.element(source).toBeVisible();
    await userEvent.keyboard('{Escape}');
    await expect.element(source).not.toBeInTheDocument();

    await userEvent.keyboard('{Control>}k{/Control}');
    await expect.element(field).toHaveFocus();
    await row.click();
    await expect.element(source).toBeVisible();
    await userEvent.keyboard('{Escape}');
    await expect.element(source).not.toBeInTheDocument();
    await expect.element(field).toBeVisible();
  });

  it('keeps its words, and selects them when it is opened again', async () => {
    await openSearch();
    await field.fill('stone');
    await userEvent.keyboard('{Escape}');
    await userEvent.keyboard('{Control>}k{/Control}');
    await expect.element(field).toHaveFocus();
    await expect.element(field).toHaveValue('stone');
    const input = field.element() as HTMLInputElement;
    expect([input.selectionStart, input.selectionEnd]).toEqual([0, 5]);
  });

  it('leaves what is read of the conversation in its place', async () => {
    await showApp();
    const messages = document.querySelector('.messages [class*="scroll"]');
    if (!messages) throw new Error('the conversation has no scroller');
    messages.scrollTop = 40;
    await expect.poll(() => messages.scrollTop).toBe(40);
    await userEvent.keyboard('{Control>}k{/Control}');
    await expect.element(field).toHaveFocus();
    await userEvent.keyboard('{Escape}');
    await expect.element(page.getByRole('textbox', { name: 'Question' })).toBeVisible();
    await expect.poll(() => messages.scrollTop).toBe(40);
  });

  it('gives way to the conversation that is chosen', async () => {
    await openSearch();
    await page.getByRole('button', { name: 'When was paper first made from bark?', exact: true }).click();
    await expect.element(field).not.toBeInTheDocument();
    await expect.element(page.getByRole('textbox', { name: 'Question' })).toBeVisible();
  });

  it('is a tab of its own on a phone', async () => {
    await showApp({ width: 390, height: 844 });
    const tabs = page.getByRole('navigation', { name: 'Panes' });
    await tabs.getByRole('button', { name: 'Search' }).click();
    await expect
      .element(tabs.getByRole('button', { name: 'Search' }))
      .toHaveAttribute('aria-current', 'page');
    await field.fill('stone');
    await options.first().click();
    await expect.element(source).toBeVisible();
    await source.getByRole('button', { name: 'Close source' }).click();
    await expect.element(field).toBeVisible();
    await tabs.getByRole('button', { name: 'Chat' }).click();
    await expect.element(page.getByRole('textbox', { name: 'Question' })).toBeVisible();
  });
});

describe('results', () => {
  it('come as one types, with the matched words marked and counted', async () => {
    await openSearch();
    await userEvent.keyboard('dry ink');
    await expect.element(options.first()).toBeVisible();
    await expect.poll(() => markedIn(options.first().element())).toContain('dry ink');
    await expect.element(page.getByText('The 20 best passages')).toBeVisible();
    await field.fill('stick held upright ');
    await expect.element(page.getByText('2 passages')).toBeVisible();
    await expect.poll(() => markedIn(options.nth(1).element())).toEqual(['stick', 'held', 'upright']);
  });

  it('name their document and place', async () => {
    await openSearch();
    await field.fill('periodic holidays');
    await expect.element(options.first()).toBeVisible();
    await expect.element(options.first()).toHaveTextContent(/universal-declaration.*Article 24 › page 2/);
  });

  it('are moved through by arrow keys and opened by Enter, at the words, with the focus kept', async () => {
    await openSearch();
    await field.fill('washed stone');
    await expect.element(options.nth(1)).toBeVisible();
    await expect.element(options.first()).toHaveAttribute('aria-selected', 'true');
    await userEvent.keyboard('{ArrowDown}');
    await expect.element(options.nth(1)).toHaveAttribute('aria-selected', 'true');
    await expect.element(field).toHaveAttribute('aria-activedescendant', options.nth(1).element().id);
    await userEvent.keyboard('{ArrowUp}{ArrowUp}');
    await expect.element(options.first()).toHaveAttribute('aria-selected', 'true');
    await field.fill('coarse ink');
    await expect.poll(() => markedIn(options.first().element())).toContain('coarse ink');
    await userEvent.keyboard('{Enter}');
    await expect.poll(activeWords).toBe('coarse ink');
    await expect.element(field).toHaveFocus();
    await userEvent.keyboard('{Escape}');
    await expect.element(source).not.toBeInTheDocument();
    await expect.element(field).toHaveFocus();
  });

  it('open the sentence that matches best, without a number', async () => {
    await openSearch();
    await field.fill('circles upright ');
    await options.first().click();
    await expect
      .poll(activeWords)
      .toBe(
        'The stick is held upright and moved in slow circles; pressing hard makes coarse ink, and hurrying makes it thin.',
      );
    expect(document.querySelectorAll('aside .seal').length).toBe(0);
  });

  it('of the last words win over those of words before', async () => {
    const { services } = await openSearch();
    const waiting: ((found: FoundPassages) => void)[] = [];
    const find = services.search.find.bind(services.search);
    services.search.find = (query, scope, options) =>
      query === 'tea' ? new Promise((resolve) => waiting.push(resolve)) : find(query, scope, options);
    await field.fill('tea');
    await expect.poll(() => waiting.length).toBe(1);
    await field.fill('paper');
    await expect.poll(() => markedIn(options.first().element())).toContain('paper');
    waiting[0]?.({ hits: [], hasMore: false, milliseconds: 1 });
    await expect.element(page.getByText(/Nothing found/)).not.toBeInTheDocument();
    await expect.element(options.first()).toBeVisible();
  });

  it('are not looked for while characters are being composed', async () => {
    const { services } = await openSearch();
    const input = field.element() as HTMLInputElement;
    input.dispatchEvent(new CompositionEvent('compositionstart'));
    input.value = 'yan';
    input.dispatchEvent(new InputEvent('input', { isComposing: true, bubbles: true }));
    input.value = '砚';
    input.dispatchEvent(new InputEvent('input', { isComposing: true, bubbles: true }));
    input.dispatchEvent(new CompositionEvent('compositionend', { bubbles: true }));
    await expect.poll(() => services.searched).toEqual(['砚']);
  });

  it('are read from all libraries when asked, and then name their library', async () => {
    await openSearch();
    await field.fill('四德');
    await expect.element(page.getByRole('heading', { name: 'Nothing found for “四德”' })).toBeVisible();
    await page.getByRole('button', { name: 'Search all libraries' }).click();
    await expect.element(options.first()).toHaveTextContent(/古文与器物/);
    await expect.poll(() => markedIn(options.first().element())).toEqual(['四德']);
  });
});

describe('the choice of documents', () => {
  const trigger = page.getByRole('button', { name: /^Search in:/ });

  it('narrows the search to those that are ticked', async () => {
    await openSearch();
    await field.fill('ink bark ');
    await trigger.click();
    await page.getByRole('textbox', { name: 'Filter by name', exact: true }).fill('PAPER');
    await expect.element(page.getByRole('checkbox')).toHaveLength(1);
    await userEvent.keyboard('{ArrowDown} ');
    await expect.element(page.getByRole('checkbox')).toBeChecked();
    await userEvent.keyboard('{Escape}');
    await expect.element(page.getByRole('checkbox')).not.toBeInTheDocument();
    await expect.element(field).toBeVisible();
    await expect.element(trigger).toHaveTextContent('1 document');
    await expect.element(options).toHaveLength(1);
  });

  it('stays short with hundreds of documents, and finds each by its name', async () => {
    const many = Array.from({ length: 400 }, (_, i) =>
      makeSource('studio', `letter-${i}.md`, 'markdown', [`Letter ${i}`]),
    );
    await openSearch({ desk: { ...deskInUse, sources: many, unready: [] } });
    await trigger.click();
    await expect.element(page.getByText(/^300 more documents/)).toBeVisible();
    expect(document.querySelectorAll('[role=dialog] [type=checkbox]').length).toBe(100);
    await page.getByRole('textbox', { name: 'Filter by name', exact: true }).fill('letter-399');
    await expect.element(page.getByRole('checkbox', { name: 'letter-399.md' })).toBeVisible();
  });
});

describe('when a search cannot answer', () => {
  it('what failed is said in words, and can be tried again', async () => {
    const { services } = await openSearch();
    const find = services.search.find.bind(services.search);
    services.search.find = () => Promise.reject(new AppError('worker-crashed'));
    await field.fill('stone');
    await expect.element(page.getByText('The search did not work.')).toBeVisible();
    services.search.find = find;
    await page.getByRole('button', { name: 'Try again' }).click();
    await expect.element(options.first()).toBeVisible();
  });

  it('the words are asked instead, in a new conversation', async () => {
    const { services } = await openSearch();
    await field.fill('zebra');
    await expect.element(page.getByRole('heading', { name: 'Nothing found for “zebra”' })).toBeVisible();
    await userEvent.keyboard('{Control>}{Enter}{/Control}');
    await expect.element(field).not.toBeInTheDocument();
    await expect.poll(() => services.asked).toEqual(['zebra']);
    await expect.element(page.getByRole('heading', { level: 1, name: 'zebra' })).toBeVisible();
    services.finish();
  });

  it('says that documents are still being imported, and finds them once they are ready', async () => {
    const { services } = await openSearch();
    await field.fill('stone');
    await expect.element(page.getByText(/documents are still being imported/)).toBeVisible();
    await expect.element(options.first()).toBeVisible();
    const before = services.searched.length;
    services.settle('studio/lecture-notes-week-7.pdf', { status: 'ready' });
    await expect.poll(() => services.searched.length).toBe(before + 1);
  });
});
