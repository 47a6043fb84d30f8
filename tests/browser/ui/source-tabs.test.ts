import { afterEach, describe, expect, it, vi } from 'vitest';
import { cleanup } from 'vitest-browser-svelte';
import { page, userEvent } from 'vitest/browser';
import { pdfFile } from '../../fixtures/pdf-file';
import { declaration, deskInUse, inkstone, longDocument, paper, type Desk } from './desk';
import { paragraphInSight, scrollText } from './scroll-text';
import { showApp } from './show-app';

// The first PDF of a run waits for its library; a busy machine is no failure.
vi.setConfig({ testTimeout: 60_000 });

const source = page.getByRole('complementary', { name: 'Source' });
const desk: Desk = { ...deskInUse, sources: [inkstone, longDocument, declaration, paper], unready: [] };

async function open(name: RegExp) {
  await page.getByRole('list', { name: 'Documents' }).getByRole('button', { name }).first().click();
}

function tabNames(): string[] {
  return [...document.querySelectorAll('[role="tab"]')].map((tab) => tab.textContent.trim());
}

const bookText = source.getByRole('region', { name: 'Text of a-long-book.md' });

afterEach(() => {
  vi.unstubAllGlobals();
});

/** Tells of what comes into sight only when what is shown would be at rest. */
class LateObserver extends IntersectionObserver {
  constructor(tell: IntersectionObserverCallback, options: IntersectionObserverInit) {
    super((entries, observer) => {
      void (async () => {
        for (let frames = 0; frames < 12; frames += 1)
          await new Promise((resolve) => requestAnimationFrame(resolve));
        tell(entries, observer);
      })();
    }, options);
  }
}

describe('open documents', () => {
  it('stand in a row of tabs as soon as there are two, each once', async () => {
    await showApp({ desk });
    await open(/^inkstone\.md/);
    await expect.element(source.getByRole('heading', { name: 'inkstone.md' })).toBeVisible();
    expect(tabNames()).toEqual([]);
    await open(/^a-long-book\.md/);
    await expect.poll(tabNames).toEqual(['inkstone.md', 'a-long-book.md']);
    await page.getByRole('button', { name: 'Citation 1: inkstone.md' }).first().click();
    await expect
      .element(source.getByRole('tab', { name: 'inkstone.md' }))
      .toHaveAttribute('aria-selected', 'true');
    expect(tabNames()).toEqual(['inkstone.md', 'a-long-book.md']);
    await expect.element(source.getByRole('tabpanel', { name: 'inkstone.md' })).toBeVisible();
  });

  it.each([
    ['soon', IntersectionObserver],
    ['late', LateObserver],
  ])('keep the place where they were left, and are drawn there %s', async (_when, Observer) => {
    await showApp({ desk });
    await open(/^a-long-book\.md/);
    await expect.element(bookText).toBeVisible();
    // Where only a part of a section is above the edge.
    await scrollText(bookText.element(), 20_700);
    const before = paragraphInSight(bookText.element()) ?? 0;
    expect(before).toBeGreaterThan(50);
    await open(/^inkstone\.md/);
    await expect.element(source.getByRole('region', { name: 'Text of inkstone.md' })).toBeVisible();
    vi.stubGlobal('IntersectionObserver', Observer);
    await source.getByRole('tab', { name: 'a-long-book.md' }).click();
    await expect.element(bookText).toBeVisible();
    // It may differ by a line.
    await expect
      .poll(() => Math.abs((paragraphInSight(bookText.element()) ?? 0) - before), { timeout: 30_000 })
      .toBeLessThan(0.5);
  });

  it('keep the zoom and the page of a PDF', async () => {
    const { services } = await showApp({ desk });
    const line = (text: string) => ({ kind: 'text' as const, lines: [{ text, y: 700 }] });
    const file = new Blob([pdfFile(Array.from({ length: 300 }, (_, i) => line(`Sheet ${i + 1}`)))]);
    services.sources.bytes = () => Promise.resolve(file);
    await open(/^universal-declaration/);
    const field = source.getByRole('spinbutton', { name: 'Page' });
    await expect.element(field, { timeout: 30_000 }).toBeEnabled();
    await expect.poll(() => document.querySelector('[data-page="300"]')).not.toBeNull();
    await source.getByRole('button', { name: 'Zoom in' }).click();
    await field.fill('240');
    await userEvent.keyboard('{Enter}');
    await expect
      .poll(() => document.querySelector('[data-page="240"][data-laid]'), { timeout: 30_000 })
      .not.toBeNull();
    await expect.element(field).toHaveValue(240);
    const width = () => document.querySelector('[data-page="240"]')?.clientWidth;
    const before = width();
    await open(/^inkstone\.md/);
    await expect.element(source.getByRole('region', { name: 'Text of inkstone.md' })).toBeVisible();
    await source.getByRole('tab', { name: /^universal/ }).click();
    await expect
      .poll(() => document.querySelector('[data-page="240"][data-laid]'), { timeout: 30_000 })
      .not.toBeNull();
    await expect.element(source.getByRole('spinbutton', { name: 'Page' })).toHaveValue(240);
    expect(width()).toBe(before);
  });

  it('are gone through with the arrow keys and closed with Delete', async () => {
    await showApp({ desk });
    await open(/^inkstone\.md/);
    await open(/^a-long-book\.md/);
    await open(/^A short history/);
    await expect.poll(() => tabNames().length).toBe(3);
    const tab = (name: RegExp) => source.getByRole('tab', { name });
    await tab(/^A short/).click();
    await userEvent.keyboard('{ArrowRight}');
    await expect.element(tab(/^inkstone/)).toHaveFocus();
    await expect.element(source.getByRole('heading', { name: 'inkstone.md' })).toBeVisible();
    await userEvent.keyboard('{ArrowLeft}{ArrowLeft}');
    await expect.element(tab(/^a-long/)).toHaveFocus();
    await userEvent.keyboard('{Delete}');
    await expect.poll(tabNames).toEqual(['inkstone.md', paper.document.name]);
    await expect.element(tab(/^A short/)).toHaveFocus();
    await userEvent.keyboard('{Delete}');
    await expect.element(source.getByRole('heading', { name: 'inkstone.md' })).toBeVisible();
    expect(tabNames()).toEqual([]);
    await expect.element(source.getByRole('button', { name: 'Close source' })).toHaveFocus();
  });

  it('close by the middle button, and by the menu all but one', async () => {
    await showApp({ desk });
    await open(/^inkstone\.md/);
    await open(/^a-long-book\.md/);
    await open(/^A short history/);
    await source.getByRole('tab', { name: 'inkstone.md' }).click({ button: 'middle' });
    await expect.poll(tabNames).toEqual(['a-long-book.md', paper.document.name]);
    await source.getByRole('button', { name: /^More .*A short/ }).click();
    await page.getByRole('menuitem', { name: 'Close the others' }).click();
    await expect.element(source.getByRole('heading', { name: /^A short/ })).toBeVisible();
    expect(tabNames()).toEqual([]);
  });

  it('stay open while the pane is put away', async () => {
    await showApp({ desk });
    await open(/^inkstone\.md/);
    await open(/^a-long-book\.md/);
    await userEvent.keyboard('{Escape}');
    await expect.element(source).not.toBeInTheDocument();
    await open(/^inkstone\.md/);
    await expect.poll(tabNames).toEqual(['inkstone.md', 'a-long-book.md']);
  });

  it('say so when the document is removed from the library', async () => {
    const { services } = await showApp({ desk });
    await open(/^inkstone\.md/);
    services.setDocuments(desk.sources.slice(1).map(({ document }) => document));
    await expect.element(source.getByText('This document was removed from the library.')).toBeVisible();
  });
});

describe('after a reload', () => {
  async function openBefore(change: Parameters<typeof showApp>[0] = {}) {
    const options = { desk, remembered: new Map<string, unknown>(), ...change };
    await showApp(options);
    for (const name of [/^inkstone\.md/, /^a-long-book\.md/, /^A short history/]) await open(name);
    await expect.poll(() => tabNames().length).toBe(3);
    await source.getByRole('tab', { name: 'inkstone.md' }).click();
    return options;
  }

  async function reload(options: Parameters<typeof showApp>[0]) {
    cleanup();
    return showApp({ ...options, keepsAddress: true });
  }

  it('the tabs are there again, and the one that was shown is shown', async () => {
    const options = await openBefore();
    await reload(options);
    await expect.poll(tabNames).toEqual(['inkstone.md', 'a-long-book.md', paper.document.name]);
    await expect
      .element(source.getByRole('tab', { name: 'inkstone.md' }))
      .toHaveAttribute('aria-selected', 'true');
    await expect.element(source.getByRole('region', { name: 'Text of inkstone.md' })).toBeVisible();
  });

  it('a document is read on where it was left', async () => {
    const options = await openBefore();
    await source.getByRole('tab', { name: 'a-long-book.md' }).click();
    await expect.element(bookText).toBeVisible();
    await scrollText(bookText.element(), 20_000);
    expect(paragraphInSight(bookText.element())).toBeGreaterThan(50);
    await reload(options);
    await expect.poll(() => paragraphInSight(bookText.element()), { timeout: 30_000 }).toBeGreaterThan(50);
  });

  it('a pane that was put away stays away, and brings its tabs when it is opened', async () => {
    const options = await openBefore();
    await source.getByRole('button', { name: 'Close source' }).click();
    await reload(options);
    await expect.element(source).not.toBeInTheDocument();
    await open(/^A short history/);
    await expect.poll(tabNames).toEqual(['inkstone.md', 'a-long-book.md', paper.document.name]);
  });

  it('a document that was removed meanwhile is left out, without a word', async () => {
    const options = await openBefore();
    await reload({ ...options, desk: { ...desk, sources: [longDocument, declaration, paper] } });
    await expect.poll(tabNames).toEqual(['a-long-book.md', paper.document.name]);
    await expect.element(page.getByRole('alert')).not.toBeInTheDocument();
    await expect.element(source.getByRole('tab', { selected: true })).toHaveTextContent('A short history');
  });
});

it('the documents of another library that were open are open again when one comes back to it', async () => {
  await showApp({ desk });
  await open(/^inkstone\.md/);
  await open(/^a-long-book\.md/);
  const switchTo = async (from: RegExp, to: string) => {
    await page.getByRole('button', { name: from }).click();
    await page.getByRole('menuitemradio', { name: to }).click();
  };
  await switchTo(/^Library: The writing room/, '古文与器物');
  await expect.element(source).not.toBeInTheDocument();
  await switchTo(/^Library: 古文与器物/, 'The writing room');
  await expect.poll(tabNames).toEqual(['inkstone.md', 'a-long-book.md']);
});

it('a phone shows the tabs over the whole width, without scrolling the page', async () => {
  await showApp({ desk, width: 390, height: 844 });
  for (const name of [/^inkstone\.md/, /^a-long-book\.md/, /^A short history/]) {
    await page.getByRole('button', { name: 'Documents', exact: true }).click();
    await open(name);
  }
  await expect.poll(() => tabNames().length).toBe(3);
  // The pane slides in from the right.
  await expect.poll(() => document.documentElement.scrollWidth).toBeLessThanOrEqual(390);
});
