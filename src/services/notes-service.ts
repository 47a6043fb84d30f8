import { AppError, toAppError } from '../core/app-error';
import { importedVersion, type StoredDocument } from '../core/library';
import { appended } from '../core/note-sources';
import { noteName, plainLines, storedNote } from '../core/note-text';
import { oneAtATime } from '../core/one-at-a-time';
import type { FileRepository } from '../storage/files';
import type { LeftNote, LeftNotes } from '../storage/left-notes';
import type { LibraryRepository } from '../storage/libraries';
import type { NoteRepository } from '../storage/notes';
import type { Note, Notes, NoteSaved } from './app-services';
import type { Imports } from './imports-service';
import type { TabPresence } from './tab-presence';

export interface NotesDependencies {
  readonly notes: NoteRepository;
  readonly left: LeftNotes;
  readonly libraries: Pick<LibraryRepository, 'list'>;
  readonly files: FileRepository;
  readonly imports: Pick<Imports, 'importStored'>;
  readonly tabs: Pick<TabPresence, 'id'>;
}

/** As often as others may come between reading a note and adding to it. */
const mostTries = 5;

export function createNotes({ notes, left, libraries, files, imports, tabs }: NotesDependencies): Notes {
  const inTurn = oneAtATime();

  async function create(
    libraryId: string,
    text: string,
    untitled: string,
    id?: string,
  ): Promise<StoredDocument> {
    const document = await notes.create({ id, libraryId, text, untitled, importer: tabs.id });
    await imports.importStored([document.id]);
    return document;
  }

  async function read(documentId: string): Promise<Note> {
    // A save in between would take the bytes away that were to be read.
    for (let attempt = 1; ; attempt += 1) {
      const document = await notes.get(documentId);
      const version = importedVersion(document);
      try {
        const [file, draft] = await Promise.all([files.read(version), notes.draft(documentId)]);
        const text = plainLines(await file.text());
        const { fileId = version.fileId } = draft ?? {};
        return {
          document,
          text,
          fileId: version.fileId,
          ...(draft && draft.text !== text ? { draft: { text: draft.text, fileId } } : {}),
        };
      } catch (error) {
        if (attempt === mostTries || importedVersion(await notes.get(documentId)).fileId === version.fileId)
          throw error;
      }
    }
  }

  async function save(documentId: string, text: string, fileId: string, draft?: string): Promise<NoteSaved> {
    const outcome = await notes.save({ documentId, text, fileId, draft, importer: tabs.id });
    if (outcome.kind === 'conflict') return outcome;
    const { document } = outcome;
    if (outcome.kind === 'saved') await imports.importStored([documentId]);
    return { kind: 'saved', document, fileId: importedVersion(document).fileId };
  }

  const takeUpLeft = (): Promise<void> =>
    inTurn(async () => {
      for (const one of left.all()) {
        try {
          const isDone = await takeUp(one);
          // Whoever left it may have left more meanwhile.
          const isLatest = left.all().some(({ id, text }) => id === one.id && text === one.text);
          if (isDone && isLatest) left.drop(one.id);
        } catch (error) {
          // It stays for the next time.
          reportError(error);
        }
      }
    });

  /** Resolves with whether there is nothing more to do for it. */
  async function takeUp(one: LeftNote): Promise<boolean> {
    const note = await existing(one.documentId);
    if (note) {
      await takeUpChange(one, note);
      return true;
    }
    if (!one.unstored) {
      // One that was removed may yet be restored.
      await notes.keepDraft(one.documentId, one.text, one.fileId);
      return true;
    }
    const { libraryId, untitled } = one.unstored;
    const all = await libraries.list();
    const library = all.find(({ id }) => id === libraryId) ?? all[0];
    if (library) await create(library.id, one.text, untitled, one.documentId);
    return library !== undefined;
  }

  async function takeUpChange({ id, text, draft, saving, ...one }: LeftNote, note: Note): Promise<void> {
    const { document } = note;
    const name = noteName(document.name);
    // What the same page was storing when it ended is no version of another's.
    const isOwn = saving !== undefined && note.text === storedNote(saving, one.unstored?.untitled ?? name);
    const fileId = isOwn ? note.fileId : one.fileId;
    const outcome = await save(document.id, text, fileId, draft);
    if (outcome.kind === 'saved') return;
    const isFree = note.draft === undefined || [text, draft, saving].includes(note.draft.text);
    if (isFree && fileId !== '') await notes.keepDraft(document.id, text, fileId);
    else if (!(await existing(id))) await create(document.libraryId, text, name, id);
  }

  /** Undefined where it is gone. */
  async function existing(documentId: string): Promise<Note | undefined> {
    try {
      return await read(documentId);
    } catch (error) {
      if (toAppError(error).code === 'not-found') return undefined;
      throw error;
    }
  }

  return {
    create,
    read: async (documentId) => {
      await takeUpLeft();
      return read(documentId);
    },
    save,
    append: async (documentId, more) => {
      for (let attempt = 1; ; attempt += 1) {
        const note = await read(documentId);
        const { text, fileId } = note.draft ?? note;
        const outcome = await save(documentId, appended(text, more), fileId, note.draft?.text);
        if (outcome.kind === 'saved') return outcome.document;
        // What is left unfinished of an older version stays where it is: the words go to the stored one.
        const other = note.draft && (await save(documentId, appended(note.text, more), note.fileId));
        if (other?.kind === 'saved') return other.document;
        if (attempt === mostTries) throw new AppError('internal', `note ${documentId} keeps changing`);
      }
    },
    keepDraft: (documentId, text, fileId) => notes.keepDraft(documentId, text, fileId),
    dropDraft: (documentId, text) => notes.dropDraft(documentId, text),
    leave: (one) => {
      left.put(one);
    },
    forgetLeft: (id) => {
      left.drop(id);
    },
    takeUpLeft,
  };
}
