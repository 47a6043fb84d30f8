import type { AnswerMessage } from '../core/conversation';
import type { StoredDocument } from '../core/library';
import type { PlaceWords } from '../core/conversation-markdown';
import { noteName } from '../core/note-text';
import { findLinkedWords, type SourceLink } from '../core/source-link';
import { AppError, toAppError } from '../core/app-error';
import type { AppState } from './app-state.svelte';

/** Where the caret is when a note begins to be edited. */
export type NoteFocus = 'title' | 'end';

/** As many as a menu lists without becoming a list to search through. */
const recentNotes = 5;

/** Notes of the shown library, and what is saved as one. */
export class NotesState {
  readonly #app: AppState;
  /** The notes that answers were saved as since the app was opened, by the answers' ids. */
  readonly #savedAs = new Map<string, string>();
  /** Answers that are being saved. */
  readonly #saving = new Set<string>();

  constructor(app: AppState) {
    this.#app = app;
  }

  readonly all: readonly StoredDocument[] = $derived.by(() =>
    this.#app.documents.all.filter(({ isNote }) => isNote),
  );

  /** Those changed last, newest first. */
  readonly recent: readonly StoredDocument[] = $derived.by(() =>
    this.all.toSorted((a, b) => changedAt(b) - changedAt(a)).slice(0, recentNotes),
  );

  /** Opens an empty note to be written; it becomes a document with its first words. */
  startNew(): void {
    const { source, layout, libraries } = this.#app;
    layout.leave('details');
    layout.show('source');
    source.openNewNote(this.#words.untitled, libraries.current?.id).writing = { focus: 'title' };
  }

  edit(document: Pick<StoredDocument, 'id' | 'name'>, focus: NoteFocus = 'end'): void {
    const { source } = this.#app;
    this.#app.openDocument({ id: document.id, name: document.name });
    const tab = source.active;
    if (tab?.documentId !== document.id) return;
    tab.writing = { focus };
  }

  /** Once: an answer that is a note already is told of instead. */
  async saveAnswer(message: AnswerMessage, placeOf: PlaceWords): Promise<void> {
    if (this.#saving.has(message.id)) return;
    const saved = this.#app.documents.find(this.#savedAs.get(message.id) ?? '');
    if (saved) {
      this.#tellOf(saved, this.#words.alreadySavedAs(noteName(saved.name)));
      return;
    }
    this.#saving.add(message.id);
    await this.#app.notice.attempt(async () => {
      const { answerNote } = await import('../core/note-markdown');
      const note = await this.#create(answerNote(this.#questionOf(message), message, placeOf));
      this.#savedAs.set(message.id, note.id);
      this.#tellOf(note, this.#words.savedAs(noteName(note.name)));
    });
    this.#saving.delete(message.id);
  }

  /** Puts Markdown at the end of a note, or of a new one, and opens it to be written on. */
  async add(markdown: string, note?: StoredDocument): Promise<void> {
    await this.#app.notice.attempt(async () => {
      const { notes } = this.#app.services;
      if (note) this.edit(await notes.append(note.id, markdown));
      else {
        const { appended } = await import('../core/note-sources');
        this.edit(await this.#create(appended(`# ${this.#words.untitled}`, markdown)));
      }
    });
  }

  /** Opens the words that a note leads to; tells where they are gone. */
  async openLink(link: SourceLink): Promise<void> {
    const { services, notice, announcer } = this.#app;
    const tell = (said: string): void => {
      notice.tell(said);
      announcer.say(said);
    };
    try {
      const { document, content } = await services.sources.load(link.documentId);
      const focus = findLinkedWords(content.text, link);
      if (focus) this.#app.openPassage({ documentId: document.id, documentName: document.name, focus });
      else {
        this.#app.openDocument(document);
        if (link.span) tell(this.#words.wordsGone);
      }
    } catch (error) {
      const { code } = toAppError(error);
      if (code === 'not-found') tell(this.#words.sourceGone);
      else await notice.attempt(() => Promise.reject(new AppError(code)));
    }
  }

  /** As it was searched: a note stands without the conversation that its question leaned on. */
  #questionOf({ questionId, searchedFor }: AnswerMessage): string {
    return searchedFor ?? this.#app.messages.all.find(({ id }) => id === questionId)?.text ?? '';
  }

  #tellOf(note: StoredDocument, said: string): void {
    const { notice, announcer } = this.#app;
    notice.tell(said, { action: { label: this.#words.open, run: () => this.#app.openDocument(note) } });
    announcer.say(said);
  }

  get #words() {
    return this.#app.locale.messages.notes;
  }

  async #create(text: string): Promise<StoredDocument> {
    const { services, libraries, locale } = this.#app;
    const library = await libraries.currentOrNew(locale.messages.firstRun.defaultLibraryName);
    return services.notes.create(library.id, text, this.#words.untitled);
  }
}

function changedAt({ pending, lastModified, addedAt }: StoredDocument): number {
  return pending?.lastModified ?? lastModified ?? addedAt;
}
