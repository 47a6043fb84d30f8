import { describe, expect, it } from 'vitest';
import { cleanup } from 'vitest-browser-svelte';
import { page, userEvent } from 'vitest/browser';
import { showApp } from './show-app';

const title = page.getByRole('main').getByRole('heading', { level: 1 });
const source = page.getByRole('complementary', { name: 'Source' });
const dialog = page.getByRole('dialog');
const ink = 'How should ink be ground';
const paper = 'When was paper first made';

const conversationNow = () => new URLSearchParams(location.hash.slice(1)).get('conversation');
const libraryNow = () => new URLSearchParams(location.hash.slice(1)).get('library');

/** Entries are counted from where the app was opened: going further back would leave the test's own page. */
async function open(options: Parameters<typeof showApp>[0] = {}) {
  const shown = await showApp(options);
  await expect.poll(conversationNow).toBe('ink');
  return { ...shown, before: history.length };
}

const openPaper = () => page.getByRole('button', { name: new RegExp(`^${paper}`) }).click();

/** Told when the browser is where it was sent. */
async function go(steps: number) {
  const arrived = new Promise((resolve) => addEventListener('popstate', resolve, { once: true }));
  history.go(steps);
  await arrived;
}

async function reload(options: Parameters<typeof showApp>[0] = {}) {
  cleanup();
  return showApp({ ...options, keepsAddress: true });
}

const depth = () => (history.state as { depth?: number } | null)?.depth;

describe('conversations', () => {
  it('are gone through by Back and Forward, each with its address and title', async () => {
    await open();
    await openPaper();
    await expect.poll(conversationNow).toBe('paper');
    await expect.poll(() => document.title).toMatch(/^When was paper first made from bark\? · Inkstone$/);
    await go(-1);
    await expect.element(title).toHaveTextContent(ink);
    expect(conversationNow()).toBe('ink');
    await expect.poll(() => document.title).toMatch(/^How should ink be ground/);
    await go(1);
    await expect.element(title).toHaveTextContent(paper);
    expect(conversationNow()).toBe('paper');
  });

  it('have an entry when they are new, which becomes theirs with the first question', async () => {
    await open();
    await page.getByRole('button', { name: 'New conversation', exact: true }).first().click();
    await expect.poll(conversationNow).toBeNull();
    const { length } = history;
    await page.getByRole('textbox', { name: 'Question' }).fill('Which stone is rare?');
    await userEvent.keyboard('{Enter}');
    await expect.poll(conversationNow).toMatch(/./);
    const made = conversationNow();
    expect(history.length).toBe(length);
    await go(-1);
    await expect.element(title).toHaveTextContent(ink);
    await go(1);
    await expect.poll(conversationNow).toBe(made);
    await expect.element(title).toHaveTextContent('Which stone is rare?');
  });

  it('of another library come with it, and Back leads to the one before', async () => {
    await open();
    await page.getByRole('button', { name: /^Library: The writing room/ }).click();
    await page.getByRole('menuitemradio', { name: '古文与器物' }).click();
    await expect.poll(conversationNow).toBe('four');
    expect(libraryNow()).toBe('classics');
    await go(-1);
    await expect.element(title).toHaveTextContent(ink);
    await expect.element(page.getByRole('button', { name: /^Library: The writing room/ })).toBeVisible();
    await expect.poll(() => [libraryNow(), conversationNow()]).toEqual(['studio', 'ink']);
    await go(1);
    await expect.poll(() => [libraryNow(), conversationNow()]).toEqual(['classics', 'four']);
    await expect.element(title).toHaveTextContent('好笔的');
  });

  it('stay where they are when the page is loaded again, in whichever library', async () => {
    await open();
    await openPaper();
    await expect.poll(conversationNow).toBe('paper');
    await reload();
    await expect.element(title).toHaveTextContent(paper);
    cleanup();
    history.replaceState(null, '', '#library=classics&conversation=four');
    const { services } = await showApp({ keepsAddress: true });
    await expect.element(title).toHaveTextContent('好笔的');
    // What the next start begins with is what was chosen.
    expect(services.settingsNow.libraryId).toBe('studio');
    cleanup();
    history.replaceState(null, '', '#library=studio');
    await showApp({ keepsAddress: true });
    await expect.element(title).toHaveTextContent('New conversation');
  });

  it.each(['#library=studio&conversation=gone', '#library=gone&conversation=ink', '#question'])(
    'that are not there are passed over: %s',
    async (address) => {
      await page.viewport(1440, 900);
      history.replaceState(null, '', address);
      const { length } = history;
      await showApp({ keepsAddress: true });
      await expect.element(title).toHaveTextContent(ink);
      await expect.poll(() => [libraryNow(), conversationNow()]).toEqual(['studio', 'ink']);
      expect(history.length).toBe(length);
      await expect.element(page.getByRole('alert')).not.toBeInTheDocument();
    },
  );

  it('can be gone to by an address that is put in by hand', async () => {
    await open();
    location.hash = '#library=studio&conversation=rights';
    await expect.element(title).toHaveTextContent('《世界人权宣言》');
    await go(-1);
    await expect.element(title).toHaveTextContent(ink);
  });

  it('are not gone from by the link to the question', async () => {
    await open();
    const { length } = history;
    const skip = page.getByRole('link', { name: 'Skip to the question' });
    (skip.element() as HTMLElement).focus();
    await userEvent.keyboard('{Enter}');
    await expect.element(page.getByRole('textbox', { name: 'Question' })).toHaveFocus();
    expect([conversationNow(), history.length]).toEqual(['ink', length]);
  });
});

describe('what lies over the conversation', () => {
  it('is closed by Back, and gives the focus back', async () => {
    await open();
    const settings = page.getByRole('button', { name: 'Settings', exact: true });
    await settings.click();
    await expect.element(dialog).toBeVisible();
    await expect.poll(depth).toBe(1);
    await go(-1);
    await expect.element(dialog).not.toBeInTheDocument();
    await expect.element(settings).toHaveFocus();
    expect([conversationNow(), depth()]).toEqual(['ink', 0]);
  });

  it('takes its entry away when it is closed otherwise', async () => {
    await open();
    await openPaper();
    await expect.poll(conversationNow).toBe('paper');
    await page.getByRole('button', { name: 'Settings', exact: true }).click();
    await expect.poll(depth).toBe(1);
    await userEvent.keyboard('{Escape}');
    await expect.poll(depth).toBe(0);
    await go(-1);
    await expect.element(title).toHaveTextContent(ink);
  });

  it('leaves its entry to where it leads', async () => {
    await open();
    await userEvent.keyboard('{Control>}{Shift>}P{/Shift}{/Control}');
    await expect.poll(depth).toBe(1);
    await userEvent.keyboard('bark');
    await userEvent.keyboard('{Enter}');
    await expect.poll(conversationNow).toBe('paper');
    await expect.poll(depth).toBe(0);
    await go(-1);
    await expect.element(title).toHaveTextContent(ink);
    await expect.element(dialog).not.toBeInTheDocument();
  });

  it('does not come back by Forward, nor keep anybody from going back', async () => {
    await open();
    await openPaper();
    await expect.poll(conversationNow).toBe('paper');
    await page.getByRole('button', { name: 'Settings', exact: true }).click();
    await expect.poll(depth).toBe(1);
    await go(-1);
    await expect.element(dialog).not.toBeInTheDocument();
    await go(1);
    await expect.poll(depth).toBe(0);
    await expect.element(dialog).not.toBeInTheDocument();
    await go(-1);
    await expect.element(title).toHaveTextContent(ink);
  });

  it('is left with its conversation by two steps back at once', async () => {
    await open();
    await openPaper();
    await expect.poll(conversationNow).toBe('paper');
    await page.getByRole('button', { name: 'Settings', exact: true }).click();
    await expect.poll(depth).toBe(1);
    history.back();
    history.back();
    await expect.element(title).toHaveTextContent(ink);
    await expect.element(dialog).not.toBeInTheDocument();
    expect([conversationNow(), depth()]).toEqual(['ink', 0]);
  });

  it('is gone when the page is loaded again, and its entry with it', async () => {
    await open();
    await page.getByRole('button', { name: 'Settings', exact: true }).click();
    await expect.poll(depth).toBe(1);
    await reload();
    await expect.poll(depth).toBe(0);
    await expect.element(title).toHaveTextContent(ink);
  });

  it('is the source beside it too: Back puts it away, and the citation has the focus again', async () => {
    await open();
    await openPaper();
    await expect.poll(conversationNow).toBe('paper');
    await page.getByRole('button', { name: /^inkstone\.md/ }).click();
    await expect.element(source).toBeVisible();
    await expect.poll(depth).toBe(1);
    await go(-1);
    await expect.element(source).not.toBeInTheDocument();
    expect([conversationNow(), depth()]).toEqual(['paper', 0]);
    await go(-1);
    await expect.element(title).toHaveTextContent(ink);
  });

  it('is no source that was open before the conversation', async () => {
    await open();
    await page.getByRole('button', { name: /^inkstone\.md/ }).click();
    await expect.poll(depth).toBe(1);
    await openPaper();
    await expect.poll(() => [conversationNow(), depth()]).toEqual(['paper', 0]);
    await expect.element(source).toBeVisible();
    await go(-1);
    await expect.element(title).toHaveTextContent(ink);
    await expect.element(source).toBeVisible();
  });

  it('takes no step with a source whose document was removed', async () => {
    const { services } = await open();
    await page.getByRole('button', { name: /^inkstone\.md/ }).click();
    await expect.poll(depth).toBe(1);
    await page.getByRole('button', { name: 'More for inkstone.md' }).first().click();
    await page.getByRole('menuitem', { name: 'Remove' }).click();
    await expect.element(source).not.toBeInTheDocument();
    await expect.poll(depth).toBe(0);
    expect(services.storedIds.length).toBeGreaterThan(0);
  });

  it('is search, and then the source that was opened before', async () => {
    await open();
    await page
      .getByRole('button', { name: /^Citation 1/ })
      .first()
      .click();
    await expect.element(source).toBeVisible();
    await expect.poll(depth).toBe(1);
    await userEvent.keyboard('{Control>}k{/Control}');
    const field = page.getByRole('combobox', { name: 'Words to find' });
    await expect.element(field).toBeVisible();
    await expect.poll(depth).toBe(2);
    await go(-1);
    await expect.element(field).not.toBeInTheDocument();
    await expect.element(source).toBeVisible();
    await go(-1);
    await expect.element(source).not.toBeInTheDocument();
  });
});

describe('on a phone', () => {
  const phone = { width: 390, height: 844 };
  const tabs = page.getByRole('navigation', { name: 'Panes' });
  const current = () => document.querySelector('[aria-label="Panes"] [aria-current]')?.textContent.trim();

  it('Back closes the source, and the citation has the focus again', async () => {
    await open(phone);
    const chip = page.getByRole('button', { name: /^Citation 1/ }).first();
    await chip.click();
    await expect.element(source).toBeVisible();
    await expect.poll(depth).toBe(1);
    await go(-1);
    await expect.element(source).not.toBeInTheDocument();
    await expect.element(chip).toHaveFocus();
    expect(depth()).toBe(0);
  });

  it('Back goes from the source to the documents it was opened from, and then to the conversation', async () => {
    await open(phone);
    await tabs.getByRole('button', { name: 'Documents' }).click();
    await expect.poll(depth).toBe(1);
    await page.getByRole('button', { name: /^inkstone\.md/ }).click();
    await expect.element(source).toBeVisible();
    await expect.poll(depth).toBe(2);
    await go(-1);
    await expect.poll(current).toBe('Documents');
    await expect.poll(() => document.activeElement?.checkVisibility()).toBe(true);
    await go(-1);
    await expect.poll(current).toBe('Chat');
    expect(depth()).toBe(0);
  });

  it('closing the source with its button leaves no step behind', async () => {
    await open(phone);
    await page
      .getByRole('button', { name: /^Citation 1/ })
      .first()
      .click();
    await expect.poll(depth).toBe(1);
    await source.getByRole('button', { name: 'Close source' }).click();
    await expect.poll(depth).toBe(0);
    await expect.poll(current).toBe('Chat');
  });

  it('a conversation chosen in the library takes its place', async () => {
    await open(phone);
    await tabs.getByRole('button', { name: 'Documents' }).click();
    await expect.poll(depth).toBe(1);
    await page.getByRole('button', { name: /^inkstone\.md/ }).click();
    await expect.poll(depth).toBe(2);
    await tabs.getByRole('button', { name: 'Documents' }).click();
    await expect.poll(current).toBe('Documents');
    await openPaper();
    await expect.element(title).toHaveTextContent(paper);
    await expect.poll(() => [conversationNow(), depth()]).toEqual(['paper', 0]);
    await go(-1);
    await expect.element(title).toHaveTextContent(ink);
    expect([current(), conversationNow(), depth()]).toEqual(['Chat', 'ink', 0]);
  });
});
