import { toAppError, type AppError } from '../core/app-error';
import type { StoredDocument } from '../core/library';
import type { Note, Notes } from '../services/app-services';

export type NoteStatus =
  | { readonly status: 'loading' }
  /** What is written is stored as a version. */
  | { readonly status: 'saved' }
  | { readonly status: 'changed' }
  | { readonly status: 'saving' }
  /** Another version was stored meanwhile, by another tab. */
  | { readonly status: 'conflict' }
  | { readonly status: 'gone' }
  | { readonly status: 'failed'; readonly error: AppError };

export interface NoteTimes {
  /** After the last key, until the draft is kept. */
  readonly draftMs: number;
  /** After the last key, until a version is stored. */
  readonly saveMs: number;
}

const usualTimes: NoteTimes = { draftMs: 400, saveMs: 8000 };

/** A note while it is written: kept as a draft soon after each pause, stored as a version after a longer one. */
export class NoteEditing {
  readonly #documentId: string;
  readonly #notes: Notes;
  readonly #times: NoteTimes;
  readonly #onStored: (document: StoredDocument) => void;
  #text = $state.raw('');
  #status = $state.raw<NoteStatus>({ status: 'loading' });
  #storedText = '';
  /** The version that is written on. */
  #fileId = '';
  #hasDraft = false;
  #draftTimer: ReturnType<typeof setTimeout> | undefined;
  #saveTimer: ReturnType<typeof setTimeout> | undefined;
  /** One step after another, so that no draft is written after the version that holds it. */
  #turn: Promise<unknown> = Promise.resolve();

  constructor(
    documentId: string,
    notes: Notes,
    onStored: (document: StoredDocument) => void = () => undefined,
    times: NoteTimes = usualTimes,
  ) {
    this.#documentId = documentId;
    this.#notes = notes;
    this.#onStored = onStored;
    this.#times = times;
  }

  get text(): string {
    return this.#text;
  }

  get status(): NoteStatus {
    return this.#status;
  }

  get fileId(): string {
    return this.#fileId;
  }

  load(): Promise<void> {
    return this.#next(async () => {
      try {
        this.#take(await this.#notes.read(this.#documentId));
      } catch (error) {
        this.#fail(error);
      }
    });
  }

  write(text: string): void {
    if (text === this.#text) return;
    this.#text = text;
    if (this.#status.status !== 'conflict') this.#status = { status: 'changed' };
    this.#wait();
  }

  /** Stores what is written as a version. */
  save(): Promise<void> {
    this.#stopWaiting();
    return this.#next(() => this.#save());
  }

  /** Keeps what is written as a draft, at once. */
  keep(): Promise<void> {
    clearTimeout(this.#draftTimer);
    return this.#next(() => this.#keep());
  }

  /** Told which version the list of documents shows, which another tab may have stored. */
  see(fileId: string): Promise<void> {
    return this.#next(async () => {
      if (fileId === this.#fileId || !this.#isSettled) return;
      try {
        const note = await this.#notes.read(this.#documentId);
        if (note.fileId === this.#fileId) return;
        if (this.#text === this.#storedText || this.#text === note.text) this.#take(note);
        else this.#status = { status: 'conflict' };
      } catch (error) {
        this.#fail(error);
      }
    });
  }

  /** What is written takes the place of the version of the other tab. */
  useMine(): Promise<void> {
    return this.#next(async () => {
      try {
        this.#fileId = (await this.#notes.read(this.#documentId)).fileId;
      } catch (error) {
        this.#fail(error);
        return;
      }
      this.#status = { status: 'changed' };
      await this.#save();
      await this.#notes.dropDraft(this.#documentId);
    });
  }

  /** What is written becomes a note of its own, and this one is what the other tab stored. */
  async useBoth(libraryId: string, untitled: string): Promise<StoredDocument> {
    const copy = await this.#notes.create(libraryId, this.#text, untitled);
    await this.#next(async () => {
      await this.#notes.dropDraft(this.#documentId);
      this.#take(await this.#notes.read(this.#documentId));
    });
    return copy;
  }

  get #isSettled(): boolean {
    return this.#status.status === 'saved' || this.#status.status === 'changed';
  }

  #take({ text, fileId, draft }: Note): void {
    this.#stopWaiting();
    this.#storedText = text;
    this.#hasDraft = draft !== undefined;
    this.#text = draft?.text ?? text;
    this.#fileId = draft?.fileId ?? fileId;
    if (!draft) this.#status = { status: 'saved' };
    else if (draft.fileId !== fileId) this.#status = { status: 'conflict' };
    else {
      this.#status = { status: 'changed' };
      this.#wait();
    }
  }

  #wait(): void {
    this.#stopWaiting();
    this.#draftTimer = setTimeout(() => void this.keep(), this.#times.draftMs);
    if (this.#status.status === 'conflict') return;
    this.#saveTimer = setTimeout(() => void this.save(), this.#times.saveMs);
  }

  #stopWaiting(): void {
    clearTimeout(this.#draftTimer);
    clearTimeout(this.#saveTimer);
  }

  async #keep(): Promise<void> {
    const { status } = this.#status;
    if (status === 'loading' || status === 'gone') return;
    if (this.#text === this.#storedText && !this.#hasDraft) return;
    try {
      await this.#notes.keepDraft(this.#documentId, this.#text, this.#fileId);
      this.#hasDraft = true;
    } catch (error) {
      this.#fail(error);
    }
  }

  async #save(): Promise<void> {
    const { status } = this.#status;
    if (status === 'loading' || status === 'gone') return;
    if (status === 'conflict') return this.#keep();
    const text = this.#text;
    if (text === this.#storedText && !this.#hasDraft) {
      this.#status = { status: 'saved' };
      return;
    }
    this.#status = { status: 'saving' };
    try {
      const outcome = await this.#notes.save(this.#documentId, text, this.#fileId);
      if (outcome.kind === 'conflict') {
        this.#status = { status: 'conflict' };
        await this.#keep();
        return;
      }
      this.#fileId = outcome.fileId;
      this.#storedText = text;
      this.#hasDraft = false;
      this.#onStored(outcome.document);
      // Written on meanwhile: its timers run already.
      this.#status = { status: this.#text === text ? 'saved' : 'changed' };
    } catch (error) {
      this.#fail(error);
      // Where there is no room for a version there may be for a draft.
      if (this.#status.status === 'failed') {
        await this.#notes.keepDraft(this.#documentId, this.#text, this.#fileId).catch(() => undefined);
      }
    }
  }

  #fail(error: unknown): void {
    const known = toAppError(error);
    this.#status = known.code === 'not-found' ? { status: 'gone' } : { status: 'failed', error: known };
  }

  #next(step: () => Promise<void>): Promise<void> {
    const turn = this.#turn.then(step);
    this.#turn = turn.catch(() => undefined);
    return turn;
  }
}
