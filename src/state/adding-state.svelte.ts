import { separateModels } from '../core/models/models-among';
import { gatherFiles, type AddedItem } from '../services/added-files';
import type { AddedFile, AddedSummary, AppServices, KeptFolder } from '../services/app-services';
import type { AnnouncerState } from './announcer-state.svelte';
import type { DocumentsState } from './documents-state.svelte';
import type { LibrariesState } from './libraries-state.svelte';
import type { LocaleState } from './locale-state.svelte';
import type { ModelAddingState } from './model-adding-state.svelte';
import type { NoticeState } from './notice-state.svelte';

/** What a person adds: files, folders as entries, and folders as handles, which can be kept, or as both. */
export type GivenItem = File | FileSystemEntry | FileSystemDirectoryHandle | GivenFolder;

export interface GivenFolder {
  readonly handle: FileSystemDirectoryHandle;
  readonly entry: FileSystemDirectoryEntry;
}

export interface Gathered {
  readonly files: readonly AddedFile[];
  /** Paths of files that could not be opened. */
  readonly unreadable: readonly string[];
}

interface AddingParts {
  readonly services: Pick<AppServices, 'folders'>;
  readonly documents: DocumentsState;
  readonly libraries: LibrariesState;
  readonly locale: LocaleState;
  readonly notice: NoticeState;
  readonly announcer: AnnouncerState;
  readonly modelAdding: ModelAddingState;
}

/** Most folders are looked through before this is over, and nothing need be said. */
const quietMs = 300;
const toldEveryMs = 100;

/** Gathers what a person adds, adds it to a library, and tells what became of it. */
export class AddingState {
  readonly #parts: AddingParts;
  #found = $state.raw<number | undefined>();
  #gathering: AbortController | undefined;

  constructor(parts: AddingParts) {
    this.#parts = parts;
  }

  /** How many files were found so far in the folders that are looked through; undefined while none is. */
  get found(): number | undefined {
    return this.#found;
  }

  cancel(): void {
    this.#gathering?.abort();
  }

  /** Adds files to the shown library, or to a first one named in the person's language. */
  addFiles(
    files: readonly AddedFile[],
    options: { readonly isNew?: boolean; readonly libraryId?: string; readonly said?: string } = {},
  ): Promise<boolean> {
    return this.#parts.notice.attempt(async () => {
      const documents = await this.#withoutModels(files);
      if (documents.length === 0) return;
      const { isNew = false, said } = options;
      const libraryId = options.libraryId ?? (await this.#libraryId());
      this.#tell(await this.#parts.documents.add(libraryId, documents, { isNew }), 0, said);
    });
  }

  /** The same for what was dropped or chosen; a folder is kept where the browser can, to be looked through again. */
  addItems(items: readonly GivenItem[]): Promise<boolean> {
    const { libraries, services, notice, locale, announcer, documents } = this.#parts;
    return notice.attempt(async () => {
      const shown = libraries.current;
      const asked: AddedItem[] = [];
      const folders: [handle: FileSystemDirectoryHandle, root: string][] = [];
      for (const item of items) {
        if (!isHandle(item) && !isFolder(item)) {
          asked.push(item);
          continue;
        }
        const folder = isHandle(item) ? { handle: item } : item;
        const { handle } = folder;
        const root = shown ? (await services.folders.place(shown.id, handle)).root : handle.name;
        folders.push([handle, root]);
        asked.push({ ...folder, root });
      }
      const { files: gathered, unreadable } = await this.gather(asked);
      const files = await this.#withoutModels(gathered);
      if (files.length === 0) {
        if (gathered.length > 0) return;
        const { nothing } = locale.messages.drop;
        notice.tell(nothing);
        announcer.say(nothing);
        return;
      }
      const libraryId = shown?.id ?? (await this.#libraryId());
      this.#tell(await documents.add(libraryId, files), unreadable.length);
      for (const [handle, root] of folders) {
        // A folder that is a model, and nothing else, has no documents to be looked through again.
        if (!files.some(({ path }) => path.startsWith(`${root}/`))) continue;
        await services.folders.keep(await services.folders.place(libraryId, handle));
      }
    });
  }

  /** Looks through a kept folder and adds what is new or changed; resolves with all that is there now. */
  async addFolder({ libraryId, handle, root }: KeptFolder): Promise<Gathered> {
    const gathered = await this.gather([{ handle, root }]);
    // Models in it were offered when it was first added.
    const { others } = await separateModels(gathered.files);
    const summary =
      others.length === 0
        ? { added: 0, updated: 0, unchanged: 0 }
        : await this.#parts.documents.add(libraryId, others);
    this.#tell(summary, gathered.unreadable.length);
    return gathered;
  }

  /** A second folder waits for no first: cancelling ends both. */
  async gather(items: readonly AddedItem[]): Promise<Gathered> {
    const gathering = (this.#gathering ??= new AbortController());
    const files: AddedFile[] = [];
    const unreadable: string[] = [];
    let toldAtMs = performance.now() + quietMs - toldEveryMs;
    try {
      const { signal } = gathering;
      for await (const batch of gatherFiles(items, {
        signal,
        onUnreadable: (path) => unreadable.push(path),
      })) {
        files.push(...batch);
        if (performance.now() - toldAtMs < toldEveryMs) continue;
        toldAtMs = performance.now();
        this.#found = files.length;
      }
      return { files, unreadable };
    } finally {
      this.#found = undefined;
      this.#gathering = undefined;
    }
  }

  /** What of the files is no model; models are offered to be added as such. */
  async #withoutModels(files: readonly AddedFile[]): Promise<readonly AddedFile[]> {
    return this.#parts.modelAdding.takeFrom(await separateModels(files));
  }

  async #libraryId(): Promise<string> {
    const { defaultLibraryName } = this.#parts.locale.messages.firstRun;
    return (await this.#parts.libraries.currentOrNew(defaultLibraryName)).id;
  }

  #tell(summary: AddedSummary, unreadable: number, said?: string): void {
    const { locale, notice, announcer } = this.#parts;
    const { added, updated, unchanged } = summary;
    const isPlain = added > 0 && updated + unchanged + unreadable === 0;
    const text = (isPlain && said) || locale.messages.documents.addedSummary({ ...summary, unreadable });
    notice.tell(text);
    announcer.say(text);
  }
}

function isHandle(item: GivenItem): item is FileSystemDirectoryHandle {
  return 'kind' in item;
}

function isFolder(item: GivenItem): item is GivenFolder {
  return 'handle' in item;
}
