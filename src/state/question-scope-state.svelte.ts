import type { SearchScope } from '../core/search-scope';
import type { ConversationsState } from './conversations-state.svelte';
import type { DocumentsState } from './documents-state.svelte';
import type { LibrariesState } from './libraries-state.svelte';
import type { MessagesState } from './messages-state.svelte';
import type { Reach, ScopeChoice } from './scope-choice';

type Chosen = Pick<ScopeChoice, 'reach' | 'documentIds'>;

interface Screen {
  readonly libraries: LibrariesState;
  readonly documents: DocumentsState;
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
    this.#choose({ reach: 'library', documentIds });
  }

  /** Makes the choice that was made elsewhere. */
  take({ reach, documentIds }: Chosen): void {
    this.#choose({ reach, documentIds });
  }

  /** Whether there is anything to choose between. */
  get hasChoice(): boolean {
    const { libraries, documents } = this.#screen;
    return libraries.all.length > 1 || documents.ready.length > 1;
  }

  /** Undefined where the whole of the shown library is asked. */
  readonly scope: SearchScope | undefined = $derived.by(() => {
    const { libraries } = this.#screen;
    if (this.reach === 'all-libraries') return { libraryIds: libraries.all.map(({ id }) => id) };
    const { documentIds } = this;
    if (!libraries.current || documentIds.length === 0) return undefined;
    return { libraryIds: [libraries.current.id], documentIds };
  });

  #choose(chosen: Chosen): void {
    if (this.#key !== undefined) this.#choices = new Map(this.#choices).set(this.#key, chosen);
  }
}

function choiceOf(scope: SearchScope | undefined): Chosen {
  if (!scope || scope.documentIds) return { reach: 'library', documentIds: scope?.documentIds ?? [] };
  return { reach: 'all-libraries', documentIds: [] };
}
