import { describe, expect, it } from 'vitest';
import { deskInUse, emptyDesk, inkstone } from './desk';
import { showApp } from './show-app';

function drag(kind: 'dragenter' | 'dragover' | 'drop', what: readonly File[] | Record<string, string>): void {
  const dataTransfer = transferOf(what);
  document.body.dispatchEvent(new DragEvent(kind, { dataTransfer, bubbles: true, cancelable: true }));
}

function paste(target: Element, what: readonly File[] | Record<string, string>): void {
  const clipboardData = transferOf(what);
  target.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
}

function transferOf(what: readonly File[] | Record<string, string>): DataTransfer {
  const transfer = new DataTransfer();
  if (isFiles(what)) for (const file of what) transfer.items.add(file);
  else for (const [type, data] of Object.entries(what)) transfer.setData(type, data);
  return transfer;
}

function isFiles(what: readonly File[] | Record<string, string>): what is readonly File[] {
  return Array.isArray(what);
}

const tea = new File(['Tea'], 'tea.txt', { type: 'text/plain' });

describe('adding documents', () => {
  it('shows where to drop while files are dragged over the window, and adds them', async () => {
    const { services, screen } = await showApp();
    drag('dragenter', [tea]);
    await expect.element(screen.getByText('Drop to add to “The writing room”')).toBeVisible();
    drag('drop', [tea]);
    await expect.element(screen.getByText('Drop to add to “The writing room”')).not.toBeInTheDocument();
    await expect.poll(() => services.added).toEqual(['tea.txt']);
  });

  it('leaves out what file managers put into folders', async () => {
    const { services } = await showApp();
    drag('drop', [new File(['x'], '.DS_Store'), tea]);
    await expect.poll(() => services.added).toEqual(['tea.txt']);
  });

  it('says when nothing of a drop was meant', async () => {
    const { services, screen } = await showApp();
    drag('drop', [new File(['x'], '.DS_Store')]);
    await expect
      .element(screen.getByText('Nothing in that drop could be read as a file.').first())
      .toBeVisible();
    expect(services.added).toEqual([]);
  });

  it('tells in one notice what became of what was added', async () => {
    const { services, screen } = await showApp();
    services.nextSummary = { added: 12, updated: 3, unchanged: 240 };
    drag('drop', [tea]);
    const notice = screen.getByText('12 added, 3 updated, 240 unchanged.').first();
    await expect.element(notice).toBeVisible();
    await screen.getByRole('button', { name: 'Dismiss' }).click();
    await expect.element(screen.getByRole('button', { name: 'Dismiss' })).not.toBeInTheDocument();
  });

  it('takes words that are dragged in from elsewhere, and not those dragged about within the page', async () => {
    const { services } = await showApp();
    document.body.dispatchEvent(new DragEvent('dragstart', { bubbles: true }));
    drag('drop', { 'text/plain': 'Words of this page' });
    document.body.dispatchEvent(new DragEvent('dragend', { bubbles: true }));
    drag('drop', { 'text/plain': 'Words of another' });
    await expect.poll(() => services.added).toEqual([expect.stringMatching(/^Words of another .*\.txt$/)]);
    expect(services.lastAdded.isNew).toBe(true);
  });
});

describe('pasting', () => {
  it('turns text into a document of its own, named by its first words', async () => {
    const { services, screen } = await showApp();
    paste(document.body, { 'text/plain': '# Pine soot\n\nThe best soot comes from burning pine wood.' });
    await expect.poll(() => services.added).toEqual([expect.stringMatching(/^Pine soot .*\.md$/)]);
    expect(services.lastAdded.isNew).toBe(true);
    await expect.element(screen.getByText(/^Pasted as Pine soot/).first()).toBeVisible();
  });

  it('keeps a piece of a web page as a page with its title, and runs nothing in it', async () => {
    const { services } = await showApp();
    paste(document.body, {
      'text/plain': 'Ink\n\nSoot & glue.',
      'text/html':
        '<h1>Ink &amp; soot</h1><p>Soot &amp; glue.</p><img src="x" onerror="window.wasRun = true"><script>window.wasRun = true</script>',
    });
    await expect.poll(() => services.added).toEqual([expect.stringMatching(/^Ink & soot .*\.html$/)]);
    const [added] = services.lastAdded.files;
    expect(added?.file.type).toBe('text/html');
    const html = (await added?.file.text()) ?? '';
    expect(html).toMatch(/^<!doctype html>/);
    expect(html).toContain('<title>Ink &amp; soot</title>');
    expect(html).toContain('<p>Soot &amp; glue.</p>');
    expect(html).not.toContain('<script');
    expect('wasRun' in window).toBe(false);
  });

  it('takes what an editor copies as the plain text that it is', async () => {
    const { services } = await showApp();
    paste(document.body, {
      'text/plain': 'const ink = 1;',
      'text/html': '<div><span style="color:red">const</span> ink = 1;</div>',
    });
    await expect.poll(() => services.added).toEqual([expect.stringMatching(/^const ink = 1; .*\.txt$/)]);
  });

  it('keeps an address alone as text', async () => {
    const { services } = await showApp();
    paste(document.body, {
      'text/plain': 'https://example.org/ink',
      'text/html': '<a href="https://example.org/ink">Ink</a>',
    });
    await expect.poll(() => services.added).toHaveLength(1);
    expect(services.added[0]).toMatch(/\.txt$/);
    expect(await services.lastAdded.files[0]?.file.text()).toBe('https://example.org/ink');
  });

  it('takes files by their own name, and a picture by the day', async () => {
    const { services } = await showApp();
    paste(document.body, [tea, new File(['x'], 'image.png', { type: 'image/png' })]);
    await expect.poll(() => services.added).toEqual(['tea.txt', 'image.png']);
    paste(document.body, [new File(['x'], 'image.png', { type: 'image/png' })]);
    await expect.poll(() => services.added[2]).toMatch(/^image \d{4}-\d\d-\d\d\.png$/);
  });

  it('leaves text alone that is pasted into the question', async () => {
    const { services, screen } = await showApp();
    const question = screen.getByRole('textbox', { name: 'Question' });
    await question.click();
    paste(question.element(), { 'text/plain': 'How is soot made?' });
    drag('drop', [tea]);
    await expect.poll(() => services.added).toEqual(['tea.txt']);
  });
});

describe('what comes from other apps', () => {
  const files = [tea, new File(['Ink'], 'ink.md')].map((file) => ({ file, path: file.name }));

  it('waits until the person says into which library it goes', async () => {
    const { services, screen } = await showApp();
    services.setIncoming({ status: 'waiting', origin: 'shared', files });
    const dialog = screen.getByRole('dialog');
    await expect.element(dialog).toHaveTextContent('2 files');
    await dialog.getByRole('combobox', { name: 'Add to' }).selectOptions('古文与器物');
    await dialog.getByRole('button', { name: 'Add to “古文与器物”' }).click();
    await expect.element(dialog).not.toBeInTheDocument();
    expect(services.added).toEqual(['tea.txt', 'ink.md']);
    expect(services.lastAdded).toMatchObject({ libraryId: 'classics', isNew: true });
  });

  it('makes a first library where there is none', async () => {
    const { services, screen } = await showApp({ desk: emptyDesk });
    services.setIncoming({ status: 'waiting', origin: 'opened', files });
    await screen.getByRole('dialog').getByRole('button', { name: 'Add', exact: true }).click();
    await expect.element(screen.getByRole('button', { name: /^Library: My documents/ })).toBeVisible();
    await expect.poll(() => services.added).toEqual(['tea.txt', 'ink.md']);
    expect(services.lastAdded.isNew).toBe(false);
  });

  it('is thrown away when it is not wanted', async () => {
    const { services, screen } = await showApp();
    services.setIncoming({ status: 'waiting', origin: 'shared', files });
    await screen.getByRole('dialog').getByRole('button', { name: 'Discard' }).click();
    await expect.element(screen.getByRole('dialog')).not.toBeInTheDocument();
    expect(services.added).toEqual([]);
  });
});

describe('a folder that is kept', () => {
  /** What the browser would hand out for a folder with these files. */
  function folderOf(names: readonly string[], waitFor = Promise.resolve()): FileSystemDirectoryHandle {
    async function* values() {
      for (const name of names) {
        yield { kind: 'file', name, getFile: () => Promise.resolve(new File(['x'], name)) };
      }
      await waitFor;
    }
    return { kind: 'directory', name: 'notes', values } as unknown as FileSystemDirectoryHandle;
  }

  const inFolder = (name: string) => ({
    ...inkstone.document,
    id: name,
    name,
    path: `notes/${name}`,
  });

  async function showKept(handle: FileSystemDirectoryHandle) {
    const shown = await showApp({ desk: { ...deskInUse, unready: ['kept.md', 'gone.md'].map(inFolder) } });
    shown.services.setKept([{ id: 'folder', libraryId: 'studio', root: 'notes', handle }]);
    const update = async () => {
      await shown.screen.getByRole('button', { name: /^Library: The writing room/ }).click();
      await shown.screen.getByRole('menuitem', { name: 'Update from “notes”' }).click();
    };
    return { ...shown, update };
  }

  it('is looked through again: the new is added, and what is gone is offered to be removed', async () => {
    const { services, screen, update } = await showKept(folderOf(['kept.md', 'new.md']));
    services.nextSummary = { added: 1, updated: 0, unchanged: 1 };
    await update();
    const dialog = screen.getByRole('dialog');
    await expect.element(dialog.getByRole('list')).toHaveTextContent('notes/gone.md');
    expect(services.added).toEqual(['notes/kept.md', 'notes/new.md']);
    await expect.element(screen.getByText('1 added, 1 unchanged.').first()).toBeVisible();
    await dialog.getByRole('button', { name: 'Remove 1 document' }).click();
    await expect.element(screen.getByRole('button', { name: /^gone\.md/ })).not.toBeInTheDocument();
    await expect.element(screen.getByRole('button', { name: /^kept\.md/ })).toBeVisible();
  });

  it('keeps documents whose files are gone where the person wants them', async () => {
    const { screen, update } = await showKept(folderOf(['kept.md']));
    await update();
    await screen.getByRole('dialog').getByRole('button', { name: 'Keep them' }).click();
    await expect.element(screen.getByRole('button', { name: /^gone\.md/ })).toBeVisible();
  });

  it('is left alone where the browser may not read it', async () => {
    const { services, screen, update } = await showKept(folderOf(['kept.md']));
    services.mayRead = false;
    await update();
    await expect
      .element(screen.getByText('The browser was not allowed to read “notes”.').first())
      .toBeVisible();
    expect(services.added).toEqual([]);
  });

  it('that takes long is told of, and can be cancelled before anything is added', async () => {
    const names = Array.from({ length: 640 }, (_, index) => `${index}.md`);
    let go = (): void => undefined;
    const held = new Promise<void>((resolve) => (go = resolve));
    const slow = folderOf(names, held);
    const values = slow.values.bind(slow);
    Object.assign(slow, {
      values: async function* () {
        for await (const child of values()) {
          await new Promise((resolve) => setTimeout(resolve, 1));
          yield child;
        }
      },
    });
    const { services, screen, update } = await showKept(slow);
    await update();
    await expect.element(screen.getByText(/^Looking through the folder… \d+ files$/)).toBeVisible();
    await screen.getByRole('status').getByRole('button', { name: 'Cancel' }).click();
    go();
    await expect.element(screen.getByText(/^Looking through the folder/)).not.toBeInTheDocument();
    expect(services.added).toEqual([]);
  });
});
