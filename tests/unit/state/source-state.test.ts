import { describe, expect, it, vi } from 'vitest';
import { contentIdOf, type StoredDocument } from '../../../src/core/library';
import type { Source, Sources } from '../../../src/services/app-services';
import { SourceState } from '../../../src/state/source-state.svelte';

function row(contentId: string, change: Partial<StoredDocument> = {}): StoredDocument {
  return {
    id: 'note',
    libraryId: 'library',
    name: 'Ink.md',
    path: 'Notes/Ink.md',
    mediaType: 'text/markdown',
    sizeBytes: 1,
    hash: contentId,
    addedAt: 0,
    status: 'ready',
    contentId,
    isNote: true,
    ...change,
  };
}

function sourceOf(document: StoredDocument): Source {
  const text = `ink ${contentIdOf(document)}, and ink`;
  return { document, content: { text, blocks: [], marks: [], pages: [] } };
}

/** A store whose row can be changed, and that may be unable to read it. */
function shelf(first: StoredDocument) {
  let stored = first;
  let isBroken = false;
  const load = vi.fn((): Promise<Source> => {
    if (isBroken) return Promise.reject(new Error('the text cannot be read'));
    return Promise.resolve(sourceOf(stored));
  });
  const unused = () => Promise.reject(new Error('not asked for here'));
  const sources: Sources = {
    load,
    existing: unused,
    bytes: unused,
    chunks: unused,
    preview: unused,
    previewReading: unused,
    mostTokens: unused,
  };
  const state = new SourceState(sources);
  const put = (document: StoredDocument) => {
    stored = document;
    state.noteContents([document]);
  };
  return { state, load, put, setBroken: (broken: boolean) => (isBroken = broken) };
}

async function opened(first: StoredDocument) {
  const all = shelf(first);
  all.state.noteContents([first]);
  await all.state.openDocument(first);
  const tab = all.state.active;
  if (!tab) throw new Error('nothing is open');
  const shown = () => (tab.loaded.status === 'ready' ? contentIdOf(tab.loaded.source.document) : undefined);
  return { ...all, tab, shown };
}

describe('a document that is stored anew while it is read', () => {
  it('stays as it is shown until the new text is there, with its place and its search', async () => {
    const { put, tab, shown } = await opened(row('first'));
    tab.place = { kind: 'text', start: 4, fraction: 0.5 };
    tab.search.open();
    await tab.search.search('ink');
    put(row('second, longer'));
    expect(shown()).toBe('first');
    expect(tab.search.isOpen).toBe(true);
    await expect.poll(shown).toBe('second, longer');
    expect(tab.goal).toEqual({ kind: 'place' });
    await expect.poll(() => tab.search.hits.map(({ start }) => start)).toEqual([0, 24]);
    expect(tab.goal).toEqual({ kind: 'place' });
  });

  it('is tried once for each content where it cannot be read', async () => {
    const { put, load, tab, setBroken, shown } = await opened(row('first'));
    setBroken(true);
    put(row('second'));
    await expect.poll(() => tab.loaded.status).toBe('failed');
    const calls = load.mock.calls.length;
    put(row('second'));
    put(row('second', { name: 'Other.md' }));
    await Promise.resolve();
    expect(load).toHaveBeenCalledTimes(calls);
    setBroken(false);
    put(row('third'));
    await expect.poll(shown).toBe('third');
  });

  it('is shown in its newest version where two are stored one after the other', async () => {
    const { put, shown } = await opened(row('first'));
    put(row('second'));
    put(row('third'));
    await expect.poll(shown).toBe('third');
  });
});

it('a document that was opened before it could be read is read once it can be', async () => {
  const queued = row('first', { status: 'queued' });
  const { state, put, setBroken } = shelf(queued);
  setBroken(true);
  state.noteContents([queued]);
  await state.openDocument(queued);
  expect(state.active?.loaded.status).toBe('failed');
  setBroken(false);
  put(row('first'));
  await expect.poll(() => state.active?.loaded.status).toBe('ready');
});
