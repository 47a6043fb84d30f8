import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { importedVersion, type StoredDocument } from '../../../src/core/library';
import type { Notes } from '../../../src/services/app-services';
import { createNotes } from '../../../src/services/notes-service';
import { NoteEditing } from '../../../src/state/note-editing.svelte';
import { InkstoneDatabase } from '../../../src/storage/database';
import { DocumentRepository } from '../../../src/storage/documents';
import { noteDraftKey } from '../../../src/storage/drafts';
import { FileRepository } from '../../../src/storage/files';
import { LeftNotes } from '../../../src/storage/left-notes';
import { LibraryRepository } from '../../../src/storage/libraries';
import { NoteRepository } from '../../../src/storage/notes';

let database: InkstoneDatabase;
let imported: string[];
let notes: Notes;
/** What outlives the page in place of the browser's own. */
let left: Storage;

beforeEach(async () => {
  database = new InkstoneDatabase(`test-${crypto.randomUUID()}`);
  await database.libraries.add({ id: 'library', name: 'Library', createdAt: 0 });
  imported = [];
  left = storageInMemory();
  notes = createNotes({
    notes: new NoteRepository(database),
    left: new LeftNotes(() => left),
    libraries: new LibraryRepository(database),
    files: new FileRepository(database),
    imports: {
      importStored: (ids) => {
        imported.push(...ids);
        return Promise.resolve();
      },
    },
    tabs: { id: 'this tab' },
  });
});

afterEach(() => database.delete());

function storageInMemory(): Storage {
  const items = new Map<string, string>();
  return {
    get length() {
      return items.size;
    },
    key: (at) => [...items.keys()][at] ?? null,
    getItem: (key) => items.get(key) ?? null,
    setItem: (key, value) => void items.set(key, value),
    removeItem: (key) => void items.delete(key),
    clear: () => {
      items.clear();
    },
  };
}

/** As if the import that was asked for had ended. */
async function settle(id: string): Promise<StoredDocument> {
  const row = await stored(id);
  const { contentId, fileId, hash, sizeBytes } = importedVersion(row);
  const { pending: _, ...rest } = row;
  const next: StoredDocument = { ...rest, contentId, fileId, hash, sizeBytes, status: 'ready' };
  await database.documents.put(next);
  return next;
}

async function stored(id: string): Promise<StoredDocument> {
  const row = await database.documents.get(id);
  if (!row) throw new Error(`no document ${id}`);
  return row;
}

async function created(text: string): Promise<string> {
  const { id } = await notes.create('library', text, 'Untitled');
  await settle(id);
  return id;
}

describe('notes', () => {
  it('are documents of their library, imported from bytes that are stored with the row', async () => {
    const note = await notes.create('library', '# 端砚 / 记\r\n研墨', 'Untitled');
    expect(note).toMatchObject({
      path: 'Notes/端砚 记.md',
      status: 'queued',
      isNote: true,
      importer: 'this tab',
    });
    expect(imported).toEqual([note.id]);
    expect(await notes.read(note.id)).toMatchObject({ text: '# 端砚 / 记\n研墨' });
  });

  it('get names of their own, whatever the case, also with the same text', async () => {
    const names = [];
    for (const text of ['# Ink', '# Ink', '# INK', '', '']) {
      names.push((await notes.create('library', text, 'Untitled')).name);
    }
    expect(names).toEqual(['Ink.md', 'Ink (2).md', 'INK (3).md', 'Untitled.md', 'Untitled (2).md']);
  });

  it('are saved as a version to come, and their name follows the title without taking another’s', async () => {
    const id = await created('# Ink');
    await created('# Paper');
    const { fileId } = await notes.read(id);
    const saved = await notes.save(id, '# Paper\n\nBark and hemp.', fileId);
    expect(saved.kind).toBe('saved');
    const row = await stored(id);
    expect(row).toMatchObject({
      name: 'Paper (2).md',
      isNote: true,
      status: 'ready',
      pending: { status: 'queued' },
    });
    expect((await notes.read(id)).text).toBe('# Paper\n\nBark and hemp.');
    // The version that is shown has its bytes until the other is.
    expect(await (await new FileRepository(database).read({ ...row, fileId: row.fileId ?? id })).text()).toBe(
      '# Ink',
    );
  });

  it('keep a name that has a number while their title stays, and look up no path for it', async () => {
    await created('# Ink');
    const id = await created('# Ink');
    const lookUp = vi.spyOn(database.documents, 'where');
    await notes.save(id, '# Ink\n\nmore', (await notes.read(id)).fileId);
    expect(lookUp).not.toHaveBeenCalledWith('[libraryId+path]');
    expect((await stored(id)).path).toBe('Notes/Ink (2).md');
  });

  it('read no row of another note to find a free name', async () => {
    for (const n of [1, 2, 3]) await created(`# Note ${n}`);
    const id = await created('# Ink');
    const { fileId } = await notes.read(id);
    const read: string[] = [];
    database.documents.hook('reading', (row) => {
      read.push(row.id);
      return row;
    });
    await notes.save(id, '# Note 3', fileId);
    expect((await stored(id)).path).toBe('Notes/Note 3 (2).md');
    expect(new Set(read)).toEqual(new Set([id]));
  });

  it('leave nothing of a version that another took the place of before it was imported', async () => {
    const id = await created('# Ink');
    for (const text of ['# Ink\n\none', '# Ink\n\ntwo']) {
      await notes.save(id, text, (await notes.read(id)).fileId);
    }
    expect(await database.fileParts.count()).toBe(2);
    expect((await notes.read(id)).text).toBe('# Ink\n\ntwo');
  });

  it('are not overwritten by what was written on top of an older version', async () => {
    const id = await created('# Ink');
    const { fileId } = await notes.read(id);
    await notes.save(id, '# Ink\n\nof the other tab', fileId);
    await notes.keepDraft(id, '# Ink\n\nof this tab', fileId);
    expect(await notes.save(id, '# Ink\n\nof this tab', fileId)).toEqual({ kind: 'conflict' });
    expect(await notes.read(id)).toMatchObject({
      text: '# Ink\n\nof the other tab',
      draft: { text: '# Ink\n\nof this tab', fileId },
    });
  });

  it('keep a draft until the version that holds it is stored', async () => {
    const id = await created('# Ink');
    const { fileId } = await notes.read(id);
    await notes.keepDraft(id, '', fileId);
    expect((await notes.read(id)).draft).toEqual({ text: '', fileId });
    await notes.save(id, '# Ink\n\nmore', fileId, '');
    expect(await database.drafts.count()).toBe(0);
  });

  it('leave the draft of another tab alone, when they are stored and when a draft is let go', async () => {
    const id = await created('# Ink');
    const { fileId } = await notes.read(id);
    await notes.keepDraft(id, '# Ink\n\nof the other tab', fileId);
    await notes.save(id, '# Ink\n\nof this tab', fileId, '# Ink\n\nof this');
    await notes.dropDraft(id, '# Ink\n\nof this tab');
    expect((await notes.read(id)).draft).toEqual({ text: '# Ink\n\nof the other tab', fileId });
  });

  it('take words at the end of what is still a draft', async () => {
    const id = await created('# Ink');
    await notes.keepDraft(id, '# Ink\n\ndraft', (await notes.read(id)).fileId);
    await notes.append(id, '> quote');
    expect((await notes.read(id)).text).toBe('# Ink\n\ndraft\n\n> quote\n\n');
  });

  it('go with their draft, and none comes after', async () => {
    const id = await created('# Ink');
    const { fileId } = await notes.read(id);
    await notes.keepDraft(id, '# Ink 2', fileId);
    await new DocumentRepository(database).remove(id);
    await notes.keepDraft(id, '# Ink 3', fileId);
    expect(await database.drafts.get(noteDraftKey(id))).toBeUndefined();
    expect(await database.fileParts.count()).toBe(0);
    await expect(notes.read(id)).rejects.toMatchObject({ code: 'not-found' });
    await expect(notes.save(id, 'x', fileId)).rejects.toMatchObject({ code: 'not-found' });
  });

  it('a library that was removed takes none', async () => {
    await expect(notes.create('gone', '# Ink', 'Untitled')).rejects.toMatchObject({ code: 'not-found' });
    expect(await database.fileParts.count()).toBe(0);
  });

  it('a document that is no note cannot be written', async () => {
    const id = await created('# Ink');
    const { isNote: _, ...row } = await stored(id);
    await database.documents.put(row);
    await expect(notes.save(id, 'x', id)).rejects.toMatchObject({ code: 'not-found' });
  });

  it('a megabyte is stored and read again', async () => {
    const text = `# Long\n\n${'研墨要慢。\n'.repeat(60_000)}`;
    const id = await created(text);
    expect((await notes.read(id)).text).toBe(text);
  });
});

describe('editing a note', () => {
  const times = { draftMs: 0, saveMs: 60_000 };
  const edit = (id: string): NoteEditing => new NoteEditing(id, notes, undefined, times);

  it('keeps what is typed without a pause, before any pause comes', async () => {
    const id = await created('# Ink');
    const editing = new NoteEditing(id, notes, undefined, { draftMs: 60, saveMs: 60_000 });
    await editing.load();
    let kept: string | undefined;
    for (let keys = 0; keys < 400 && kept === undefined; keys += 1) {
      editing.write(`# Ink\n\n${'x'.repeat(keys)}`);
      // A key comes long before the time is over.
      await new Promise((resolve) => setTimeout(resolve, 5));
      kept = (await database.drafts.get(noteDraftKey(id)))?.text;
    }
    expect(kept).toContain('x');
  });

  it('has what was typed again after a crash', async () => {
    const id = await created('# Ink');
    const before = edit(id);
    await before.load();
    before.write('# Ink\n\nunfinished');
    await expect
      .poll(async () => (await database.drafts.get(noteDraftKey(id)))?.text)
      .toBe('# Ink\n\nunfinished');
    const again = edit(id);
    await again.load();
    expect(again.text).toBe('# Ink\n\nunfinished');
    expect(again.status).toEqual({ status: 'changed' });
    await again.save();
    expect(again.status).toEqual({ status: 'saved' });
    expect((await notes.read(id)).text).toBe('# Ink\n\nunfinished');
  });

  it('of a new one stores it with its first words, under the name it is known by already', async () => {
    const editing = edit('known');
    editing.begin({ libraryId: () => Promise.resolve('library'), untitled: 'Untitled' });
    expect(editing.text).toBe('# Untitled\n');
    await editing.save();
    editing.write(' \n');
    await editing.save();
    expect(await database.documents.count()).toBe(0);
    expect(editing.status).toEqual({ status: 'new' });
    editing.write('# Ink\n');
    await expect.poll(() => editing.status).toEqual({ status: 'saved' });
    expect((await stored('known')).name).toBe('Ink.md');
    editing.write('# Ink\n\nGround.');
    await editing.save();
    expect((await notes.read('known')).text).toBe('# Ink\n\nGround.');
    expect(await database.documents.count()).toBe(1);
  });

  it('tells when there is no room, and keeps the text as a draft', async () => {
    const id = await created('# Ink');
    const full = { ...notes, save: () => Promise.reject(new DOMException('full', 'QuotaExceededError')) };
    const editing = new NoteEditing(id, full, undefined, times);
    await editing.load();
    editing.write('# Ink\n\nmore');
    await editing.save();
    expect(editing.status).toMatchObject({ status: 'failed', error: { code: 'storage-full' } });
    expect((await database.drafts.get(noteDraftKey(id)))?.text).toBe('# Ink\n\nmore');
  });

  it('is there again when its note is removed meanwhile and restored', async () => {
    const id = await created('Text');
    const documents = new DocumentRepository(database);
    const editing = edit(id);
    await editing.load();
    editing.write('Text, and more');
    await documents.hide([id]);
    await editing.save();
    expect(editing.status.status).toBe('gone');
    await documents.restore([id]);
    expect((await notes.read(id)).draft?.text).toBe('Text, and more');
  });

  it('of the same note in two tabs loses neither', async () => {
    const id = await created('# Ink');
    const one = edit(id);
    const two = edit(id);
    await Promise.all([one.load(), two.load()]);
    one.write('# Ink\n\none');
    two.write('# Ink\n\ntwo');
    await one.save();
    await two.save();
    expect(two.status).toEqual({ status: 'conflict' });
    const copy = await two.useBoth('library', 'Untitled');
    expect(two.text).toBe('# Ink\n\none');
    expect(copy && (await notes.read(copy.id)).text).toBe('# Ink\n\ntwo');
    expect((await notes.read(id)).draft).toBeUndefined();
  });

  it('shows what another tab stored where nothing is written here', async () => {
    const id = await created('# Ink');
    const one = edit(id);
    const two = edit(id);
    await Promise.all([one.load(), two.load()]);
    one.write('# Ink\n\none');
    await one.save();
    await two.see(one.fileId);
    expect(two.text).toBe('# Ink\n\none');
    expect(two.status).toEqual({ status: 'saved' });
  });

  it('has nothing to write on until it is loaded, and is loaded when it is tried again', async () => {
    const id = await created('# Ink');
    const { fileId } = await notes.read(id);
    await notes.keepDraft(id, '# Ink\n\nunfinished', fileId);
    const read = vi
      .fn((noteId: string) => notes.read(noteId))
      .mockRejectedValueOnce(new Error('the disk is busy'));
    const editing = new NoteEditing(id, { ...notes, read }, undefined, times);
    await editing.load();
    expect(editing).toMatchObject({ status: { status: 'failed' }, isWritable: false });
    editing.write('typed over it');
    await editing.keep();
    expect((await notes.read(id)).draft).toEqual({ text: '# Ink\n\nunfinished', fileId });
    await editing.save();
    expect(editing).toMatchObject({
      status: { status: 'changed' },
      isWritable: true,
      text: '# Ink\n\nunfinished',
    });
  });

  /** Both have written something else, and the first has stored it. */
  async function inConflict(with2: Partial<Notes> = {}) {
    const id = await created('# Ink');
    const one = edit(id);
    const two = new NoteEditing(id, { ...notes, ...with2 }, undefined, times);
    await Promise.all([one.load(), two.load()]);
    one.write('# Ink\n\none');
    two.write('# Ink\n\ntwo');
    await one.save();
    return { id, one, two };
  }

  it('keeps the draft where what is to replace the other version cannot be stored', async () => {
    let isFull = false;
    const { id, two } = await inConflict({
      save: (...args) =>
        isFull ? Promise.reject(new DOMException('full', 'QuotaExceededError')) : notes.save(...args),
    });
    await two.save();
    isFull = true;
    await two.useMine();
    expect(two.status).toMatchObject({ status: 'failed', error: { code: 'storage-full' } });
    expect((await notes.read(id)).draft?.text).toBe('# Ink\n\ntwo');
    isFull = false;
    await two.save();
    expect(two.status).toEqual({ status: 'saved' });
    expect(await notes.read(id)).toMatchObject({ text: '# Ink\n\ntwo' });
    expect((await notes.read(id)).draft).toBeUndefined();
  });

  it('keeps what is written here as soon as another tab is seen to have stored something else', async () => {
    const { id, one, two } = await inConflict();
    await database.drafts.clear();
    await two.see(one.fileId);
    expect(two.status).toEqual({ status: 'conflict' });
    expect((await notes.read(id)).draft?.text).toBe('# Ink\n\ntwo');
  });

  it('does not take up what another tab is still writing', async () => {
    const id = await created('# Ink');
    const one = edit(id);
    const two = edit(id);
    await Promise.all([one.load(), two.load()]);
    one.write('# Ink\n\none');
    await one.save();
    one.write('# Ink\n\none and more');
    await one.keep();
    await two.see(one.fileId);
    expect(two).toMatchObject({ text: '# Ink\n\none', status: { status: 'saved' } });
    await one.save();
    expect(one.status).toEqual({ status: 'saved' });
  });

  it('parts two versions once, however often it is asked, and takes no key meanwhile', async () => {
    const { two } = await inConflict();
    await two.save();
    const parting = Promise.all([two.useBoth('library', 'Untitled'), two.useBoth('library', 'Untitled')]);
    expect(two).toMatchObject({ isBusy: true, isWritable: false });
    two.write('# Ink\n\nlost');
    const [copy, second] = await parting;
    expect(second).toBeUndefined();
    expect(copy && (await notes.read(copy.id)).text).toBe('# Ink\n\ntwo');
    expect(await database.documents.count()).toBe(2);
    expect(two).toMatchObject({ text: '# Ink\n\none', isBusy: false, isWritable: true });
  });

  it('goes on where no copy could be stored', async () => {
    const { two } = await inConflict({ create: () => Promise.reject(new Error('full')) });
    await two.save();
    await expect(two.useBoth('library', 'Untitled')).rejects.toThrow('full');
    expect(two).toMatchObject({ text: '# Ink\n\ntwo', status: { status: 'conflict' }, isWritable: true });
  });

  it('of a note that was removed elsewhere keeps the text, which can become another note', async () => {
    const id = await created('# Ink');
    const editing = edit(id);
    await editing.load();
    editing.write('# Ink\n\nwritten on');
    await new DocumentRepository(database).remove(id);
    await editing.save();
    expect(editing).toMatchObject({
      status: { status: 'gone' },
      text: '# Ink\n\nwritten on',
      isUnsaved: true,
      isWritable: false,
    });
    const copy = await editing.keepAsNew('library', 'Untitled');
    expect(copy && (await notes.read(copy.id)).text).toBe('# Ink\n\nwritten on');
    expect(editing.isUnsaved).toBe(false);
    expect(await editing.keepAsNew('library', 'Untitled')).toBeUndefined();
  });
});

describe('a note whose page ends before it is stored', () => {
  /** No timer of its own is awaited: the page ends first. */
  const times = { draftMs: 60_000, saveMs: 60_000 };

  async function opened(id: string): Promise<NoteEditing> {
    const editing = new NoteEditing(id, notes, undefined, times);
    await editing.load();
    return editing;
  }

  /** A new note that is not stored yet. */
  function begun(): NoteEditing {
    const editing = new NoteEditing('known', notes, undefined, times);
    editing.begin({ libraryId: () => Promise.resolve('library'), begunIn: 'library', untitled: 'Untitled' });
    return editing;
  }

  it('has its last words when it is read again, and leaves nothing behind', async () => {
    const id = await created('# Ink');
    const editing = await opened(id);
    editing.write('# Ink\n\nlast words');
    editing.leave();
    const note = await notes.read(id);
    expect(note.text).toBe('# Ink\n\nlast words');
    expect(note.draft).toBeUndefined();
    expect(left.length).toBe(0);
    expect(imported.filter((one) => one === id)).toHaveLength(2);
  });

  it('is stored under the name it was known by where it was new', async () => {
    const editing = begun();
    editing.leave();
    expect(left.length).toBe(0);
    editing.write('# Stones');
    editing.leave();
    await notes.takeUpLeft();
    expect((await notes.read('known')).text).toBe('# Stones');
    expect(left.length).toBe(0);
  });

  it('waits for a library where there is none', async () => {
    await database.libraries.clear();
    const editing = new NoteEditing('known', notes, undefined, times);
    editing.begin({ libraryId: () => Promise.resolve('library'), untitled: 'Untitled' });
    editing.write('# Stones');
    editing.leave();
    await notes.takeUpLeft();
    expect(left.length).toBe(1);
    await database.libraries.add({ id: 'later', name: 'Library', createdAt: 0 });
    await notes.takeUpLeft();
    expect((await stored('known')).libraryId).toBe('later');
  });

  it('loses neither text where two tabs end at once', async () => {
    const id = await created('# Ink');
    const [one, two] = [await opened(id), await opened(id)];
    one.write('# Ink\n\none');
    two.write('# Ink\n\ntwo');
    one.leave();
    two.leave();
    const { text, draft } = await notes.read(id);
    expect([text, draft?.text].toSorted()).toEqual(['# Ink\n\none', '# Ink\n\ntwo']);
    const again = await opened(id);
    expect(again.status).toEqual({ status: 'conflict' });
  });

  it('becomes a note of its own where another tab has stored one version and keeps a draft of the next', async () => {
    const id = await created('# Ink');
    const [one, two] = [await opened(id), await opened(id)];
    one.write('# Ink\n\none');
    two.write('# Ink\n\ntwo');
    two.leave();
    await one.save();
    one.write('# Ink\n\none, and more');
    await one.keep();
    const note = await notes.read(id);
    expect([note.text, note.draft?.text]).toEqual(['# Ink\n\none', '# Ink\n\none, and more']);
    const others = (await database.documents.toArray()).filter((row) => row.id !== id);
    expect(others).toHaveLength(1);
    expect((await notes.read(others[0]?.id ?? '')).text).toBe('# Ink\n\ntwo');
  });

  it('goes on from the version that was being stored when it ended', async () => {
    const id = await created('# Ink');
    const editing = await opened(id);
    editing.write('# Ink\n\nfirst');
    const saving = editing.save();
    await expect.poll(() => editing.status.status).toBe('saving');
    editing.write('# Ink\n\nfirst, second');
    editing.leave();
    await saving;
    const note = await notes.read(id);
    expect([note.text, note.draft]).toEqual(['# Ink\n\nfirst, second', undefined]);
  });

  it('loses nothing that it leaves while another tab takes up what it left before', async () => {
    const id = await created('# Ink');
    const editing = await opened(id);
    editing.write('# Ink\n\nfirst');
    editing.leave();
    const getItem = left.getItem.bind(left);
    vi.spyOn(left, 'getItem').mockImplementationOnce((key) => {
      queueMicrotask(() => {
        editing.write('# Ink\n\nfirst, second');
        editing.leave();
      });
      return getItem(key);
    });
    await notes.takeUpLeft();
    const { text, draft } = await notes.read(id);
    expect([text, draft?.text]).toContain('# Ink\n\nfirst, second');
  });

  it('is taken up whatever stands beside what it left that cannot be read', async () => {
    const id = await created('# Ink');
    left.setItem('left-note:broken', '{');
    const editing = await opened(id);
    editing.write('# Ink\n\nwords');
    editing.leave();
    expect((await notes.read(id)).text).toBe('# Ink\n\nwords');
  });

  it('that lives on forgets what it left once it is kept', async () => {
    const id = await created('# Ink');
    const editing = await opened(id);
    editing.write('# Ink\n\nwords');
    editing.leave();
    expect(left.length).toBe(1);
    expect(editing.isKept).toBe(false);
    await editing.keep();
    expect(editing.isKept).toBe(true);
    expect(left.length).toBe(0);
    editing.leave();
    expect(left.length).toBe(0);
  });

  it('can be written on where another tab has stored it meanwhile from what it left', async () => {
    const editing = begun();
    editing.write('# Stones');
    editing.leave();
    await notes.takeUpLeft();
    editing.write('# Stones\n\nand more');
    await editing.save();
    expect(editing.status).toEqual({ status: 'saved' });
    expect((await notes.read('known')).text).toBe('# Stones\n\nand more');
    expect(left.length).toBe(0);
  });

  it('asks whose words count where another tab has stored it and written on', async () => {
    const editing = begun();
    editing.write('# Stones');
    editing.leave();
    await notes.takeUpLeft();
    const other = await opened('known');
    other.write('# Stones\n\ntwo');
    await other.save();
    editing.write('# Stones\n\none');
    await editing.save();
    expect(editing.status).toEqual({ status: 'conflict' });
    const { text, draft } = await notes.read('known');
    expect([text, draft?.text]).toEqual(['# Stones\n\ntwo', '# Stones\n\none']);
  });

  it('whose words were taken back does not have them again', async () => {
    const id = await created('# Ink');
    const editing = await opened(id);
    editing.write('# Ink\n\nwords');
    editing.leave();
    editing.write('# Ink');
    await editing.save();
    expect((await notes.read(id)).text).toBe('# Ink');
    expect(left.length).toBe(0);
  });
});
