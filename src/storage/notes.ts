import { AppError } from '../core/app-error';
import { freePath, withFile } from '../core/file-versions';
import { importedVersion, type StoredDocument } from '../core/library';
import { noteName, notePath, notesFolder, noteTitle, storedNote } from '../core/note-text';
import { Sha256 } from '../core/sha256';
import { deleteContents, deleteFileParts, tablesOfContent } from './content-deletion';
import type { Draft, InkstoneDatabase } from './database';
import { contentIdsOf, fileIdsOf } from './documents';
import { noteDraftKey } from './drafts';
import { partBytes } from './files';
import { removeLargeFiles } from './large-files';
import { removedDocumentIds } from './removals';

export interface NewNote {
  /** A new one, unless it is known by one already. */
  readonly id?: string | undefined;
  readonly libraryId: string;
  readonly text: string;
  /** What it is called where its text does not say. */
  readonly untitled: string;
  readonly importer: string;
}

export interface ChangedNote {
  readonly documentId: string;
  readonly text: string;
  /** The file that it was written on top of. */
  readonly fileId: string;
  /** The draft that the text has grown from: it goes as well as one of the same text, and no other. */
  readonly draft?: string | undefined;
  readonly importer: string;
}

/** `conflict`: another tab has stored a version meanwhile; nothing was changed. */
export type NoteOutcome =
  { readonly kind: 'saved' | 'unchanged'; readonly document: StoredDocument } | { readonly kind: 'conflict' };

const mediaType = 'text/markdown';

/** Notes are documents whose bytes are written here, together with their row, and then imported like any other's. */
export class NoteRepository {
  readonly #database: InkstoneDatabase;

  constructor(database: InkstoneDatabase) {
    this.#database = database;
  }

  /** Throws `not-found` when the library was removed meanwhile. */
  async create({ id, libraryId, text, untitled, importer }: NewNote): Promise<StoredDocument> {
    const database = this.#database;
    const source = storedNote(text, untitled);
    const { bytes, hash } = encoded(source);
    const { libraries, documents, fileParts } = database;
    return database.transaction('rw', libraries, documents, fileParts, async () => {
      if (!(await libraries.get(libraryId))) {
        throw new AppError('not-found', `library ${libraryId} was removed`);
      }
      const path = await this.#freePath(libraryId, noteTitle(source) ?? untitled);
      const now = Date.now();
      const document: StoredDocument = {
        id: id ?? crypto.randomUUID(),
        libraryId,
        name: nameOf(path),
        path,
        mediaType,
        sizeBytes: bytes.byteLength,
        hash,
        addedAt: now,
        lastModified: now,
        status: 'queued',
        importer,
        isNote: true,
      };
      await fileParts.bulkPut(partsOf(document.id, bytes));
      await documents.add(document);
      return document;
    });
  }

  /** Stores a version and lets its draft go, in one transaction: what was typed is always in one of them. */
  async save({ documentId, text, fileId, draft, importer }: ChangedNote): Promise<NoteOutcome> {
    const database = this.#database;
    const { fileParts, drafts, settings } = database;
    const tables = [...tablesOfContent(database), fileParts, drafts, settings];
    const files: string[] = [];
    const outcome = await database.transaction('rw', tables, async (): Promise<NoteOutcome> => {
      const document = await this.#existing(documentId);
      const source = storedNote(text, noteName(document.name));
      const { bytes, hash } = encoded(source);
      const newest = importedVersion(document);
      if (newest.hash === hash) {
        await this.#dropDrafts(documentId, [text, draft]);
        return { kind: 'unchanged', document };
      }
      if (newest.fileId !== fileId) return { kind: 'conflict' };
      const path = await this.#pathOf(document, noteTitle(source));
      const facts = {
        name: nameOf(path),
        path,
        mediaType,
        sizeBytes: bytes.byteLength,
        lastModified: Date.now(),
      };
      const next = named(withHash(withFile(document, facts, importer), hash), facts);
      const keptContents = contentIdsOf(next);
      const keptFiles = fileIdsOf(next);
      files.push(...fileIdsOf(document).filter((id) => !keptFiles.includes(id)));
      await deleteContents(
        database,
        contentIdsOf(document).filter((id) => !keptContents.includes(id)),
      );
      await deleteFileParts(database, files);
      await database.fileParts.bulkPut(partsOf(importedVersion(next).fileId, bytes));
      await database.documents.put(next);
      await this.#dropDrafts(documentId, [text, draft]);
      return { kind: 'saved', document: next };
    });
    await removeLargeFiles(files);
    return outcome;
  }

  /** Throws `not-found` where it is gone, or no note. */
  get(documentId: string): Promise<StoredDocument> {
    return this.#existing(documentId);
  }

  draft(documentId: string): Promise<Draft | undefined> {
    return this.#database.drafts.get(noteDraftKey(documentId));
  }

  /** Of a note that is gone none is kept; one that was removed may yet be restored. */
  async keepDraft(documentId: string, text: string, fileId: string): Promise<void> {
    const { documents, drafts } = this.#database;
    await this.#database.transaction('rw', documents, drafts, async () => {
      if (await documents.get(documentId)) await drafts.put({ key: noteDraftKey(documentId), text, fileId });
    });
  }

  /** Only where it is still this text: another tab may have kept its own since. */
  async dropDraft(documentId: string, text: string): Promise<void> {
    const { drafts } = this.#database;
    await this.#database.transaction('rw', drafts, () => this.#dropDrafts(documentId, [text]));
  }

  async #dropDrafts(documentId: string, texts: readonly (string | undefined)[]): Promise<void> {
    const draft = await this.draft(documentId);
    if (draft && texts.includes(draft.text)) await this.#database.drafts.delete(draft.key);
  }

  async #existing(documentId: string): Promise<StoredDocument> {
    const document = await this.#database.documents.get(documentId);
    const isRemoved = (await removedDocumentIds(this.#database)).has(documentId);
    if (!document?.isNote || isRemoved) throw new AppError('not-found', `note ${documentId} was removed`);
    return document;
  }

  /** It follows the title; while that is the same nothing is looked up. */
  async #pathOf(note: StoredDocument, title: string | undefined): Promise<string> {
    if (title === undefined || isNamed(note.name, nameOf(notePath(title)))) return note.path;
    return this.#freePath(note.libraryId, title, note);
  }

  /** In the folder that the note is in, or that of notes; its own path is free to it. */
  async #freePath(libraryId: string, title: string, note?: StoredDocument): Promise<string> {
    const folder = note ? note.path.slice(0, note.path.lastIndexOf('/') + 1) : `${notesFolder}/`;
    const taken = await this.#takenPaths(libraryId, folder);
    if (note) taken.delete(note.path.toLowerCase());
    const path = folder + nameOf(notePath(title));
    return freePath(path, (one) => taken.has(one.toLowerCase()));
  }

  /** From the keys of the index alone: the rows of thousands of notes are not read for their paths. */
  async #takenPaths(libraryId: string, folder: string): Promise<Set<string>> {
    const keys = await this.#database.documents
      .where('[libraryId+path]')
      .between([libraryId, folder], [libraryId, `${folder}\uffff`])
      .keys();
    // Dexie types the keys of an index that is made of several values no closer.
    const paths = keys.flatMap((key: unknown) => (Array.isArray(key) ? [String(key[1])] : []));
    return new Set(paths.map((path) => path.toLowerCase()));
  }
}

/** Whether it is called this, or this with the number that `freePath` gave it. */
function isNamed(name: string, wanted: string): boolean {
  const stem = wanted.replace(/\.md$/, '');
  if (!name.startsWith(stem)) return false;
  return /^(?: \(\d+\))?\.md$/.test(name.slice(stem.length));
}

function named(
  document: StoredDocument,
  { name, path }: { readonly name: string; readonly path: string },
): StoredDocument {
  return { ...document, name, path };
}

function withHash(document: StoredDocument, hash: string): StoredDocument {
  return document.pending ? { ...document, pending: { ...document.pending, hash } } : { ...document, hash };
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** In the calling thread: waiting for the browser's own digest would end the transaction. */
function encoded(text: string): { readonly bytes: Uint8Array<ArrayBuffer>; readonly hash: string } {
  const bytes = new TextEncoder().encode(text);
  const sha256 = new Sha256();
  sha256.update(bytes);
  return { bytes, hash: sha256.digest() };
}

function partsOf(fileId: string, bytes: Uint8Array<ArrayBuffer>) {
  const count = Math.max(1, Math.ceil(bytes.byteLength / partBytes));
  return Array.from({ length: count }, (_, ordinal) => ({
    documentId: fileId,
    ordinal,
    bytes: bytes.slice(ordinal * partBytes, (ordinal + 1) * partBytes).buffer,
  }));
}
