import { AppError } from '../../../src/core/app-error';
import { importedVersion, type StoredDocument } from '../../../src/core/library';
import { appended } from '../../../src/core/note-sources';
import { notePath, noteTitle, storedNote } from '../../../src/core/note-text';
import type { Note, Notes } from '../../../src/services/app-services';
import { makeSource, type FakeSource } from './fake-content';

interface Shelf {
  documents: readonly StoredDocument[];
  readonly sources: Map<string, FakeSource>;
  readonly drafts: Map<string, string>;
  readonly newId: (kind: string) => string;
}

/** Its links with the addresses that stand below it, as a parser would read them. */
function linked(text: string): string {
  const definition = /^\[(source-\d+)\]: (\S+)$/gm;
  const addresses = new Map([...text.matchAll(definition)].map(([, name, address]) => [name, address]));
  return text
    .replace(definition, '')
    .replace(/\]\[(source-\d+)\]/g, (_, name: string) => `](${addresses.get(name) ?? ''})`);
}

/** Notes that are imported at once, each line with words a paragraph. */
export function createFakeNotes(shelf: Shelf): Notes {
  const texts = new Map<string, string>();

  function put(document: StoredDocument, text: string): StoredDocument {
    const title = noteTitle(text);
    const path = title === undefined ? document.path : notePath(title);
    const lines = linked(text)
      .split('\n')
      .filter((line) => line.trim() !== '');
    const fileId = shelf.newId('file');
    const read = makeSource(
      document.libraryId,
      path,
      'markdown',
      lines.map((line) => (line.startsWith('# ') ? { heading: line.slice(2) } : line)),
    );
    const name = path.slice(path.lastIndexOf('/') + 1);
    const next: StoredDocument = {
      ...read.document,
      id: document.id,
      name,
      path,
      isNote: true,
      fileId,
      contentId: fileId,
      lastModified: Date.now(),
    };
    texts.set(document.id, text);
    shelf.sources.set(document.id, { ...read, document: next });
    shelf.documents = [...shelf.documents.filter(({ id }) => id !== document.id), next];
    return next;
  }

  function read(documentId: string): Promise<Note> {
    const document = shelf.documents.find(({ id }) => id === documentId);
    const text = texts.get(documentId);
    if (!document || text === undefined) return Promise.reject(new AppError('not-found', documentId));
    const { fileId } = importedVersion(document);
    const draft = shelf.drafts.get(`note:${documentId}`);
    return Promise.resolve({
      document,
      text,
      fileId,
      ...(draft === undefined ? {} : { draft: { text: draft, fileId } }),
    });
  }

  const fake: Notes = {
    create: (libraryId, text, untitled, id = shelf.newId('note')) => {
      const source = storedNote(text, untitled);
      const { document } = makeSource(libraryId, `${untitled}.md`, 'markdown', [untitled]);
      return Promise.resolve(put({ ...document, id }, source));
    },
    read,
    save: async (documentId, text, fileId, draft) => {
      const { document, fileId: newest } = await read(documentId);
      if (fileId !== newest) return { kind: 'conflict' };
      const next = put(document, storedNote(text, document.name.replace(/\.md$/, '')));
      const key = `note:${documentId}`;
      if ([text, draft].includes(shelf.drafts.get(key))) shelf.drafts.delete(key);
      return { kind: 'saved', document: next, fileId: importedVersion(next).fileId };
    },
    append: async (documentId, more) => {
      const { document, text } = await read(documentId);
      return put(document, appended(text, more));
    },
    keepDraft: (documentId, text) => {
      shelf.drafts.set(`note:${documentId}`, text);
      return Promise.resolve();
    },
    dropDraft: (documentId, text) => {
      const key = `note:${documentId}`;
      if (shelf.drafts.get(key) === text) shelf.drafts.delete(key);
      return Promise.resolve();
    },
    leave: () => undefined,
    forgetLeft: () => undefined,
    takeUpLeft: () => Promise.resolve(),
  };
  return fake;
}
