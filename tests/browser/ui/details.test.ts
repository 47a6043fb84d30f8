import { describe, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { deskInUse, inkstone } from './desk';
import { makeSource, type FakeSource } from './fake-content';
import { showApp } from './show-app';

/** What the cleaning of a page left out, at the end of its first paragraph. */
const cleaned: FakeSource = (() => {
  const made = makeSource('studio', 'cleaned.txt', 'text', ['First words.', 'Last words.']);
  const at = made.content.text.indexOf('words.') + 'words.'.length;
  const content = {
    ...made.content,
    edits: [
      { kind: 'page-number', start: at, end: at, original: '\n\nPage 7' },
      { kind: 'running-header', start: at, end: at, original: '\n\nJournal of Tea' },
    ] as const,
  };
  const document = {
    ...made.document,
    ...(made.document.content ? { content: { ...made.document.content, encoding: 'utf-8' } } : {}),
  };
  return { document, content };
})();

const desk = { ...deskInUse, sources: [...deskInUse.sources, cleaned] };

async function openDetails(name: string, options: Parameters<typeof showApp>[0] = {}) {
  const shown = await showApp({ desk, ...options });
  await page.getByRole('button', { name: `More for ${name}` }).click();
  await page.getByRole('menuitem', { name: 'Details' }).click();
  await expect.element(page.getByRole('heading', { level: 1, name })).toBeVisible();
  return shown;
}

describe('the details of a document', () => {
  it('tell what was read of it, beside the original', async () => {
    await openDetails('inkstone.md');
    const about = page.getByRole('region', { name: 'About', exact: true });
    await expect.element(about.getByText('Markdown')).toBeVisible();
    await expect.element(about.getByText('100% of its text')).toBeVisible();
    await expect.element(page.getByRole('region', { name: 'Original' }).getByText(/Note 1\./)).toBeVisible();
    await expect
      .element(
        page
          .getByRole('region', { name: 'Text read from it' })
          .first()
          .getByText(/Note 1\./),
      )
      .toBeVisible();
  });

  it('draw where passages begin, each with its tokens and headings, until that is switched off', async () => {
    await openDetails('inkstone.md');
    const boundaries = page.getByRole('button', { name: /^Passage \d+, \d+ tokens/ });
    await expect.element(boundaries.first()).toBeVisible();
    await expect
      .element(page.getByRole('button', { name: /^Passage 1, .*under The Inkstone/ }))
      .toBeVisible();
    await page.getByRole('checkbox', { name: /^Show passages/ }).click();
    await expect.poll(() => boundaries.elements().length).toBe(0);
  });

  it('show what was left out in its place, with its kind, once asked to', async () => {
    await openDetails('cleaned.txt');
    const removed = () => [...document.querySelectorAll('del')].map(({ textContent }) => textContent);
    const toggle = page.getByRole('checkbox', { name: /Page number: 1, Running header: 1/ });
    await expect.element(toggle).toBeVisible();
    expect(removed()).toEqual([]);
    await toggle.click();
    await expect.poll(removed).toEqual(['Page 7', 'Journal of Tea']);
    expect(document.querySelector('del')?.title).toBe('Page number');
    expect(document.querySelector('del')?.closest('p')?.textContent).toContain('First words.');
  });

  it('let the encoding be corrected after a look at the first lines', async () => {
    const { services } = await openDetails('cleaned.txt');
    const select = page.getByRole('combobox', { name: 'Character encoding' });
    await select.selectOptions('big5');
    await expect.element(page.getByText('big5: First words.')).toBeVisible();
    await expect.element(page.getByText('12 characters could not be read.')).toBeVisible();
    await page.getByRole('button', { name: 'Read the document again like this' }).click();
    await expect.poll(() => readingOf(services, cleaned)).toEqual({ encoding: 'big5' });
    await page.getByRole('button', { name: 'Read it again in the encoding that is recognised' }).click();
    await expect.poll(() => readingOf(services, cleaned)).toEqual({});
  });

  it('close with Escape, and the conversation is there again', async () => {
    await openDetails('inkstone.md');
    await userEvent.keyboard('{Escape}');
    await expect.element(page.getByRole('textbox', { name: 'Question' })).toBeVisible();
    await expect.poll(() => document.querySelector('h1[title="inkstone.md"]')).toBeNull();
  });

  it('on a phone one part is shown at a time', async () => {
    await showApp({ desk, width: 390, height: 844 });
    await page.getByRole('button', { name: 'Documents', exact: true }).click();
    await page.getByRole('button', { name: 'More for inkstone.md' }).click();
    await page.getByRole('menuitem', { name: 'Details' }).click();
    await expect.element(page.getByText('100% of its text')).toBeVisible();
    await expect
      .element(page.getByRole('button', { name: 'Documents', exact: true }))
      .toHaveAttribute('aria-current', 'page');
    await page.getByText('Text read from it', { exact: true }).click();
    await expect.element(page.getByRole('button', { name: /^Passage 1,/ })).toBeVisible();
    await expect.poll(() => document.documentElement.scrollWidth).toBe(window.innerWidth);
  });
});

describe('how documents are split', () => {
  async function openSplitting() {
    const shown = await showApp({ desk });
    await page.getByRole('button', { name: /^Library: / }).click();
    await page.getByRole('menuitem', { name: 'How documents are split' }).click();
    await expect.element(page.getByRole('radio', { name: /^By structure/ })).toBeChecked();
    return shown;
  }

  it('shows the passages of a document at once, and again for another strategy', async () => {
    await openSplitting();
    const document = page.getByRole('combobox', { name: 'Document' });
    await document.selectOptions(inkstone.document.id);
    await expect.element(page.getByText(/^\d+ passages, \d+ tokens on average/)).toBeVisible();
    const first = page.getByRole('article').first();
    const before = first.element().textContent;
    await page.getByRole('radio', { name: /^Fixed size/ }).click();
    await page.getByRole('spinbutton', { name: 'Tokens' }).fill('32');
    await page.getByRole('spinbutton', { name: 'Overlap' }).fill('8');
    await expect.poll(() => first.element().textContent).not.toBe(before);
    await expect.element(page.getByTitle('Also in the passage before').first()).toBeInTheDocument();
  });

  it('refuses in words what cannot be', async () => {
    await openSplitting();
    await page.getByRole('radio', { name: /^Fixed size/ }).click();
    await page.getByRole('spinbutton', { name: 'Tokens' }).fill('600');
    await expect
      .element(page.getByText('The search model reads no more than 512 tokens of a passage.'))
      .toBeVisible();
    await page.getByRole('spinbutton', { name: 'Tokens' }).fill('32');
    await page.getByRole('spinbutton', { name: 'Overlap' }).fill('32');
    await expect.element(page.getByText('The overlap must be smaller than the passage.')).toBeVisible();
    await expect
      .element(page.getByRole('button', { name: 'Use for documents added from now on' }))
      .toBeDisabled();
  });

  it('is kept for the library, and splits its documents again where that is wanted', async () => {
    const { services } = await openSplitting();
    await page.getByRole('radio', { name: /^Questions and answers/ }).click();
    await page.getByRole('button', { name: /^Use, and split the \d+ documents here again/ }).click();
    await expect.poll(() => readingOf(services, inkstone)).toEqual({ splitting: { kind: 'questions' } });
    await page.getByRole('button', { name: /^Library: / }).click();
    await page.getByRole('menuitem', { name: 'How documents are split' }).click();
    await expect.element(page.getByRole('radio', { name: /^Questions and answers/ })).toBeChecked();
  });

  it('says that what is added from now on will be split as chosen', async () => {
    await openSplitting();
    await page.getByRole('radio', { name: /^Questions and answers/ }).click();
    await page.getByRole('button', { name: 'Use for documents added from now on' }).click();
    await expect.element(page.getByText('New documents will be split like this.').first()).toBeVisible();
  });
});

function readingOf(
  services: Awaited<ReturnType<typeof showApp>>['services'],
  { document: { id, libraryId } }: FakeSource,
) {
  let reading: unknown;
  services.documents.observe(libraryId, (documents) => {
    reading = documents.find((document) => document.id === id)?.reading;
  })();
  return reading;
}
