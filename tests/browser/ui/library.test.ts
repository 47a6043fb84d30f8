import { describe, expect, it } from 'vitest';
import { userEvent } from 'vitest/browser';
import { deskInUse, emptyDesk, importing, inkstone, locked, waiting } from './desk';
import { showApp } from './show-app';

describe('libraries', () => {
  it('makes a first library, named in the language of the reader, when a file is added', async () => {
    const { services, screen } = await showApp({ desk: emptyDesk, settings: { locale: 'zh' } });
    await expect.element(screen.getByRole('button', { name: '添加文档' })).toBeVisible();
    await expect.element(screen.getByRole('button', { name: '选择文件夹' })).toBeVisible();
    const input = document.querySelector('[data-picker="files"]') ?? document.body;
    await userEvent.upload(input, new File(['# Ink'], 'ink.md'));
    await expect.element(screen.getByRole('button', { name: '资料库：我的文档。点击切换' })).toBeVisible();
    await expect.poll(() => services.added).toEqual(['ink.md']);
  });

  it('opens the settings on the first screen, and gives the focus back', async () => {
    const { screen } = await showApp({ desk: emptyDesk });
    const open = screen.getByRole('button', { name: 'Settings' });
    open.element().focus();
    await userEvent.keyboard('{Enter}');
    await expect.element(screen.getByRole('dialog', { name: 'Settings' })).toBeVisible();
    await userEvent.keyboard('{Escape}');
    await expect.element(open).toHaveFocus();
  });

  it('lays out the sample library and suggests questions, those in the language of the reader first', async () => {
    const { screen } = await showApp({ desk: emptyDesk });
    await screen.getByRole('button', { name: 'Try the sample library' }).click();
    const suggestions = screen.getByRole('list', { name: 'Questions to try' }).getByRole('button');
    await expect.element(suggestions.first()).toHaveTextContent('Who described 26 kinds of stone');
    await expect.element(suggestions.last()).toHaveTextContent('按太阳的实际位置来定节气的方法叫什么？');
    await expect.element(screen.getByRole('textbox', { name: 'Question' })).toHaveFocus();
  });

  it('cuts a long name and keeps the width of its pane', async () => {
    const { screen, services } = await showApp();
    await services.libraries.rename('studio', 'Annual reports of the North Sea Research Group '.repeat(3));
    const add = screen.getByRole('button', { name: 'Add documents' });
    await expect.poll(() => add.element().getBoundingClientRect().width).toBeLessThanOrEqual(272);
  });

  it('renames the library and returns the focus to its menu', async () => {
    const { screen } = await showApp();
    await screen.getByRole('button', { name: /^Library: The writing room/ }).click();
    await screen.getByRole('menuitem', { name: 'Rename library' }).click();
    const name = screen.getByRole('textbox', { name: 'Name' });
    await expect.element(name).toHaveValue('The writing room');
    await name.fill('The study');
    await screen.getByRole('button', { name: 'Save', exact: true }).click();
    const menu = screen.getByRole('button', { name: /^Library: The study/ });
    await expect.element(menu).toBeVisible();
    await expect.element(menu).toHaveFocus();
  });

  it('does not take an empty name', async () => {
    const { screen } = await showApp();
    await screen.getByRole('button', { name: /^Library: The writing room/ }).click();
    await screen.getByRole('menuitem', { name: 'New library' }).click();
    await screen.getByRole('button', { name: 'Create library' }).click();
    await expect.element(screen.getByRole('alert')).toHaveTextContent('Write a name first.');
  });

  it('says what is lost before a library is deleted', async () => {
    const { screen } = await showApp();
    await screen.getByRole('button', { name: /^Library: The writing room/ }).click();
    await screen.getByRole('menuitem', { name: 'Delete library' }).click();
    const dialog = screen.getByRole('alertdialog');
    await expect.element(dialog).toHaveTextContent('7 documents and 3 conversations are removed');
    await dialog.getByRole('button', { name: 'Delete library' }).click();
    await expect.element(screen.getByRole('button', { name: /^Library: 古文与器物/ })).toBeVisible();
  });
});

describe('documents', () => {
  it('shows kind, pages and passages of a document that is ready', async () => {
    const { screen } = await showApp();
    await expect
      .element(screen.getByRole('button', { name: /^universal-declaration-of-human-rights\.pdf/ }))
      .toHaveTextContent(/PDF · 3 pages · 2 passages/);
  });

  it('says of a failed document what is wrong and what to do', async () => {
    const { screen } = await showApp();
    const row = screen.getByRole('listitem').filter({ hasText: locked.name });
    await expect.element(row).toHaveTextContent('The file is locked with a password.');
    await expect
      .element(row)
      .toHaveTextContent('Enter the password, or save a copy without it and add that.');
    await row.getByRole('button', { name: `Remove ${locked.name}` }).click();
    await expect.element(row).not.toBeInTheDocument();
  });

  it('offers to try again only where that may help', async () => {
    const crashed = {
      ...locked,
      id: 'crashed',
      name: 'crashed.pdf',
      error: { code: 'worker-crashed', message: '' },
    } as const;
    const { screen } = await showApp({ desk: { ...deskInUse, unready: [locked, crashed] } });
    await expect
      .element(screen.getByRole('button', { name: 'Try to import crashed.pdf again' }))
      .toBeVisible();
    await expect
      .element(screen.getByRole('button', { name: `Try to import ${locked.name} again` }))
      .not.toBeInTheDocument();
  });

  it('shows how far an import is, and cancels it', async () => {
    const { screen } = await showApp();
    const progress = screen.getByRole('progressbar', { name: `Importing ${importing.name}` });
    await expect.element(progress).toHaveAttribute('aria-valuenow', '40');
    await screen.getByRole('button', { name: `Cancel the import of ${importing.name}` }).click();
    await expect.element(progress).not.toBeInTheDocument();
    expect(document.body.textContent).not.toContain(importing.name);
  });

  it('tells once how an import has ended, when its last document has', async () => {
    const { services, screen } = await showApp();
    services.settle(importing.id, { status: 'ready' });
    services.settle(waiting.id, { status: 'queued' });
    await expect.element(screen.getByText('1 document ready.')).not.toBeInTheDocument();
    services.settle(waiting.id, { status: 'ready' });
    await expect.element(screen.getByText('2 documents ready.')).toBeInTheDocument();
  });

  it('counts those that were imported before they were listed, and none that were brought back', async () => {
    const { services, screen } = await showApp({ desk: { ...deskInUse, unready: [] } });
    const before = deskInUse.sources.map(({ document }) => document);
    const [restored] = before;
    const made = ['a', 'b', 'c'].map((id) => ({ ...inkstone.document, id, name: `${id}.md` }));
    services.setDocuments(before.slice(1));
    await expect.element(screen.getByRole('button', { name: /^inkstone\.md/ })).not.toBeInTheDocument();
    services.setDocuments([
      ...before.slice(1),
      ...made.map((document, i) => (i === 0 ? { ...document, status: 'queued' as const } : document)),
    ]);
    await expect.element(screen.getByRole('button', { name: /^c\.md/ })).toBeVisible();
    services.setDocuments([...(restored ? [restored] : []), ...before.slice(1), ...made]);
    await expect.element(screen.getByText('3 documents ready.')).toBeInTheDocument();
  });

  it('brings a removed document back, and removes it for good once that is no longer offered', async () => {
    const { services, screen } = await showApp();
    const row = screen.getByRole('button', { name: /^inkstone\.md/ });
    const { id } = inkstone.document;
    const remove = async () => {
      await screen.getByRole('button', { name: `More for ${inkstone.document.name}` }).click();
      await screen.getByRole('menuitem', { name: 'Remove' }).click();
      await expect.element(row).not.toBeInTheDocument();
    };
    await remove();
    await expect.element(screen.getByText(/^“inkstone\.md” was removed\./)).toBeVisible();
    await expect.element(screen.getByRole('button', { name: /^universal-declaration/ })).toHaveFocus();
    await screen.getByRole('button', { name: 'Undo' }).click();
    await expect.element(row).toBeVisible();
    await remove();
    expect(services.storedIds).toContain(id);
    await screen.getByRole('button', { name: 'Dismiss' }).click();
    await expect.poll(() => services.storedIds).not.toContain(id);
  });
});

describe('a notice', () => {
  it('is followed by its shortcut, and by Tab, which then leads back to where it came from', async () => {
    const { screen } = await showApp();
    const row = screen.getByRole('button', { name: /^inkstone\.md/ });
    const remove = async () => {
      await screen.getByRole('button', { name: `More for ${inkstone.document.name}` }).click();
      await screen.getByRole('menuitem', { name: 'Remove' }).click();
      await expect.element(row).not.toBeInTheDocument();
    };
    await remove();
    await userEvent.keyboard('{Alt>}{Shift>}U{/Shift}{/Alt}');
    await expect.element(row).toBeVisible();
    await remove();
    const question = screen.getByRole('textbox', { name: 'Question' });
    question.element().focus();
    // As Tab would, in the end.
    screen.getByRole('button', { name: 'Undo' }).element().focus();
    await userEvent.keyboard('{Enter}');
    await expect.element(row).toBeVisible();
    await expect.element(question).toHaveFocus();
  });
});

describe('conversations', () => {
  it('renames a conversation', async () => {
    const { screen } = await showApp();
    await screen.getByRole('button', { name: 'More for When was paper first made from bark?' }).click();
    await screen.getByRole('menuitem', { name: 'Rename' }).click();
    await screen.getByRole('textbox', { name: 'Title' }).fill('Paper');
    await screen.getByRole('button', { name: 'Save', exact: true }).click();
    await expect.element(screen.getByRole('button', { name: 'Paper', exact: true })).toBeVisible();
  });

  it('marks a title with the language it is written in', async () => {
    const { screen } = await showApp();
    await expect.element(screen.getByText('《世界人权宣言》怎样谈休息？')).toHaveAttribute('lang', 'zh');
  });
});

describe('start-up', () => {
  it('tells how much of the search model has come', async () => {
    const { services, screen } = await showApp();
    services.setStartup({ status: 'starting', loadedBytes: 3e6, totalBytes: 12e6 });
    const progress = screen.getByRole('progressbar', { name: 'Preparing search' });
    await expect.element(progress).toHaveAttribute('aria-valuenow', '25');
    await expect.element(progress).toHaveAttribute('aria-valuetext', '3 MB of 12 MB');
  });
});

describe('a new version', () => {
  it('is offered and can be put off', async () => {
    const { screen } = await showApp({ isUpdateWaiting: true });
    await expect.element(screen.getByText('A new version is ready.')).toBeVisible();
    await screen.getByRole('button', { name: 'Later' }).click();
    await expect.element(screen.getByText('A new version is ready.')).not.toBeInTheDocument();
  });
});
