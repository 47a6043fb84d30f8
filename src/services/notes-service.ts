import { AppError } from '../core/app-error';
import { importedVersion } from '../core/library';
import { appended } from '../core/note-sources';
import { plainLines } from '../core/note-text';
import type { FileRepository } from '../storage/files';
import type { NoteRepository } from '../storage/notes';
import type { Note, Notes, NoteSaved } from './app-services';
import type { Imports } from './imports-service';
import type { TabPresence } from './tab-presence';

export interface NotesDependencies {
  readonly notes: NoteRepository;
  readonly files: FileRepository;
  readonly imports: Pick<Imports, 'importStored'>;
  readonly tabs: Pick<TabPresence, 'id'>;
}

/** As often as others may come between reading a note and adding to it. */
const mostTries = 5;

export function createNotes({ notes, files, imports, tabs }: NotesDependencies): Notes {
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

  return {
    create: async (libraryId, text, untitled, id) => {
      const document = await notes.create({ id, libraryId, text, untitled, importer: tabs.id });
      await imports.importStored([document.id]);
      return document;
    },
    read,
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
  };
}
