import type { StoredDocument } from '../core/library';
import { distinguishingFolders } from './distinguishing-folders';
import type { DocumentsState } from './documents-state.svelte';
import type { LibrariesState } from './libraries-state.svelte';
import { shownDocuments, type DocumentFilter } from './shown-documents';
import type { TagsState } from './tags-state.svelte';

/** As many rows are seen at a glance; more are worth a field to filter them by. */
const glanceRows = 12;

const everything: DocumentFilter = { part: '', onlyFailed: false, onlyNotes: false, tags: [] };

/** Which of the shown library's documents its list shows. */
export class DocumentListState {
  readonly #documents: DocumentsState;
  readonly #libraries: LibrariesState;
  readonly #tags: TagsState;
  /** Belongs to the library it was written for. */
  #filter = $state.raw<DocumentFilter & { readonly libraryId?: string | undefined }>(everything);
  #named: { readonly documents: readonly StoredDocument[]; readonly folders: ReadonlyMap<string, string> } = {
    documents: [],
    folders: new Map(),
  };

  constructor(documents: DocumentsState, libraries: LibrariesState, tags: TagsState) {
    this.#documents = documents;
    this.#libraries = libraries;
    this.#tags = tags;
    tags.onRenamed((change) => {
      this.#filter = { ...this.#filter, tags: change(this.#filter.tags) };
    });
  }

  readonly hasNotes: boolean = $derived.by(() => this.#documents.all.some(({ isNote }) => isNote));

  readonly filter: DocumentFilter = $derived.by(() => {
    const { libraryId, part, onlyFailed, onlyNotes, tags } = this.#filter;
    if (libraryId !== this.#libraries.current?.id) return everything;
    // What is left after the last failure, note or tag is gone is the whole list, not an empty one.
    return {
      part,
      onlyFailed: onlyFailed && this.#documents.failed.length > 0,
      onlyNotes: onlyNotes && this.hasNotes,
      tags: this.#tags.existing(tags),
    };
  });

  readonly isLong: boolean = $derived.by(() => this.#documents.all.length > glanceRows);

  readonly shown: readonly StoredDocument[] = $derived.by(() =>
    shownDocuments(this.#documents.all, this.filter),
  );

  /** By document id; names and paths seldom change while the rest of a document does. */
  readonly folders: ReadonlyMap<string, string> = $derived.by(() => {
    const documents = this.#documents.all;
    const before = this.#named.documents;
    const isSame =
      before.length === documents.length &&
      documents.every(({ id, path }, index) => before[index]?.id === id && before[index].path === path);
    const folders = isSame ? this.#named.folders : distinguishingFolders(documents);
    this.#named = { documents, folders };
    return folders;
  });

  change(change: Partial<DocumentFilter>): void {
    this.#filter = { ...this.filter, ...change, libraryId: this.#libraries.current?.id };
  }
}
