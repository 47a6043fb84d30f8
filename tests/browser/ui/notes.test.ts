import { afterEach, describe, expect, it, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { deskInUse } from './desk';
import { makeSource } from './fake-content';
import { showApp, type Shown } from './show-app';
import { violations } from './violations';

vi.setConfig({ testTimeout: 60_000 });

const source = page.getByRole('complementary', { name: 'Source' });
const field = source.getByRole('textbox', { name: /^Text of the note/ });
const list = page.getByRole('navigation');

afterEach(() => {
  vi.restoreAllMocks();
});

async function startNote(options: Parameters<typeof showApp>[0] = {}): Promise<Shown> {
  const shown = await showApp(options);
  await page.getByRole('button', { name: 'New note' }).click();
  await expect.element(field).toHaveFocus();
  return shown;
}

describe('a note that is read', () => {
  const written = makeSource('studio', 'Physics.md', 'markdown', [
    'Energy is $E=mc^2$, and tea is $5 or $10.',
    { code: '\\int_0^1 x\\,dx' },
    { code: 'graph TD\n  Ink --> Stone' },
    { code: 'echo $x^2$' },
  ]);
  const languages = ['latex', 'mermaid', 'sh'];
  const content = {
    ...written.content,
    blocks: written.content.blocks.map((block) =>
      block.kind === 'code' ? { ...block, language: languages.shift() ?? '' } : block,
    ),
  };

  async function readNote() {
    const { services } = await showApp();
    await services.notes.create('studio', '# Physics', 'Untitled note');
    const load = services.sources.load.bind(services.sources);
    vi.spyOn(services.sources, 'load').mockImplementation(async (...args) => ({
      ...(await load(...args)),
      content,
    }));
    await list.getByRole('button', { name: /^Physics/ }).click();
    await expect.element(source.getByRole('region', { name: 'Text of Physics.md' })).toBeVisible();
  }

  it('has its formulas and diagrams drawn, in a line and by themselves', async () => {
    await readNote();
    const region = source.getByRole('region', { name: 'Text of Physics.md' });
    await expect
      .poll(() => region.element().querySelectorAll('.formula math').length, { timeout: 30_000 })
      .toBe(2);
    await expect.element(region).toHaveTextContent('and tea is $5 or $10.');
    await expect.element(region).toHaveTextContent('echo $x^2$');
    await expect
      .poll(() => region.element().querySelector('.diagram')?.shadowRoot?.querySelector('svg') ?? undefined, {
        timeout: 30_000,
      })
      .toBeDefined();
  });

  it('shows a formula that is found as it is written', async () => {
    await readNote();
    await source.getByRole('button', { name: 'Search in this document' }).click();
    await source.getByRole('textbox', { name: 'Search in this document' }).fill('mc^2');
    await expect.poll(() => document.querySelector('[data-hit]')?.textContent).toBe('mc^2');
  });
});

describe('a new note', () => {
  it('is written at once, its title first, and is a document of the library', async () => {
    await startNote();
    await userEvent.keyboard('Grinding{Enter}{Enter}- slowly{Enter}with water');
    await expect.element(field).toHaveValue('# Grinding\n\n- slowly\n- with water\n');
    await userEvent.keyboard('{Control>}s{/Control}');
    await expect.element(source.getByText('Saved', { exact: true })).toBeVisible();
    await expect.element(list.getByRole('button', { name: /^Grinding/ })).toBeVisible();
  });

  it('has one heading sign where its writer begins with a heading of their own', async () => {
    await startNote();
    await userEvent.keyboard('## Wifi{Enter}words');
    await expect.element(field).toHaveValue('## Wifi\nwords\n');
  });

  it('is no document before something is written, however often it is begun', async () => {
    const { services } = await showApp();
    const create = vi.spyOn(services.notes, 'create');
    const before = services.storedIds;
    const begin = page.getByRole('button', { name: 'New note' }).element() as HTMLElement;
    // The second comes before the first could be drawn.
    for (let times = 0; times < 3; times += 1) begin.click();
    await expect.element(field).toHaveFocus();
    await expect.element(source.getByRole('tab')).not.toBeInTheDocument();
    await userEvent.keyboard('{Control>}s{/Control}');
    // What is taken back before it is kept.
    const textarea = field.element() as HTMLTextAreaElement;
    for (const text of ['# x', '# ']) {
      textarea.value = text;
      textarea.dispatchEvent(new InputEvent('input', { bubbles: true }));
    }
    await userEvent.keyboard('{Escape}{Escape}');
    await expect.element(source).not.toBeInTheDocument();
    await page.getByRole('button', { name: 'New note' }).click();
    await expect.element(field).toHaveFocus();
    await source.getByRole('button', { name: 'Close source' }).click();
    expect(create).not.toHaveBeenCalled();
    expect(services.storedIds).toEqual(before);
  });

  it('lets the keyboard out: Tab outside a list, and Escape then Tab within one', async () => {
    await startNote();
    await userEvent.keyboard('{Control>}a{/Control}- item');
    await userEvent.keyboard('{Tab}');
    await expect.element(field).toHaveValue('  - item');
    await userEvent.keyboard('{Escape}');
    await expect.element(field).toHaveFocus();
    await userEvent.keyboard('{Tab}');
    await expect.element(field).not.toHaveFocus();
    await expect.element(source).toBeVisible();
  });

  it('is stored when its source is put away, and there again to be read and edited', async () => {
    await startNote();
    await userEvent.keyboard('Stones{Enter}Four kinds are prized.');
    await userEvent.keyboard('{Escape}{Escape}');
    const row = list.getByRole('button', { name: /^Stones/ });
    await expect.element(row).toBeVisible();
    await row.click();
    await expect.element(field).toHaveValue('# Stones\nFour kinds are prized.\n');
    await source.getByText('Read', { exact: true }).click();
    const region = source.getByRole('region', { name: 'Text of Stones.md' });
    await expect.element(region).toHaveTextContent('Four kinds are prized.');
  });

  it('is stored with what was written last, whatever ended with its pane', async () => {
    const { services } = await startNote();
    const create = vi.spyOn(services.notes, 'create');
    const warned = vi.spyOn(console, 'warn');
    // All at once: typed slowly it would be stored with its first letters, as a draft is kept.
    await field.fill('# Stones\n');
    await userEvent.keyboard('{Escape}{Escape}');
    await expect.element(list.getByRole('button', { name: /^Stones/ })).toBeVisible();
    expect(create).toHaveBeenCalledWith('studio', '# Stones\n', 'Untitled note', expect.any(String));
    expect(warned.mock.calls.flat().join(' ')).not.toContain('derived_inert');
  });

  it('is told when it cannot be saved, and keeps the text', async () => {
    const { services } = await startNote();
    vi.spyOn(services.notes, 'create').mockRejectedValue(new DOMException('full', 'QuotaExceededError'));
    await userEvent.keyboard('Full{Control>}s{/Control}');
    await expect.element(source.getByText('There is no space left for this app.').first()).toBeVisible();
    await expect.element(field).toHaveValue('# Full\n');
  });

  it('that cannot be opened takes no key, and is opened when it is tried again', async () => {
    const { services } = await showApp();
    await services.notes.create('studio', '', 'Untitled note');
    const read = vi.spyOn(services.notes, 'read').mockRejectedValue(new Error('the disk is busy'));
    await list.getByRole('button', { name: 'More for Untitled note' }).click();
    await page.getByRole('menuitem', { name: 'Edit', exact: true }).click();
    await expect.element(source.getByText('The note could not be opened.').first()).toBeVisible();
    await expect.element(field).toHaveAttribute('readonly');
    await expect.element(source.getByText('Saved', { exact: true })).not.toBeInTheDocument();
    read.mockRestore();
    await source.getByRole('button', { name: 'Try again' }).click();
    await expect.element(field).toHaveValue('# Untitled note\n');
    await expect.element(field).not.toHaveAttribute('readonly');
  });

  it('that was removed elsewhere while it was written stays to be read, and can be kept', async () => {
    const { services } = await showApp();
    let removed = '';
    const create = services.notes.create.bind(services.notes);
    const creating = vi.spyOn(services.notes, 'create').mockImplementation(async (...args) => {
      const document = await create(...args);
      removed = document.id;
      return document;
    });
    await page.getByRole('button', { name: 'New note' }).click();
    await expect.element(field).toHaveFocus();
    await userEvent.keyboard('Grinding');
    await expect.poll(() => removed).not.toBe('');
    creating.mockRestore();
    await userEvent.keyboard(' ink');
    await services.documents.remove([removed]);
    await services.documents.purge();
    await userEvent.keyboard('{Control>}s{/Control}');
    await expect.element(source.getByText('This note was removed elsewhere.')).toBeVisible();
    await expect.element(field).toHaveValue('# Grinding ink\n');
    await expect.element(field).toHaveAttribute('readonly');
    expect(await violations()).toEqual([]);
    await source.getByRole('button', { name: 'Keep as a new note' }).click();
    await expect.element(list.getByRole('button', { name: /^Grinding/ })).toBeVisible();
    await expect.element(source.getByRole('textbox')).not.toHaveAttribute('readonly');
  });

  it.each([1440, 360])('has nothing that axe finds fault with, %i px wide', async (width) => {
    await showApp({ width });
    if (width === 360) await page.getByRole('button', { name: 'Documents', exact: true }).click();
    await page.getByRole('button', { name: 'New note' }).click();
    await expect.element(field).toHaveFocus();
    expect(await violations()).toEqual([]);
    expect(document.documentElement.scrollWidth).toBeLessThanOrEqual(width);
  });
});

describe('what is saved as a note', () => {
  it('an answer with its footnotes leads back to the quoted words', async () => {
    await showApp();
    await page.getByRole('button', { name: 'Save as note' }).first().click();
    await page.getByRole('button', { name: 'Open', exact: true }).click();
    const link = source.getByRole('button', { name: 'inkstone.md' }).first();
    await link.click();
    await expect
      .poll(() =>
        [...document.querySelectorAll('.source mark[data-active]')].map((mark) => mark.textContent).join(''),
      )
      .toBe('pressing hard makes coarse ink, and hurrying makes it thin.');
  });

  it('a link to a document that is gone is told, and leads nowhere', async () => {
    const { services } = await showApp();
    await page.getByRole('button', { name: 'Save as note' }).first().click();
    await page.getByRole('button', { name: 'Open', exact: true }).click();
    const link = source.getByRole('button', { name: 'inkstone.md' }).first();
    await expect.element(link).toBeVisible();
    vi.spyOn(services.sources, 'load').mockRejectedValue(
      new (await import('../../../src/core/app-error')).AppError('not-found'),
    );
    await link.click();
    await expect
      .element(page.getByText('The document that this leads to is no longer here.').first())
      .toBeVisible();
  });

  it('is opened to be written on below its own words, with these in sight', async () => {
    const { services } = await showApp();
    const paragraphs = Array.from({ length: 60 }, (_, i) => `Paragraph ${i + 1} of the answer.`).join('\n\n');
    const notes = Array.from({ length: 60 }, (_, i) => `[^${i + 1}]: ${'words '.repeat(30)}`).join('\n');
    await services.notes.create('studio', `# Long\n\n${paragraphs}\n\n${notes}\n`, 'Untitled note');
    await list.getByRole('button', { name: 'More for Long' }).click();
    await page.getByRole('menuitem', { name: 'Edit', exact: true }).click();
    await expect.element(field).toHaveFocus();
    const textarea = field.element() as HTMLTextAreaElement;
    const lineHeightPx = Number.parseFloat(getComputedStyle(textarea).lineHeight);
    // A heading, sixty paragraphs and the blank lines between them, one line each.
    const caretPx = Number.parseFloat(getComputedStyle(textarea).paddingTop) + 121 * lineHeightPx;
    expect(textarea.scrollTop).toBeLessThan(caretPx - lineHeightPx);
    expect(textarea.scrollTop + textarea.clientHeight).toBeGreaterThan(caretPx + lineHeightPx);
    await userEvent.keyboard(' Mine.');
    await expect.poll(() => textarea.value).toContain('Paragraph 60 of the answer. Mine.\n\n[^1]: ');
    expect(document.querySelectorAll('textarea[aria-describedby="note-keys"]')).toHaveLength(1);
  });

  it('an answer to a follow-up is called by the question as it was searched', async () => {
    const messages = deskInUse.messages.map((message) =>
      message.id === 'q1-answer' && message.role === 'answer'
        ? { ...message, searchedFor: 'How should ink of a stick be ground?' }
        : message,
    );
    await showApp({ desk: { ...deskInUse, messages } });
    await page.getByRole('button', { name: 'Save as note' }).first().click();
    await expect
      .element(list.getByRole('button', { name: /^How should ink of a stick be ground/ }))
      .toBeVisible();
  });

  it('an answer is saved once, and told of when it is to be saved again', async () => {
    const { services } = await showApp();
    const create = vi.spyOn(services.notes, 'create');
    const save = page.getByRole('button', { name: 'Save as note' }).first();
    await save.click();
    await expect.element(page.getByText(/^Saved as the note/).first()).toBeVisible();
    await save.click();
    await expect
      .element(page.getByText(/^This answer is already saved as the note “How should/).first())
      .toBeVisible();
    expect(create).toHaveBeenCalledOnce();
    await page.getByRole('button', { name: 'Open', exact: true }).click();
    await expect
      .element(source.getByRole('heading', { name: /^How should ink be ground/ }).first())
      .toBeVisible();
    const [saved] = await Promise.all(
      create.mock.results.map(({ value }) => value as Promise<{ id: string }>),
    );
    await services.documents.remove([saved?.id ?? '']);
    // The list of documents hears of it in a moment.
    await expect
      .poll(async () => {
        await save.click();
        return create.mock.calls.length;
      })
      .toBe(2);
  });

  it('only notes are listed when they are asked for', async () => {
    await startNote();
    await userEvent.keyboard('Ink{Control>}s{/Control}');
    const only = page.getByRole('button', { name: 'Notes only' });
    await only.click();
    await expect.element(only).toHaveAttribute('aria-pressed', 'true');
    await expect.element(list.getByRole('button', { name: /^Ink/ })).toBeVisible();
    await expect.element(list.getByRole('button', { name: /^inkstone\.md/ })).not.toBeInTheDocument();
  });
});
