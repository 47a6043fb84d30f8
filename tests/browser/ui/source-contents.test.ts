import { describe, expect, it, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { pdfFile } from '../../fixtures/pdf-file';
import { deskInUse, inkstone, longDocument, paper, type Desk } from './desk';
import { makeSource, type Written } from './fake-content';
import { showApp } from './show-app';

// The first PDF of a run waits for its library; a busy machine is no failure.
vi.setConfig({ testTimeout: 60_000 });

const source = page.getByRole('complementary', { name: 'Source' });
const sheets = 2000;
const sheet = (number: number) => `Sheet ${number} tells of ink`;
const bookFile = new Blob([
  pdfFile(
    Array.from({ length: sheets }, (_, i) => ({ kind: 'text', lines: [{ text: sheet(i + 1), y: 500 }] })),
  ),
]);
const book = makeSource(
  'studio',
  'sheets.pdf',
  'pdf',
  Array.from({ length: sheets }, (_, i): Written[] => [{ page: i + 1 }, { heading: sheet(i + 1) }]).flat(),
);
const notes = makeSource('studio', 'notes.txt', 'text', ['No heading stands here.']);
const desk: Desk = { ...deskInUse, sources: [inkstone, longDocument, paper, book, notes], unready: [] };

async function open(name: RegExp, size = {}) {
  const { services } = await showApp({ desk, ...size });
  services.sources.bytes = () => Promise.resolve(bookFile);
  await page.getByRole('list').getByRole('button', { name }).first().click();
  await expect.element(source.getByRole('button', { name: 'Contents' })).toBeVisible();
  await source.getByRole('button', { name: 'Contents' }).click();
}

function topOf(selector: string): number {
  const element = document.querySelector(selector);
  const frame = document.querySelector('[data-reading]');
  if (!element || !frame) return Number.NaN;
  return element.getBoundingClientRect().top - frame.getBoundingClientRect().top;
}

function selected(): string | undefined {
  return document.querySelector('aside [aria-selected="true"]')?.textContent.replace(/\s+/g, ' ').trim();
}

describe('the outline', () => {
  it('leads to a heading by keyboard, and marks the section that is read', async () => {
    await open(/^a-long-book\.md/, { width: 1900 });
    const tree = source.getByRole('tree', { name: 'Outline' });
    await expect.element(tree.getByRole('treeitem', { name: 'Chapter 1', exact: true })).toHaveFocus();
    await userEvent.keyboard('{ArrowDown}{ArrowDown}{End}');
    await expect.element(tree.getByRole('treeitem', { name: 'Chapter 125' })).toHaveFocus();
    await userEvent.keyboard('{PageUp}{Enter}');
    const chosen = document.activeElement?.textContent.trim() ?? '';
    expect(chosen).toMatch(/^Chapter 1[01]\d$/);
    await expect.poll(selected).toBe(chosen);
    const heading = () =>
      [...document.querySelectorAll<HTMLElement>('[data-heading]')].find(
        (element) => element.textContent.trim() === chosen,
      );
    await expect.poll(() => topOf(`[data-heading="${heading()?.dataset['heading']}"]`)).toBeCloseTo(16, -1);
    // Not the whole of a long outline is there at once.
    expect(tree.element().querySelectorAll('[role="treeitem"]').length).toBeLessThan(60);
    const text = source.getByRole('region', { name: 'Text of a-long-book.md' }).element();
    await source.getByRole('region', { name: 'Text of a-long-book.md' }).click({ position: { x: 5, y: 5 } });
    text.scrollTop = 0;
    await expect.poll(selected).toBe('Chapter 1');
  });

  it('lies over the text of a narrow pane until something is chosen', async () => {
    await open(/^inkstone\.md/, { width: 1280 });
    await source.getByRole('treeitem', { name: 'Stones' }).click();
    await expect.element(source.getByRole('tree')).not.toBeInTheDocument();
    await expect.element(source.getByRole('region', { name: 'Text of inkstone.md' })).toHaveFocus();
    await expect.element(source.getByRole('heading', { name: 'Stones' })).toBeVisible();
  });

  it('closes on Escape, and the focus goes back to its button', async () => {
    await open(/^inkstone\.md/);
    await expect.element(source.getByRole('treeitem', { name: 'The Inkstone' })).toHaveFocus();
    await userEvent.keyboard('{Escape}');
    await expect.element(source.getByRole('tree')).not.toBeInTheDocument();
    await expect.element(source.getByRole('button', { name: 'Contents' })).toHaveFocus();
  });

  it('says so where a document has none', async () => {
    await open(/^notes\.txt/);
    await expect.element(source.getByText('This document has no headings.')).toBeVisible();
  });
});

describe('of a PDF of 2,000 pages', () => {
  it('the outline tells the pages, and leads to the heading on its page', async () => {
    await open(/^sheets\.pdf/, { width: 1900 });
    const tree = source.getByRole('tree', { name: 'Outline' });
    await expect.element(tree.getByRole('treeitem', { name: /^Sheet 1 tells of ink Page 1$/ })).toHaveFocus();
    await userEvent.keyboard('{End}{PageUp}{Enter}');
    await expect.poll(selected, { timeout: 30_000 }).toMatch(/^Sheet 19\d\d /);
    const number = /\d+/.exec(selected() ?? '')?.[0];
    await expect
      .poll(() => document.querySelector(`[data-page="${number}"] [data-goal]`), { timeout: 30_000 })
      .not.toBeNull();
    await expect
      .poll(() => topOf(`[data-page="${number}"] [data-goal]`), { timeout: 30_000 })
      .toBeCloseTo(16, -1);
  });

  it('thumbnails are drawn where they are in sight, and lead to their page', async () => {
    await open(/^sheets\.pdf/, { width: 1900 });
    await source.getByRole('region', { name: 'Contents' }).getByText('Pages', { exact: true }).click();
    const list = source.getByRole('listbox', { name: 'Pages' });
    await expect
      .poll(() => document.querySelector('[data-thumbnail="1"][data-drawn]'), { timeout: 30_000 })
      .not.toBeNull();
    expect(document.querySelectorAll('[data-thumbnail]').length).toBeLessThan(20);
    list.element().scrollTop = list.element().scrollHeight / 2;
    await expect
      .poll(() => document.querySelector('[data-thumbnail="1000"][data-drawn]'), { timeout: 30_000 })
      .not.toBeNull();
    expect(document.querySelector('[data-thumbnail="1"]')).toBeNull();
    await list.getByRole('option', { name: 'Page 1,000' }).click();
    await expect.element(source.getByRole('spinbutton', { name: 'Page' })).toHaveValue(1000);
    await expect.poll(selected, { timeout: 30_000 }).toMatch(/1,000/);
  });
});
