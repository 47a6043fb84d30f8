import { toAppError, type AppError } from '../core/app-error';
import { importedVersion, type StoredDocument } from '../core/library';
import { storedNote } from '../core/note-text';
import type { Note, Notes } from '../services/app-services';
import type { LeftNote } from '../storage/left-notes';

export type NoteStatus =
  | { readonly status: 'loading' }
  /** It is no document before something is written. */
  | { readonly status: 'new' }
  /** What is written is stored as a version. */
  | { readonly status: 'saved' }
  | { readonly status: 'changed' }
  | { readonly status: 'saving' }
  /** Another version was stored meanwhile, by another tab. */
  | { readonly status: 'conflict' }
  | { readonly status: 'gone' }
  | { readonly status: 'failed'; readonly error: AppError };

export interface NoteTimes {
  /** After the first key that is not kept, until the draft is. */
  readonly draftMs: number;
  /** After the last key, until a version is stored. */
  readonly saveMs: number;
}

/** What a note that is not stored yet becomes with its first words. */
export interface UnstoredNote {
  readonly libraryId: () => Promise<string>;
  /** The library that it was begun in, if there was one. */
  readonly begunIn?: string | undefined;
  readonly untitled: string;
}

const usualTimes: NoteTimes = { draftMs: 400, saveMs: 8000 };

/** A note while it is written: kept as a draft soon after each pause, stored as a version after a longer one. */
export class NoteEditing {
  readonly #documentId: string;
  readonly #notes: Notes;
  readonly #times: NoteTimes;
  readonly #onStored: (document: StoredDocument) => void;
  #unstored: UnstoredNote | undefined;
  #text = $state.raw('');
  #status = $state.raw<NoteStatus>({ status: 'loading' });
  #isLoaded = $state.raw(false);
  /** While it is settled which text is whose. */
  #isBusy = $state.raw(false);
  #storedText = $state.raw('');
  /** The version that is written on. */
  #fileId = '';
  /** The draft that this tab kept or found; another tab's may have taken its place. */
  #draft = $state.raw<string>();
  /** The text of the version that is being stored. */
  #saving: string | undefined;
  /** What was put aside last for a page that may end. */
  #left: LeftNote | undefined;
  readonly #leftId: string = crypto.randomUUID();
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

  /** Whether the text is that of the note; until then there is nothing to write on, and nothing to keep. */
  get isLoaded(): boolean {
    return this.#isLoaded;
  }

  get isBusy(): boolean {
    return this.#isBusy;
  }

  get isWritable(): boolean {
    return this.#isLoaded && !this.#isBusy && this.#status.status !== 'gone';
  }

  /** Whether something is written that no version holds. */
  get isUnsaved(): boolean {
    // The sign of a heading alone is what is left of the title that it began with.
    if (this.#unstored && /^[#\s]*$/.test(this.#text)) return false;
    return this.#text !== this.#storedText;
  }

  /** Whether what is written would outlive the page. */
  get isKept(): boolean {
    return !this.isUnsaved || this.#text === this.#draft;
  }

  load(): Promise<void> {
    return this.#next(() => this.#load());
  }

  /** Begins one that is not stored yet, or goes on with it. */
  begin(unstored: UnstoredNote): void {
    const isBegun = this.#unstored !== undefined;
    this.#unstored = unstored;
    if (isBegun) return;
    this.#text = storedNote('', unstored.untitled);
    this.#storedText = this.#text;
    this.#isLoaded = true;
    this.#status = { status: 'new' };
  }

  write(text: string): void {
    if (!this.isWritable || text === this.#text) return;
    this.#text = text;
    if (this.#status.status !== 'conflict') this.#status = { status: 'changed' };
    this.#wait();
  }

  /** Stores what is written as a version; a note that could not be loaded is tried again. */
  save(): Promise<void> {
    this.#stopWaiting();
    return this.#next(() => this.#save());
  }

  /** Keeps what is written as a draft, at once. */
  keep(): Promise<void> {
    this.#stopDraft();
    return this.#next(() => this.#keep());
  }

  /** Puts aside what is not kept, before it returns: the page may end with it. */
  leave(): void {
    if (!this.#isLoaded || this.#status.status === 'gone') return;
    if (this.isKept) {
      this.#forget(this.#left);
      return;
    }
    this.#left = {
      id: this.#leftId,
      documentId: this.#documentId,
      text: this.#text,
      fileId: this.#fileId,
      draft: this.#draft,
      saving: this.#saving,
      unstored: this.#unstored && { libraryId: this.#unstored.begunIn, untitled: this.#unstored.untitled },
    };
    this.#notes.leave(this.#left);
  }

  /** Told which version the list of documents shows, which another tab may have stored. */
  see(fileId: string): Promise<void> {
    return this.#next(async () => {
      if (fileId === this.#fileId || this.#unstored || !this.#isSettled) return;
      try {
        const note = await this.#notes.read(this.#documentId);
        if (note.fileId === this.#fileId) return;
        if (!this.isUnsaved || this.#text === note.text) {
          await this.#takeStored(note);
        } else {
          this.#status = { status: 'conflict' };
          await this.#keep();
        }
      } catch (error) {
        // Where something is written, saving it will tell.
        const isGone = toAppError(error).code === 'not-found';
        if (this.isUnsaved && !isGone) return;
        if (!isGone) this.#isLoaded = false;
        this.#fail(error);
      }
    });
  }

  /** What is written takes the place of the version of the other tab. */
  async useMine(): Promise<void> {
    await this.#alone(async () => {
      try {
        this.#fileId = (await this.#notes.read(this.#documentId)).fileId;
        this.#status = { status: 'changed' };
        await this.#save();
      } catch (error) {
        this.#fail(error);
      }
    });
  }

  /**
   * What is written becomes a note of its own, and this one is what the other tab stored. Undefined where there is
   * nothing left to be parted.
   */
  useBoth(libraryId: string, untitled: string): Promise<StoredDocument | undefined> {
    return this.#alone(async () => {
      if (this.#status.status !== 'conflict') return undefined;
      const copy = await this.#copy(libraryId, untitled);
      try {
        await this.#takeStored(await this.#notes.read(this.#documentId));
      } catch (error) {
        this.#isLoaded = false;
        this.#fail(error);
      }
      return copy;
    });
  }

  /** What is written in a note that is gone becomes another one. */
  keepAsNew(libraryId: string, untitled: string): Promise<StoredDocument | undefined> {
    return this.#alone(async () => {
      const isWanted = this.#status.status === 'gone' && this.isUnsaved;
      return isWanted ? this.#copy(libraryId, untitled) : undefined;
    });
  }

  get #isSettled(): boolean {
    return this.#status.status === 'saved' || this.#status.status === 'changed';
  }

  async #load(): Promise<void> {
    this.#status = { status: 'loading' };
    try {
      this.#take(await this.#notes.read(this.#documentId));
      this.#isLoaded = true;
    } catch (error) {
      this.#fail(error);
    }
  }

  async #copy(libraryId: string, untitled: string): Promise<StoredDocument> {
    const copy = await this.#notes.create(libraryId, this.#text, untitled);
    this.#storedText = this.#text;
    return copy;
  }

  /** Without a draft that another tab is still writing on. */
  async #takeStored({ document, text, fileId }: Note): Promise<void> {
    const own = this.#draft;
    this.#take({ document, text, fileId });
    if (own !== undefined) await this.#notes.dropDraft(this.#documentId, own);
  }

  #take({ text, fileId, draft }: Note): void {
    this.#stopWaiting();
    this.#storedText = text;
    this.#draft = draft?.text;
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
    // Whoever types without a pause has it kept all the same.
    this.#draftTimer ??= setTimeout(() => void this.keep(), this.#times.draftMs);
    clearTimeout(this.#saveTimer);
    if (this.#status.status === 'conflict') return;
    this.#saveTimer = setTimeout(() => void this.save(), this.#times.saveMs);
  }

  #stopWaiting(): void {
    this.#stopDraft();
    clearTimeout(this.#saveTimer);
  }

  #stopDraft(): void {
    clearTimeout(this.#draftTimer);
    this.#draftTimer = undefined;
  }

  async #keep(): Promise<void> {
    if (!this.#isLoaded || this.#status.status === 'gone') return;
    if (!this.isUnsaved && this.#draft === undefined) return;
    if (this.#unstored) return this.#store(this.#unstored);
    try {
      await this.#keepDraft();
    } catch (error) {
      this.#fail(error);
    }
  }

  async #keepDraft(): Promise<void> {
    const text = this.#text;
    const left = this.#left;
    await this.#notes.keepDraft(this.#documentId, text, this.#fileId);
    this.#draft = text;
    this.#forget(left);
  }

  /** What was left before a text was stored; what was left since has more in it. */
  #forget(left: LeftNote | undefined): void {
    if (!left || left !== this.#left) return;
    this.#notes.forgetLeft(left.id);
    this.#left = undefined;
  }

  async #save(): Promise<void> {
    const { status } = this.#status;
    if (status === 'gone') return;
    if (!this.#isLoaded) return this.#load();
    if (status === 'conflict') return this.#keep();
    const text = this.#text;
    if (!this.isUnsaved && this.#draft === undefined) {
      this.#status = { status: this.#unstored ? 'new' : 'saved' };
      // What was taken back is not to come again.
      this.#forget(this.#left);
      return;
    }
    if (this.#unstored) return this.#store(this.#unstored);
    this.#status = { status: 'saving' };
    const left = this.#left;
    this.#saving = text;
    try {
      const outcome = await this.#notes.save(this.#documentId, text, this.#fileId, this.#draft);
      if (outcome.kind === 'conflict') {
        this.#status = { status: 'conflict' };
        await this.#keep();
        return;
      }
      this.#fileId = outcome.fileId;
      this.#storedText = text;
      this.#draft = undefined;
      this.#forget(left);
      this.#onStored(outcome.document);
      // Written on meanwhile: its timers run already.
      this.#status = { status: this.#text === text ? 'saved' : 'changed' };
    } catch (error) {
      this.#fail(error);
      // Where there is no room for a version there may be for a draft, and what was removed may be restored.
      await this.#keepDraft().catch(() => undefined);
    } finally {
      this.#saving = undefined;
    }
  }

  /** Its first words make it a document. */
  async #store({ libraryId, untitled }: UnstoredNote): Promise<void> {
    const text = this.#text;
    const left = this.#left;
    this.#status = { status: 'saving' };
    this.#saving = text;
    try {
      const document = await this.#notes.create(await libraryId(), text, untitled, this.#documentId);
      this.#unstored = undefined;
      this.#fileId = importedVersion(document).fileId;
      this.#storedText = text;
      this.#forget(left);
      this.#onStored(document);
      this.#status = { status: this.#text === text ? 'saved' : 'changed' };
    } catch (error) {
      if (await this.#isStoredMeanwhile(untitled)) await this.#save();
      else this.#status = { status: 'failed', error: toAppError(error) };
    } finally {
      this.#saving = undefined;
    }
  }

  /** Whether another tab has stored it from what this one left: then it is a note like any other. */
  async #isStoredMeanwhile(untitled: string): Promise<boolean> {
    try {
      const { document, text, fileId } = await this.#notes.read(this.#documentId);
      const isLeft = this.#left !== undefined && text === storedNote(this.#left.text, untitled);
      this.#unstored = undefined;
      this.#storedText = text;
      // Without a version to be written on, what another tab wrote on is a conflict.
      this.#fileId = isLeft ? fileId : '';
      this.#onStored(document);
      return true;
    } catch {
      // It is not: what was tried has failed.
      return false;
    }
  }

  #fail(error: unknown): void {
    const known = toAppError(error);
    this.#status = known.code === 'not-found' ? { status: 'gone' } : { status: 'failed', error: known };
  }

  /** A step that is begun once, and during which nothing is written. */
  async #alone<Result>(step: () => Promise<Result>): Promise<Result | undefined> {
    if (this.#isBusy) return undefined;
    this.#isBusy = true;
    try {
      return await this.#next(step);
    } finally {
      this.#isBusy = false;
    }
  }

  #next<Result>(step: () => Promise<Result>): Promise<Result> {
    const turn = this.#turn.then(step);
    this.#turn = turn.catch(() => undefined);
    return turn;
  }
}
