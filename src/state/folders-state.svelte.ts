import { isHiddenFromHandles } from '../services/added-files';
import type { StoredDocument } from '../core/library';
import type { Folders, KeptFolder } from '../services/app-services';
import type { AddingState } from './adding-state.svelte';
import type { AnnouncerState } from './announcer-state.svelte';
import type { DocumentsState } from './documents-state.svelte';
import { follow } from './follow.svelte';
import type { LibrariesState } from './libraries-state.svelte';
import type { LocaleState } from './locale-state.svelte';
import type { NoticeState } from './notice-state.svelte';

interface FoldersParts {
  readonly adding: AddingState;
  readonly documents: DocumentsState;
  readonly libraries: LibrariesState;
  readonly locale: LocaleState;
  readonly notice: NoticeState;
  readonly announcer: AnnouncerState;
  removeDocuments(documents: readonly StoredDocument[]): Promise<boolean>;
}

/** Documents whose files are no longer in the folder that they came from. */
export interface MissingFiles {
  readonly folder: KeptFolder;
  readonly documents: readonly StoredDocument[];
}

/** The folders that documents of the shown library came from, and bringing the library up to date with them. */
export class FoldersState {
  readonly #folders: Folders;
  readonly #parts: FoldersParts;
  #found = $state.raw<{ readonly libraryId: string; readonly folders: readonly KeptFolder[] } | undefined>();
  #missing = $state.raw<MissingFiles | undefined>();

  constructor(folders: Folders, parts: FoldersParts) {
    this.#folders = folders;
    this.#parts = parts;
    const libraryId = $derived(parts.libraries.current?.id);
    follow<{ libraryId: string; folders: readonly KeptFolder[] }>(
      () =>
        libraryId === undefined
          ? undefined
          : (onValue) =>
              folders.observe(libraryId, (kept) => {
                onValue({ libraryId, folders: kept });
              }),
      (found) => (this.#found = found),
    );
  }

  get all(): readonly KeptFolder[] {
    const found = this.#found;
    return found && found.libraryId === this.#parts.libraries.current?.id ? found.folders : [];
  }

  get missing(): MissingFiles | undefined {
    return this.#missing;
  }

  /** Undefined where the browser has no such dialog. */
  get choose(): (() => Promise<boolean>) | undefined {
    const { adding, notice } = this.#parts;
    const { choose } = this.#folders;
    if (!choose) return undefined;
    return () =>
      notice.attempt(async () => {
        await adding.addItems([await choose()]);
      });
  }

  /** Adds what is new in the folder, reads what changed, and offers to remove what is no longer there. */
  update(folder: KeptFolder): Promise<boolean> {
    const { adding, documents, libraries, locale, notice } = this.#parts;
    const folders = this.#folders;
    return notice.attempt(async () => {
      const words = locale.messages.folders;
      if (!(await folders.mayRead(folder))) {
        this.#say(words.refused(folder.root));
        return;
      }
      try {
        const { files, unreadable } = await adding.addFolder(folder);
        if (libraries.current?.id !== folder.libraryId) return;
        const there = new Set([...files.map(({ path }) => path), ...unreadable]);
        const gone = documents.all.filter(
          ({ path, isNote }) =>
            path.startsWith(`${folder.root}/`) && !isNote && !there.has(path) && !isHiddenFromHandles(path),
        );
        if (gone.length > 0) this.#missing = { folder, documents: gone };
      } catch (error) {
        if (!(error instanceof DOMException && error.name === 'NotFoundError')) throw error;
        await folders.forget(folder.id);
        this.#say(words.gone(folder.root));
      }
    });
  }

  keepMissing(): void {
    this.#missing = undefined;
  }

  async removeMissing(): Promise<void> {
    const { documents, notice } = this.#parts;
    const missing = this.#missing?.documents ?? [];
    this.#missing = undefined;
    await notice.attempt(async () => {
      for (const { id, status } of missing) if (status === 'queued') await documents.cancel(id);
    });
    await this.#parts.removeDocuments(missing.filter(({ status }) => status !== 'queued'));
  }

  #say(text: string): void {
    this.#parts.notice.tell(text);
    this.#parts.announcer.say(text);
  }
}
