import { isAbortError, toAppError, type AppError } from '../core/app-error';
import type { FoundPassage, FoundPassages } from '../core/search/found-passages';
import type { SearchScope } from '../core/search-scope';
import { newTags } from '../core/tags';
import type { Search } from '../services/app-services';
import type { DocumentsState } from './documents-state.svelte';
import type { LayoutState } from './layout-state.svelte';
import type { LibrariesState } from './libraries-state.svelte';
import { pause } from './pause';
import type { Reach, ScopeChoice } from './scope-choice';
import type { StartupState } from './startup-state.svelte';
import type { TagsState } from './tags-state.svelte';

/** Between two key presses of a quick writer, so that only a rest is searched for. */
const restMs = 50;

interface Request {
  readonly query: string;
  readonly scope: SearchScope;
  /** With more documents ready, or after another attempt, the same query may find more. */
  readonly readyCount: number;
  /** See `countsOf`. */
  readonly tagged: string;
  readonly isStarted: boolean;
  readonly attempt: number;
}

type Outcome =
  | { readonly request: Request; readonly found: FoundPassages }
  | { readonly request: Request; readonly error: AppError };

export type SearchResults =
  | { readonly status: 'idle' }
  /** What was found before stays until there is something newer. */
  | { readonly status: 'searching'; readonly hits: readonly FoundPassage[] }
  | ({ readonly status: 'ready' } & FoundPassages)
  | { readonly status: 'failed'; readonly error: AppError };

interface Screen {
  readonly libraries: LibrariesState;
  readonly documents: DocumentsState;
  readonly tags: TagsState;
  readonly layout: LayoutState;
  readonly startup: StartupState;
}

/** What is searched for, where, and what was found. Searches only while its screen is shown. */
export class SearchState implements ScopeChoice {
  readonly #search: Search;
  readonly #libraries: LibrariesState;
  readonly #documents: DocumentsState;
  readonly #layout: LayoutState;
  readonly #tags: TagsState;
  readonly #startup: StartupState;
  query = $state.raw('');
  reach = $state.raw<Reach>('library');
  #filter = $state.raw<{ readonly libraryId: string; readonly documentIds: readonly string[] } | undefined>();
  #chosenTags = $state.raw<readonly string[]>([]);
  #attempt = $state.raw(0);
  #outcome = $state.raw<Outcome | undefined>();
  #selected = $state.raw<{ readonly outcome: Outcome; readonly index: number } | undefined>();

  constructor(search: Search, { libraries, documents, tags, layout, startup }: Screen) {
    this.#search = search;
    this.#libraries = libraries;
    this.#documents = documents;
    this.#tags = tags;
    this.#layout = layout;
    this.#startup = startup;
    tags.onRenamed((change) => {
      this.#chosenTags = change(this.#chosenTags);
    });
    $effect(() => {
      const request = this.#request;
      if (!request || request === this.#outcome?.request) return;
      const stop = new AbortController();
      void this.#run(request, stop.signal);
      return () => {
        stop.abort();
      };
    });
  }

  /** The chosen documents of the shown library; none means all of them. */
  readonly documentIds: readonly string[] = $derived.by(() => {
    const isOfLibrary = this.reach === 'library' && this.#filter?.libraryId === this.#libraries.current?.id;
    return isOfLibrary ? (this.#filter?.documentIds ?? []) : [];
  });

  /** Only documents that have any of these; none means all. */
  readonly tags: readonly string[] = $derived.by(() => this.#tags.existing(this.#chosenTags, this.reach));

  readonly missingTags: readonly string[] = $derived.by(() => newTags(this.#chosenTags, this.tags));

  /** How many documents have the chosen tags: others may be found when that changes. */
  readonly #tagged: string = $derived.by(() => this.#tags.countsOf(this.tags, this.reach));

  readonly #readyCount: number = $derived.by(() => this.#documents.ready.length);
  readonly #isStarted: boolean = $derived.by(() => this.#startup.status.status === 'ready');
  readonly #libraryId: string | undefined = $derived.by(() => this.#libraries.current?.id);

  /** A new one whenever what would be found may have changed. */
  readonly #request: Request | undefined = $derived.by(() => {
    const query = this.query.trimStart();
    if (query === '' || this.#layout.middle !== 'search' || this.#libraryId === undefined) return undefined;
    const libraryIds =
      this.reach === 'library' ? [this.#libraryId] : this.#libraries.all.map((library) => library.id);
    const { documentIds, tags } = this;
    const among = tags.length > 0 ? { tags } : documentIds.length > 0 ? { documentIds } : {};
    return {
      query,
      scope: { libraryIds, ...among },
      readyCount: this.#readyCount,
      tagged: this.#tagged,
      isStarted: this.#isStarted,
      attempt: this.#attempt,
    };
  });

  readonly results: SearchResults = $derived.by(() => {
    const outcome = this.#outcome;
    if (this.query.trim() === '') return { status: 'idle' };
    if (!outcome || outcome.request !== this.#request) {
      return { status: 'searching', hits: outcome && 'found' in outcome ? outcome.found.hits : [] };
    }
    return 'found' in outcome
      ? { status: 'ready', ...outcome.found }
      : { status: 'failed', error: outcome.error };
  });

  get hits(): readonly FoundPassage[] {
    return 'hits' in this.results ? this.results.hits : [];
  }

  readonly selectedIndex: number = $derived.by(() =>
    this.#selected?.outcome === this.#outcome ? (this.#selected?.index ?? 0) : 0,
  );

  get selected(): FoundPassage | undefined {
    return this.hits[this.selectedIndex];
  }

  select(index: number): void {
    const outcome = this.#outcome;
    if (!outcome || this.hits.length === 0) return;
    this.#selected = { outcome, index: Math.min(this.hits.length - 1, Math.max(0, index)) };
  }

  /** Only these documents of the shown library; none means all of them. */
  chooseDocuments(documentIds: readonly string[]): void {
    const libraryId = this.#libraries.current?.id;
    this.#filter = libraryId === undefined ? undefined : { libraryId, documentIds };
    this.#chosenTags = [];
  }

  chooseTags(tags: readonly string[]): void {
    this.#chosenTags = tags;
    this.#filter = undefined;
  }

  retry(): void {
    this.#attempt += 1;
  }

  async #run(request: Request, signal: AbortSignal): Promise<void> {
    try {
      await pause(restMs, signal);
      const found = await this.#search.find(request.query, request.scope, { signal });
      if (!signal.aborted) this.#outcome = { request, found };
    } catch (error) {
      if (signal.aborted || isAbortError(error)) return;
      this.#outcome = { request, error: toAppError(error) };
    }
  }
}
