import type { SearchScope } from '../core/search-scope';
import { newTags } from '../core/tags';
import type { ConversationsState } from './conversations-state.svelte';
import type { DocumentsState } from './documents-state.svelte';
import type { LibrariesState } from './libraries-state.svelte';
import type { MessagesState } from './messages-state.svelte';
import type { Reach, ScopeChoice } from './scope-choice';
import type { TagsState } from './tags-state.svelte';

type Chosen = Pick<ScopeChoice, 'reach' | 'documentIds' | 'tags'>;

interface Screen {
  readonly libraries: LibrariesState;
  readonly documents: DocumentsState;
  readonly tags: TagsState;
  readonly conversations: ConversationsState;
  readonly messages: MessagesState;
}

/** Where the next question of each conversation is asked: where its last one was, until another choice is made. */
export class QuestionScopeState implements ScopeChoice {
  readonly #screen: Screen;
  /** By conversation; the choice for a new one by the library that it will belong to. */
  #choices = $state.raw<ReadonlyMap<string, Chosen>>(new Map());

  constructor(screen: Screen) {
    this.#screen = screen;
    screen.tags.onRenamed((change) => {
      this.#choices = new Map(
        [...this.#choices].map(([key, chosen]) => [key, { ...chosen, tags: change(chosen.tags) }]),
      );
    });
    screen.conversations.onCreated(({ id, libraryId }) => {
      const choices = new Map(this.#choices);
      const chosen = choices.get(libraryId);
      if (!chosen) return;
      choices.delete(libraryId);
      this.#choices = choices.set(id, chosen);
    });
  }

  readonly #key: string | undefined = $derived.by(
    () => this.#screen.conversations.current?.id ?? this.#screen.libraries.current?.id,
  );

  readonly #chosen: Chosen = $derived.by(() => {
    const chosen = this.#key === undefined ? undefined : this.#choices.get(this.#key);
    return chosen ?? choiceOf(this.#screen.messages.lastQuestion?.scope);
  });

  get reach(): Reach {
    return this.#screen.libraries.all.length > 1 ? this.#chosen.reach : 'library';
  }

  set reach(reach: Reach) {
    this.#choose({ ...this.#chosen, reach });
  }

  /** Those that are still there. */
  readonly documentIds: readonly string[] = $derived.by(() => {
    if (this.reach === 'all-libraries') return [];
    const { documents } = this.#screen;
    const existing = new Set(documents.all.map(({ id }) => id));
    return this.#chosen.documentIds.filter((id) => existing.has(id));
  });

  chooseDocuments(documentIds: readonly string[]): void {
    this.#choose({ reach: 'library', documentIds, tags: [] });
  }

  /** Those that some document still has. */
  readonly tags: readonly string[] = $derived.by(() =>
    this.#screen.tags.existing(this.#chosen.tags, this.reach),
  );

  readonly missingTags: readonly string[] = $derived.by(() => newTags(this.#chosen.tags, this.tags));

  chooseTags(tags: readonly string[]): void {
    this.#choose({ reach: this.reach, documentIds: [], tags });
  }

  /** Makes the choice that was made elsewhere. */
  take({ reach, documentIds, tags }: Chosen): void {
    this.#choose({ reach, documentIds, tags });
  }

  /** Whether there is anything to choose between. */
  get hasChoice(): boolean {
    const { libraries, documents, tags } = this.#screen;
    return libraries.all.length > 1 || documents.ready.length > 1 || tags.ofLibrary.length > 0;
  }

  /** Undefined where the whole of the shown library is asked. */
  readonly scope: SearchScope | undefined = $derived.by(() => {
    const { libraries } = this.#screen;
    const { documentIds, tags } = this;
    const tagged = tags.length > 0 ? { tags } : {};
    if (this.reach === 'all-libraries') return { libraryIds: libraries.all.map(({ id }) => id), ...tagged };
    if (!libraries.current || (tags.length === 0 && documentIds.length === 0)) return undefined;
    return { libraryIds: [libraries.current.id], ...(tags.length > 0 ? tagged : { documentIds }) };
  });

  /** Where a question is searched, the whole library too; undefined without a library. */
  readonly searched: SearchScope | undefined = $derived.by(() => {
    const library = this.#screen.libraries.current;
    return this.scope ?? (library && { libraryIds: [library.id] });
  });

  #choose(chosen: Chosen): void {
    if (this.#key !== undefined) this.#choices = new Map(this.#choices).set(this.#key, chosen);
  }
}

function choiceOf(scope: SearchScope | undefined): Chosen {
  const { libraryIds = [], documentIds = [], tags = [] } = scope ?? {};
  const isOfOne = !scope || scope.documentIds !== undefined || (tags.length > 0 && libraryIds.length === 1);
  return { reach: isOfOne ? 'library' : 'all-libraries', documentIds, tags };
}
