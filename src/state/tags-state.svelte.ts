import { countTags, createTagMatcher, readTags, tagKey, type TagChange, type TagCount } from '../core/tags';
import type { Documents } from '../services/app-services';
import type { DocumentsState } from './documents-state.svelte';
import { follow } from './follow.svelte';
import type { LibrariesState } from './libraries-state.svelte';
import type { Reach } from './scope-choice';

/** Chosen tags as they are called now. */
export type RenamedTags = (tags: readonly string[]) => readonly string[];

/** The tags that documents have, and the documents whose tags are being changed. */
export class TagsState {
  readonly #service: Documents;
  readonly #documents: DocumentsState;
  readonly #libraries: LibrariesState;
  readonly #onRenamed: ((change: RenamedTags) => void)[] = [];
  /** Undefined until it is known. */
  #everywhere = $state.raw<readonly TagCount[] | undefined>();
  /** The documents that the dialog is open for. */
  edited = $state.raw<readonly string[]>([]);

  constructor(service: Documents, documents: DocumentsState, libraries: LibrariesState) {
    this.#service = service;
    this.#documents = documents;
    this.#libraries = libraries;
    const hasMany = $derived(libraries.all.length > 1);
    follow<readonly TagCount[]>(
      () => (hasMany ? service.observeTags : undefined),
      (tags) => {
        this.#everywhere = tags;
      },
    );
  }

  /** Of the shown library. */
  readonly ofLibrary: readonly TagCount[] = $derived.by(() => countTags(this.#documents.all));

  within(reach: Reach): readonly TagCount[] {
    return reach === 'library' ? this.ofLibrary : (this.#everywhere ?? []);
  }

  /** Those that some document has, as far as it is known. */
  existing(tags: readonly string[], reach: Reach = 'library'): readonly string[] {
    const isKnown = reach === 'library' ? this.#documents.isLoaded : this.#everywhere !== undefined;
    if (tags.length === 0 || !isKnown) return tags;
    const isThere = createTagMatcher(this.within(reach).map(({ tag }) => tag));
    return tags.filter((tag) => isThere([tag]));
  }

  /** How many documents have each of some tags, as one value that changes only when they do. */
  countsOf(tags: readonly string[], reach: Reach): string {
    if (tags.length === 0) return '';
    const isWanted = createTagMatcher(tags);
    return JSON.stringify(this.within(reach).filter(({ tag }) => isWanted([tag])));
  }

  change(documentIds: readonly string[], change: TagChange): Promise<number> {
    return this.#service.tag(documentIds, change);
  }

  /** In the shown library. */
  async rename(tag: string, name: string): Promise<void> {
    const library = this.#libraries.current;
    const [renamed] = readTags([name]);
    if (!library || renamed === undefined) return;
    await this.#service.renameTag(library.id, tag, renamed);
    const change = (tags: readonly string[]): readonly string[] =>
      tags.map((one) => (tagKey(one) === tagKey(tag) ? renamed : one));
    for (const tell of this.#onRenamed) tell(change);
  }

  /** Told when a tag has another name: what was chosen by it is meant still. */
  onRenamed(listener: (change: RenamedTags) => void): void {
    this.#onRenamed.push(listener);
  }

  async remove(tag: string): Promise<void> {
    const library = this.#libraries.current;
    if (library) await this.#service.removeTag(library.id, tag);
  }
}
