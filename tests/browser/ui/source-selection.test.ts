import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { pdfFile } from '../../fixtures/pdf-file';
import { declaration, deskInUse, inkstone, type Desk } from './desk';
import { resting } from './resting';
import { showApp } from './show-app';

// The first PDF of a run waits for its library; a busy machine is no failure.
vi.setConfig({ testTimeout: 60_000 });

const source = page.getByRole('complementary', { name: 'Source' });
const bar = source.getByRole('group', { name: 'Selected text' });
const question = page.getByRole('textbox', { name: 'Question' });
const desk: Desk = { ...deskInUse, sources: [inkstone, declaration], unready: [] };

afterEach(() => {
  vi.restoreAllMocks();
});

async function open(name: RegExp) {
  const { services } = await showApp({ desk });
  const file = new Blob([
    pdfFile([
      { kind: 'text', lines: [{ text: 'The first page', y: 700 }] },
      {
        kind: 'text',
        lines: [
          { text: 'Grinding on a wet stone takes pa-', y: 700 },
          { text: 'tience and a steady hand.', y: 680 },
        ],
      },
    ]),
  ]);
  services.sources.bytes = () => Promise.resolve(file);
  await page.getByRole('list').getByRole('button', { name }).first().click();
}

function wordsIn(selector: string, words: string): Text | undefined {
  const root = document.querySelector(selector);
  if (!root) return undefined;
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (node instanceof Text && node.data.includes(words)) return node;
  }
  return undefined;
}

/** What is drawn late is waited for. */
async function textWith(selector: string, words: string): Promise<Text> {
  await expect.poll(() => wordsIn(selector, words), { timeout: 30_000 }).toBeDefined();
  const found = wordsIn(selector, words);
  if (!found) throw new Error(`${selector} no longer holds: ${words}`);
  return found;
}

function select(from: Text, start: string, to: Text, end: string) {
  document
    .getSelection()
    ?.setBaseAndExtent(from, from.data.indexOf(start), to, to.data.indexOf(end) + end.length);
}

describe('words selected in a source', () => {
  it('may reach past the end of the text, as three clicks on its last paragraph do', async () => {
    await open(/^inkstone\.md/);
    const region = source.getByRole('region', { name: 'Text of inkstone.md' });
    await expect.element(region).toBeVisible();
    await expect.poll(() => region.element().querySelectorAll('p').length).toBeGreaterThan(0);
    const last = [...region.element().querySelectorAll('p')].at(-1);
    if (!last) throw new Error('no paragraph');
    last.scrollIntoView();
    const after = document.createElement('p');
    document.body.append(after);
    onTestFinished(() => after.remove());
    document.getSelection()?.setBaseAndExtent(last, 0, after, 0);
    await expect.element(bar).toBeVisible();
  });

  it('begin a question that quotes them with their document', async () => {
    await open(/^inkstone\.md/);
    const region = source.getByRole('region', { name: 'Text of inkstone.md' });
    await expect.element(region).toBeVisible();
    await question.fill('Why?');
    const text = await textWith('[data-reading]', 'little water');
    select(text, 'little', text, 'the well.');
    await bar.getByRole('button', { name: 'Ask about this' }).click();
    await expect.element(question).toHaveFocus();
    await expect
      .element(question)
      .toHaveValue('About “little water is poured into the well.” (inkstone.md):\nWhy?');
    await expect.element(bar).not.toBeInTheDocument();
  });

  it('lead back from a note to where they were selected, not to the first like them', async () => {
    await open(/^inkstone\.md/);
    const second = await textWith('[data-reading]', 'ote 2. A good stone');
    second.parentElement?.scrollIntoView({ block: 'center' });
    select(second, 'A good stone', second, 'eating the brush.');
    await bar.getByRole('button', { name: 'Add to note' }).click();
    const field = source.getByRole('textbox', { name: /^Text of the note/ });
    await expect.element(field).toBeVisible();
    const { text } = inkstone.content;
    const start = text.indexOf('A good stone', text.indexOf('Note 2.'));
    await expect
      .poll(() => field.element())
      .toHaveProperty('value', expect.stringContaining(`?at=${start}-`));
  });

  it('are reached by keyboard: Tab leads to the bar, Escape puts it away and keeps the source', async () => {
    await open(/^inkstone\.md/);
    const region = source.getByRole('region', { name: 'Text of inkstone.md' });
    await region.click({ position: { x: 10, y: 10 } });
    const text = await textWith('[data-reading]', 'little water');
    select(text, 'little', text, 'water');
    await expect.element(bar).toBeVisible();
    await userEvent.keyboard('{Shift>}{ArrowRight}{ArrowRight}{/Shift}');
    await userEvent.keyboard('{Tab}');
    await expect.element(bar.getByRole('button', { name: 'Ask about this' })).toHaveFocus();
    await userEvent.keyboard('{Escape}');
    await expect.element(bar).not.toBeInTheDocument();
    await expect.element(region).toHaveFocus();
    await expect.element(source).toBeVisible();
  });

  it('stay put away by Escape also where they were changed in the same moment', async () => {
    await open(/^inkstone\.md/);
    const text = await textWith('[data-reading]', 'little water');
    select(text, 'little', text, 'water');
    await expect.element(bar).toBeVisible();
    const region = source.getByRole('region', { name: 'Text of inkstone.md' }).element();
    const changed = new Promise((resolve) =>
      document.addEventListener('selectionchange', resolve, { once: true }),
    );
    document.getSelection()?.modify('extend', 'backward', 'character');
    await changed;
    region.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true, cancelable: true }));
    await resting(() => document.querySelectorAll('.bar[role="group"]').length);
    await expect.element(bar).not.toBeInTheDocument();
    await expect.element(source).toBeVisible();
  });

  it('on a page of a PDF are copied as a quote in one paragraph, with their page', async () => {
    const write = vi.spyOn(navigator.clipboard, 'writeText').mockResolvedValue();
    await open(/^universal-declaration/);
    await expect
      .poll(() => document.querySelector('[data-page="2"] .words')?.textContent, { timeout: 30_000 })
      .toContain('steady hand');
    const on = '[data-page="2"] .words';
    select(await textWith(on, 'Grinding'), 'a wet', await textWith(on, 'tience'), 'tience');
    await bar.getByRole('button', { name: 'Copy as quote' }).click();
    await expect.element(bar.getByRole('button', { name: 'Copied' })).toBeVisible();
    expect(write).toHaveBeenCalledWith(
      '> a wet stone takes patience\n>\n> — universal-declaration-of-human-rights.pdf, page 2',
    );
  });

  it('in the text of a PDF know their page', async () => {
    await open(/^universal-declaration/);
    await source.getByText('Text', { exact: true }).click();
    await expect.element(source.getByRole('region', { name: /^Text of universal/ })).toBeVisible();
    const text = await textWith('[data-reading]', 'right to rest');
    select(text, 'the right to rest', text, 'leisure');
    await bar.getByRole('button', { name: 'Ask about this' }).click();
    await expect
      .element(question)
      .toHaveValue(
        'About “the right to rest and leisure” (universal-declaration-of-human-rights.pdf, page 2):\n',
      );
  });
});
