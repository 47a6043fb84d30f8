import { describe, expect, it, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { pdfFile } from '../../fixtures/pdf-file';
import { deskInUse, inkstone, longDocument, prose, type Desk } from './desk';
import { makeSource, type Written } from './fake-content';
import { paragraphInSight, scrollText } from './scroll-text';
import { showApp } from './show-app';

// The first PDF of a run waits for its library; a busy machine is no failure.
vi.setConfig({ testTimeout: 60_000 });

const source = page.getByRole('complementary', { name: 'Source' });
const field = source.getByRole('textbox', { name: 'Search in this document' });

const sheets = 2000;
const sheet = (number: number) =>
  number % 100 === 0 ? `Sheet ${number} tells of the Ferryman` : `Sheet ${number} tells of nothing`;
const book = makeSource(
  'studio',
  'sheets.pdf',
  'pdf',
  Array.from({ length: sheets }, (_, i): Written[] => [{ page: i + 1 }, sheet(i + 1)]).flat(),
);
const bookFile = new Blob([
  pdfFile(
    Array.from({ length: sheets }, (_, i) => ({ kind: 'text', lines: [{ text: sheet(i + 1), y: 700 }] })),
  ),
]);

async function open(name: RegExp, desk: Desk, settings = {}) {
  const shown = await showApp({ desk, settings });
  shown.services.sources.bytes = () => Promise.resolve(bookFile);
  await page.getByRole('list').getByRole('button', { name }).first().click();
  return shown;
}

const withLong: Desk = { ...deskInUse, sources: [inkstone, longDocument, book, prose], unready: [] };

function currentWords(): string {
  return [...document.querySelectorAll('[data-hit="current"]')].map((mark) => mark.textContent).join('');
}

function isInSight(selector: string, frame: Element): boolean {
  const inner = document.querySelector(selector)?.getBoundingClientRect();
  const outer = frame.getBoundingClientRect();
  return inner !== undefined && inner.height > 0 && inner.top >= outer.top && inner.bottom <= outer.bottom;
}

describe('search in a source', () => {
  it('opens by its keys, steps through what it finds, and gives the focus back', async () => {
    await open(/^a-long-book\.md/, withLong);
    const text = source.getByRole('region', { name: 'Text of a-long-book.md' });
    await text.click();
    await userEvent.keyboard('{Control>}f{/Control}');
    await expect.element(field).toHaveFocus();
    await field.fill('paragraph 39');
    // 39, 390 to 399 and 3900 to 3999, but for those that are headings.
    await expect.element(source.getByText('1 of 109')).toBeInTheDocument();
    await expect.poll(currentWords).toBe('Paragraph 39');
    await userEvent.keyboard('{Enter}{Enter}');
    await expect.element(source.getByText('3 of 109')).toBeInTheDocument();
    await userEvent.keyboard('{Shift>}{Enter}{Enter}{Enter}{/Shift}');
    await expect.element(source.getByText('109 of 109')).toBeInTheDocument();
    await expect.poll(() => isInSight('[data-hit="current"]', text.element())).toBe(true);
    await userEvent.keyboard('{Escape}');
    await expect.element(field).not.toBeInTheDocument();
    await expect.element(text).toHaveFocus();
    expect(document.querySelector('[data-hit]')).toBeNull();
    await expect.element(source).toBeVisible();
  });

  it('is closed by Escape before the source, wherever in the source the focus is', async () => {
    await open(/^a-long-book\.md/, withLong);
    const text = source.getByRole('region', { name: 'Text of a-long-book.md' });
    await text.click();
    await userEvent.keyboard('{Control>}f{/Control}');
    await field.fill('paragraph 39');
    (text.element() as HTMLElement).focus();
    await userEvent.keyboard('{Escape}');
    await expect.element(field).not.toBeInTheDocument();
    await expect.element(text).toHaveFocus();
    await userEvent.keyboard('{Escape}');
    await expect.element(source).not.toBeInTheDocument();
  });

  it('finds Chinese, and words across bold and plain text', async () => {
    await open(/^文房四宝/, withLong, { libraryId: 'classics' });
    await source.getByRole('button', { name: 'Search in this document' }).click();
    await field.fill('四德:尖、齐');
    await expect.element(source.getByText('1 of 1')).toBeInTheDocument();
    await expect.poll(currentWords).toBe('四德：尖、齐');
    await field.fill('无此字');
    await expect.element(source.getByText('Nothing found')).toBeInTheDocument();
  });

  it('goes on from what is being read', async () => {
    await open(/^a-long-book\.md/, withLong);
    const text = source.getByRole('region', { name: 'Text of a-long-book.md' });
    await expect.element(text).toBeVisible();
    await scrollText(text.element(), text.element().scrollHeight / 2);
    expect(paragraphInSight(text.element())).toBeGreaterThan(1100);
    await source.getByRole('button', { name: 'Search in this document' }).click();
    await field.fill('chapter on care');
    await expect.element(source.getByText(/^\d,\d+ of 4,875$/)).toBeInTheDocument();
  });

  it('marks what it finds on the pages of a long PDF', async () => {
    await open(/^sheets\.pdf/, withLong);
    await expect.poll(() => document.querySelector('[data-page="2000"]'), { timeout: 30_000 }).not.toBeNull();
    await source.getByRole('button', { name: 'Search in this document' }).click();
    await field.fill('ferryman');
    await expect.element(source.getByText('1 of 20')).toBeInTheDocument();
    const frame = source.getByRole('region', { name: 'sheets.pdf' }).element();
    await expect
      .poll(() => isInSight('[data-page="100"] [data-hit="current"]', frame), { timeout: 30_000 })
      .toBe(true);
    await field.click();
    await userEvent.keyboard('{Shift>}{Enter}{/Shift}');
    await expect
      .poll(() => isInSight('[data-page="2000"] [data-hit="current"]', frame), { timeout: 30_000 })
      .toBe(true);
  });
});
