import { describe, expect, it } from 'vitest';
import { userEvent } from 'vitest/browser';
import type { ExtractionWarning } from '../../../src/core/extracted-document';
import type { StoredDocument } from '../../../src/core/library';
import { longTasks } from '../../../src/lab/long-tasks';
import { deskInUse, importing, inkstone, locked, waiting } from './desk';
import { showApp } from './show-app';
import { violations } from './violations';

function documentAt(index: number, change: Partial<StoredDocument> = {}): StoredDocument {
  const name = `note-${String(index).padStart(4, '0')}.md`;
  const { content, ...document } = inkstone.document;
  const isRead = (change.status ?? 'ready') === 'ready';
  return {
    ...document,
    ...(content && isRead ? { content } : {}),
    id: `id-${index}`,
    name,
    path: `notes/${name}`,
    hash: '',
    addedAt: index,
    ...change,
  };
}

const withDocuments = (unready: readonly StoredDocument[]) => ({
  desk: { ...deskInUse, sources: [], unready, conversations: [], messages: [] },
});

const many = (count: number, change: Partial<StoredDocument> = {}) =>
  Array.from({ length: count }, (_, index) => documentAt(index, change));

function withWarnings(warnings: readonly ExtractionWarning[]): Partial<StoredDocument> {
  const { content } = inkstone.document;
  return content ? { content: { ...content, warnings } } : {};
}

const mounted = () => document.querySelectorAll('[data-row]').length;

describe('a list of thousands', () => {
  it('lays out only what is in sight, and says which of how many each row is', async () => {
    const { screen } = await showApp(withDocuments(many(5000)));
    const first = screen.getByRole('listitem').filter({ hasText: 'note-0000.md' });
    await expect.element(first).toHaveAttribute('aria-setsize', '5000');
    await expect.element(first).toHaveAttribute('aria-posinset', '1');
    expect(mounted()).toBeLessThan(60);
  });

  it('is gone through with the keyboard alone', async () => {
    const { screen } = await showApp(withDocuments(many(500)));
    const row = (name: string) => screen.getByRole('button', { name: new RegExp(`^${name}`) });
    await screen.getByRole('textbox', { name: 'Filter by name or folder' }).click();
    await userEvent.keyboard('{ArrowDown}');
    await expect.element(row('note-0000')).toHaveFocus();
    await userEvent.keyboard('{ArrowDown}{ArrowDown}');
    await expect.element(row('note-0002')).toHaveFocus();
    await userEvent.keyboard('{End}');
    await expect.element(row('note-0499')).toHaveFocus();
    await expect.element(row('note-0499')).toBeInViewport();
    await userEvent.keyboard('{ArrowUp}');
    await expect.element(row('note-0498')).toHaveFocus();
    await userEvent.keyboard('{Home}');
    await expect.element(row('note-0000')).toHaveFocus();
    // One press of Tab goes on to the row's menu, and the next leaves the list.
    await userEvent.keyboard('{Tab}');
    await expect.element(screen.getByRole('button', { name: 'More for note-0000.md' })).toHaveFocus();
    await userEvent.keyboard('{Tab}');
    expect(document.activeElement?.closest('[data-row]')).toBeNull();
  });

  it('is filtered by typing in it, and whole again after Escape', async () => {
    const { screen } = await showApp(withDocuments(many(500)));
    const field = screen.getByRole('textbox', { name: 'Filter by name or folder' });
    await field.click();
    await userEvent.keyboard('{ArrowDown}0421');
    await expect.element(field).toHaveValue('0421');
    await expect.element(screen.getByText('1 of 500')).toBeVisible();
    await expect.element(screen.getByRole('button', { name: /^note-0421/ })).toBeVisible();
    await userEvent.keyboard('{Escape}');
    await expect.element(field).toHaveValue('');
    await expect.element(screen.getByRole('button', { name: /^note-0000/ })).toBeVisible();
    await field.fill('no such thing');
    await expect.element(screen.getByText('No document has this in its name or folder.')).toBeVisible();
  });

  it('has no field for what is seen at a glance', async () => {
    const { screen } = await showApp(withDocuments(many(12)));
    await expect.element(screen.getByRole('button', { name: /^note-0011/ })).toBeVisible();
    await expect.element(screen.getByRole('textbox', { name: /^Filter/ })).not.toBeInTheDocument();
  });

  it('keeps the row that has the focus while the list is scrolled away from it', async () => {
    const { screen } = await showApp(withDocuments(many(500)));
    await screen.getByRole('textbox', { name: 'Filter by name or folder' }).click();
    await userEvent.keyboard('{ArrowDown}');
    const focused = screen.getByRole('button', { name: /^note-0000/ });
    await expect.element(focused).toHaveFocus();
    const list = screen.getByRole('list', { name: 'Documents' }).element();
    list.scrollTop = list.scrollHeight / 2;
    await expect.element(screen.getByRole('button', { name: /^note-0250/ })).toBeInTheDocument();
    await expect.element(focused).toHaveFocus();
  });

  it('asks for the rows in sight to be imported first', async () => {
    const { services, screen } = await showApp(withDocuments(many(500, { status: 'queued' })));
    await expect.poll(() => services.prioritised.at(-1)?.[0]).toBe('id-0');
    const list = screen.getByRole('list', { name: 'Documents' }).element();
    list.scrollTop = list.scrollHeight;
    await expect.poll(() => services.prioritised.at(-1)?.at(-1)).toMatch(/^id-49\d$/);
    expect(services.prioritised.at(-1)?.length).toBeLessThan(40);
  });

  it('holds nothing up while thousands of rows appear and change', async () => {
    const tasks = longTasks();
    const { services, screen } = await showApp(withDocuments([]));
    let documents = many(5000, { status: 'queued' });
    const before = tasks.longestMs();
    services.setDocuments(documents);
    await expect.element(screen.getByRole('listitem').first()).toHaveAttribute('aria-setsize', '5000');
    const appearing = tasks.longestMs();
    const started = performance.now();
    for (let index = 0; index < 200; index += 2) {
      documents = documents.map((document, at) =>
        at < index
          ? { ...document, status: 'ready' }
          : at < index + 2
            ? { ...document, status: 'queued' }
            : { ...document },
      );
      services.setDocuments(documents);
      services.setProgress(
        new Map(
          [0, 1].map((next) => [`id-${index + next}`, { stage: 'embedding', loaded: index % 10, total: 10 }]),
        ),
      );
      await new Promise((resolve) => requestAnimationFrame(resolve));
    }
    const changing = performance.now() - started;
    await expect.element(screen.getByText('4,802 documents still to import')).toBeVisible();
    console.log(
      `5,000 rows: longest task before ${before.toFixed(0)} ms, while they appear ${appearing.toFixed(0)} ms, over 100 changes of all ${tasks.longestMs().toFixed(0)} ms (${(changing / 100).toFixed(1)} ms each)`,
    );
  });
});

describe('the queue', () => {
  it('tells how far all imports are, is paused and resumed, and cancelled', async () => {
    const { screen } = await showApp();
    await expect.element(screen.getByText('2 documents still to import')).toBeVisible();
    await expect.element(screen.getByRole('progressbar', { name: 'Progress of all imports' })).toBeVisible();
    await screen.getByRole('button', { name: 'Pause' }).click();
    await expect.element(screen.getByText(/Paused$/)).toBeVisible();
    await screen.getByRole('button', { name: 'Resume' }).click();
    await expect.element(screen.getByRole('button', { name: 'Pause' })).toBeVisible();
    const cancelAll = screen.getByRole('button', { name: 'Cancel all' });
    await cancelAll.click();
    const dialog = screen.getByRole('alertdialog', { name: 'Cancel the import of 2 documents?' });
    await dialog.getByRole('button', { name: 'Go on importing' }).click();
    await expect.element(dialog).not.toBeInTheDocument();
    await expect.element(cancelAll).toHaveFocus();
    await expect.element(screen.getByText('2 documents still to import')).toBeVisible();
    await cancelAll.click();
    await dialog.getByRole('button', { name: 'Cancel the import' }).click();
    await expect.element(screen.getByRole('heading', { name: 'Documents' })).toHaveFocus();
    await expect.element(screen.getByText(/still to import/)).not.toBeInTheDocument();
    expect(document.body.textContent).not.toContain(importing.name);
  });

  it('asks to keep the tab open only while files are being copied', async () => {
    const { services, screen } = await showApp();
    const leave = () => {
      const event = new Event('beforeunload', { cancelable: true });
      window.dispatchEvent(event);
      return event.defaultPrevented;
    };
    expect(leave()).toBe(false);
    services.setQueue({ uncopied: 3 });
    await expect
      .element(screen.getByText(/^3 files are still being copied: keep this tab open/))
      .toBeVisible();
    expect(leave()).toBe(true);
    services.setQueue({ uncopied: 0 });
    await expect.element(screen.getByText(/still being copied/)).not.toBeInTheDocument();
    expect(leave()).toBe(false);
  });

  it('gathers what failed: shown, tried again, removed', async () => {
    const bad = [14, 17].map((index) =>
      documentAt(index, { status: 'failed', error: { code: 'worker-crashed', message: '' } }),
    );
    const warned = documentAt(20, withWarnings([{ code: 'images-skipped', count: 1 }]));
    const { services, screen } = await showApp(withDocuments([...many(12), warned, ...bad]));
    await expect.element(screen.getByText('2 could not be imported')).toBeVisible();
    await screen.getByRole('button', { name: 'Show', exact: true }).click();
    await expect.element(screen.getByText('2 of 15')).toBeVisible();
    await expect.element(screen.getByRole('button', { name: /^note-0000/ })).not.toBeInTheDocument();
    const field = screen.getByRole('textbox', { name: 'Filter by name or folder' });
    await field.fill('note-0000');
    await expect.element(screen.getByText(/^None of those that could not be imported has/)).toBeVisible();
    await field.fill('');
    await screen.getByRole('button', { name: 'Try all again' }).click();
    await expect.element(screen.getByText('2 documents still to import')).toBeVisible();
    await expect.element(screen.getByRole('button', { name: /^note-0000/ })).toBeVisible();
    for (const { id } of bad) services.settle(id, { status: 'failed' });
    await screen.getByRole('button', { name: 'Remove all' }).click();
    await expect.element(screen.getByRole('heading', { name: 'Documents' })).toHaveFocus();
    await expect.element(screen.getByText('2 could not be imported')).not.toBeInTheDocument();
    await expect.element(screen.getByText('note-0014.md')).not.toBeInTheDocument();
    await screen.getByRole('button', { name: 'Undo' }).click();
    await expect.element(screen.getByText('2 could not be imported')).toBeVisible();
  });

  it('asks before very many that failed are removed', async () => {
    const bad = Array.from({ length: 30 }, (_, index) =>
      documentAt(index, { status: 'failed', error: { code: 'no-text', message: '' } }),
    );
    const { screen } = await showApp(withDocuments(bad));
    await screen.getByRole('button', { name: 'Remove all' }).click();
    const dialog = screen.getByRole('alertdialog', {
      name: 'Remove 30 documents that could not be imported?',
    });
    await expect.element(screen.getByText('30 could not be imported')).toBeInTheDocument();
    await dialog.getByRole('button', { name: 'Remove all' }).click();
    await expect.element(screen.getByText('30 could not be imported')).not.toBeInTheDocument();
    await expect.element(screen.getByText(/^30 documents were removed\./)).toBeVisible();
  });
});

describe('a row', () => {
  it('names the kind of a document and tells two of one name apart by their folders', async () => {
    const alike = ['2024', '2025'].map((year, index) =>
      documentAt(index, { name: 'report.docx', path: `work/${year}/report.docx`, status: 'queued' }),
    );
    const { screen } = await showApp(withDocuments(alike));
    const row = screen.getByRole('listitem').filter({ hasText: '2025' });
    await expect.element(row).toHaveTextContent(/^report\.docx 2025 ?Word · .* · Waiting$/);
    await expect.element(row.getByTitle(/^work\/2025\/report\.docx/)).toBeVisible();
  });

  it('opens a locked document with a password, by Enter, and forgets it', async () => {
    const { services, screen } = await showApp();
    const field = screen.getByLabelText(`Password for ${locked.name}`);
    await expect.element(field).toHaveAttribute('type', 'password');
    await expect.element(field).toHaveAttribute('autocomplete', 'off');
    await field.fill('open sesame');
    await userEvent.keyboard('{Enter}');
    expect(services.passwords.get(locked.id)).toBe('open sesame');
    await expect.element(field).not.toBeInTheDocument();
    services.settle(locked.id, { status: 'failed', error: { code: 'wrong-password', message: '' } });
    await expect.element(screen.getByText('The password does not open the file.')).toBeVisible();
    await expect.element(field).toHaveValue('');
  });

  it('keeps the focus through a wrong password and a right one', async () => {
    const { services, screen } = await showApp();
    const row = () => screen.getByRole('listitem').filter({ hasText: locked.name }).element();
    const field = screen.getByLabelText(`Password for ${locked.name}`);
    await field.fill('wrong');
    await userEvent.keyboard('{Enter}');
    await expect.poll(() => row().contains(document.activeElement)).toBe(true);
    services.settle(locked.id, { status: 'failed', error: { code: 'wrong-password', message: '' } });
    await expect.element(field).toHaveFocus();
    await userEvent.keyboard('right{Enter}');
    expect(services.passwords.get(locked.id)).toBe('right');
    await expect.poll(() => row().contains(document.activeElement)).toBe(true);
    services.settle(locked.id, { status: 'ready' });
    await expect.element(screen.getByRole('button', { name: new RegExp(`^${locked.name}`) })).toHaveFocus();
  });

  it('leaves the focus where the person has taken it since the password was given', async () => {
    const { services, screen } = await showApp();
    await screen.getByLabelText(`Password for ${locked.name}`).fill('wrong');
    await userEvent.keyboard('{Enter}');
    const question = screen.getByRole('textbox', { name: 'Question' });
    await question.click();
    services.settle(locked.id, { status: 'failed', error: { code: 'wrong-password', message: '' } });
    await expect.element(screen.getByText('The password does not open the file.')).toBeVisible();
    await expect.element(question).toHaveFocus();
  });

  it.each(['en', 'zh'] as const)('holds the button of a password in one line (%s)', async (locale) => {
    const { screen } = await showApp({ settings: { locale } });
    const button = screen.getByRole('button', { name: /with the password$|^用密码打开/ });
    await expect.element(button).toBeVisible();
    expect(button.element().getBoundingClientRect().height).toBe(28);
    expect(button.element().previousElementSibling?.getBoundingClientRect().height).toBe(28);
  });

  it('says of a file that was never copied that it is to be added again', async () => {
    const lost = documentAt(0, { status: 'failed', error: { code: 'not-stored', message: '' } });
    const { screen } = await showApp(withDocuments([lost]));
    await expect
      .element(screen.getByRole('listitem'))
      .toHaveTextContent('Add it again; it takes this place.');
    await expect.element(screen.getByRole('button', { name: /^Try to import/ })).not.toBeInTheDocument();
  });

  it('of a document that failed leads to its details: what is wrong, what to do, its file', async () => {
    const error = { code: 'worker-crashed', message: 'out of memory' } as const;
    const failed = documentAt(0, { status: 'failed', error, hash: 'ab'.repeat(32) });
    const { screen, services } = await showApp(withDocuments([failed]));
    await screen.getByRole('button', { name: 'More for note-0000.md' }).click();
    await screen.getByRole('menuitem', { name: 'Details' }).click();
    const about = screen.getByRole('region', { name: 'About', exact: true });
    await expect.element(about.getByText(failed.hash)).toBeVisible();
    await expect.element(about.getByRole('button', { name: /^Save/ })).toBeVisible();
    await about.getByRole('button', { name: 'Try to import note-0000.md again' }).click();
    await expect.element(about.getByRole('progressbar')).toBeVisible();
    services.settle('id-0', { status: 'failed', error });
    await about.getByRole('button', { name: 'Remove note-0000.md' }).click();
    await expect.element(screen.getByText('note-0000.md')).not.toBeInTheDocument();
  });

  it('opens its menu by the keyboard, and has the focus again when that is closed', async () => {
    const { screen } = await showApp(withDocuments(many(3)));
    const more = screen.getByRole('button', { name: 'More for note-0001.md' });
    const button = more.element();
    if (button instanceof HTMLElement) button.focus();
    await userEvent.keyboard('{Enter}');
    await expect.element(screen.getByRole('menuitem', { name: 'Open' })).toHaveFocus();
    await userEvent.keyboard('{ArrowDown}');
    await expect.element(screen.getByRole('menuitem', { name: 'Details' })).toHaveFocus();
    await userEvent.keyboard('{Escape}');
    await expect.element(screen.getByRole('menu')).not.toBeInTheDocument();
    await expect.element(more).toHaveFocus();
    await userEvent.keyboard('{Enter}');
    await expect.element(screen.getByRole('menuitem', { name: 'Open' })).toHaveFocus();
    await userEvent.keyboard('{Tab}');
    await expect.element(screen.getByRole('menu')).not.toBeInTheDocument();
    await expect.element(screen.getByRole('button', { name: /^note-0002/ })).toHaveFocus();
    await more.click();
    await expect.element(screen.getByRole('menu')).toBeVisible();
    await more.click();
    await expect.element(screen.getByRole('menu')).not.toBeInTheDocument();
  });

  it('keeps what a reader said of a failure behind a press', async () => {
    const broken = documentAt(0, { status: 'failed', error: { code: 'corrupt', message: 'xref at 1042' } });
    const { screen } = await showApp(withDocuments([broken]));
    await expect.element(screen.getByText('xref at 1042')).not.toBeVisible();
    await screen.getByText('Details').click();
    await expect.element(screen.getByText('xref at 1042')).toBeVisible();
  });

  const pending = {
    contentId: 'c',
    fileId: 'f',
    hash: 'new',
    mediaType: '',
    sizeBytes: 10,
    status: 'queued',
  } as const;

  it('stays as it is while a new version is read, and tells how far that is', async () => {
    const { services, screen } = await showApp(withDocuments([documentAt(0, { pending })]));
    await expect.element(screen.getByText('A new version waits to be read.')).toBeVisible();
    services.settle('id-0', { pending: { ...pending, status: 'queued' } });
    services.setProgress(new Map([['id-0', { stage: 'reading', loaded: 1, total: 4 }]]));
    await expect.element(screen.getByText('A new version is being read · Reading 25%')).toBeVisible();
    await expect.element(screen.getByRole('button', { name: /^note-0000\.md/ })).toBeVisible();
    await screen.getByRole('button', { name: 'Do not read the new version of note-0000.md' }).click();
    await expect.element(screen.getByText(/new version/)).not.toBeInTheDocument();
    await expect.element(screen.getByRole('button', { name: /^note-0000\.md/ })).toBeVisible();
  });

  it('keeps the version it has when the new one failed, or tries again', async () => {
    const failed = { ...pending, status: 'failed', error: { code: 'worker-crashed', message: '' } } as const;
    const { services, screen } = await showApp(withDocuments([documentAt(0, { pending: failed })]));
    await expect.element(screen.getByText(/^The new version was not read\./)).toBeVisible();
    await screen.getByRole('button', { name: 'Try to import note-0000.md again' }).click();
    await expect.element(screen.getByText('A new version waits to be read.')).toBeVisible();
    services.settle('id-0', { pending: failed });
    await screen.getByRole('button', { name: 'Keep the version of note-0000.md that is here' }).click();
    await expect.element(screen.getByText(/new version/)).not.toBeInTheDocument();
  });

  it('says of what is kept and not read yet why, and shows the pages of a scan', async () => {
    const content = { coverage: 0, warnings: [], characters: 0, pages: [], chunkCount: 0 } as const;
    const { screen } = await showApp(
      withDocuments([
        documentAt(0, {
          status: 'unread',
          name: 'scan.pdf',
          content: { ...content, format: 'pdf', unread: 'scan' },
        }),
        documentAt(1, {
          status: 'unread',
          name: 'talk.mp3',
          hash: 'cd'.repeat(32),
          content: { ...content, format: 'audio', unread: 'audio' },
        }),
      ]),
    );
    const scan = screen.getByRole('listitem').filter({ hasText: 'scan.pdf' });
    await expect.element(scan).toHaveTextContent('Kept. Its pages are pictures');
    await expect.element(scan.getByRole('button', { name: /^scan\.pdf/ })).toBeVisible();
    const talk = screen.getByRole('listitem').filter({ hasText: 'talk.mp3' });
    await expect.element(talk).toHaveTextContent('Kept. What is said in it is not read yet.');
    await talk.getByRole('button', { name: /^talk\.mp3/ }).click();
    await expect.element(screen.getByRole('heading', { level: 1, name: 'talk.mp3' })).toHaveFocus();
    await expect.element(screen.getByRole('button', { name: 'Read again' })).toBeVisible();
  });

  it('makes room for its menu while that is shown, and keeps its height', async () => {
    const name = 'A name that is much too long for its row, and is cut at the end.md';
    const { screen } = await showApp(
      withDocuments([
        documentAt(0, { name }),
        documentAt(1, { name, status: 'failed', error: { code: 'no-text', message: '' } }),
      ]),
    );
    for (const index of [0, 1]) {
      const row = screen.getByRole('listitem').nth(index);
      const heightPx = () => row.element().getBoundingClientRect().height;
      const before = heightPx();
      await row.hover();
      const menu = row
        .getByRole('button', { name: /^More for/ })
        .element()
        .getBoundingClientRect();
      const texts = row.element().querySelectorAll('.name > .truncate');
      expect(texts.length).toBeGreaterThan(0);
      for (const text of texts) expect(text.getBoundingClientRect().right).toBeLessThanOrEqual(menu.left);
      expect(heightPx()).toBe(before);
    }
  });

  it('holds what was not read in one line that opens', async () => {
    const warned = documentAt(
      0,
      withWarnings([
        { code: 'images-skipped', count: 3 },
        { code: 'attachments-skipped', names: ['budget.xlsx'] },
      ]),
    );
    const { screen } = await showApp(withDocuments([warned]));
    const line = screen.getByRole('button', {
      name: /^3 pictures in it were not read\. Not read: budget\.xlsx\./,
    });
    const heightPx = () => line.element().getBoundingClientRect().height;
    const closedPx = heightPx();
    await line.click();
    await expect.element(line).toHaveAttribute('aria-expanded', 'true');
    expect(heightPx()).toBeGreaterThan(closedPx);
  });
});

it.each(['light', 'dark'] as const)(
  'axe finds nothing in a long list with problems, in the %s theme',
  async (theme) => {
    const { screen, services } = await showApp({
      ...withDocuments([
        documentAt(9000, { status: 'failed', error: { code: 'encrypted', message: 'standard handler' } }),
        documentAt(9001, { status: 'queued' }),
        ...many(40, { status: 'queued' }),
        waiting,
      ]),
      settings: { theme },
    });
    services.setQueue({ uncopied: 4 });
    services.setProgress(new Map([['id-9001', { stage: 'reading', loaded: 1, total: 4 }]]));
    await expect.element(screen.getByText(/^4 files are still being copied/)).toBeVisible();
    expect(await violations()).toEqual([]);
  },
);
