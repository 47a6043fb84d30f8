import { tick } from 'svelte';
import type { AnnouncerState } from './announcer-state.svelte';
import type { ConversationsState } from './conversations-state.svelte';
import type { LayoutState, View } from './layout-state.svelte';
import type { LibrariesState } from './libraries-state.svelte';
import type { LocaleState } from './locale-state.svelte';
import type { SourceState } from './source-state.svelte';

interface Screen {
  readonly libraries: LibrariesState;
  readonly conversations: ConversationsState;
  readonly layout: LayoutState;
  readonly source: SourceState;
  readonly locale: LocaleState;
  readonly announcer: AnnouncerState;
}

/** By then a browser is where it was told to go. */
const lostEntryMs = 2000;

/** What is noted with an entry of the browser's history. */
interface Entry {
  /** The same for a conversation as it was come to and for all that was opened over it. */
  readonly place: string;
  /** How much covers the conversation there. */
  readonly depth: number;
}

/** Keeps the browser's history in step with the app: an entry for each conversation, and one for each layer over it. */
export class HistoryState {
  readonly #screen: Screen;
  readonly #phone = matchMedia('(max-width: 759px)');
  /** What closes each dialog, outermost first. */
  #dialogs: readonly (() => void)[] = [];
  #closeView: (view: View) => void;
  #place: string | undefined;
  /** The `visits` that have their entry. */
  #visits = 0;
  /** Whether what is shown next is what the address has led to. */
  #isArriving = true;
  /** Whether Back or Forward has led to another conversation that nobody has been told of yet. */
  #hasMoved = false;
  /** Whether the app is gone from the page. */
  #isOver = false;
  /** The depth that the browser was told to go back to, until it is there. */
  #goingTo: { readonly depth: number } | undefined;

  constructor(screen: Screen) {
    this.#screen = screen;
    this.#closeView = (view) => screen.layout.leave(view);
    this.#followAddress();
    $effect(() => {
      const follow = (): void => this.#onPopState();
      const settle = (): void => this.#settleSoon();
      window.addEventListener('popstate', follow);
      this.#phone.addEventListener('change', settle);
      return () => {
        window.removeEventListener('popstate', follow);
        this.#phone.removeEventListener('change', settle);
        this.#isOver = true;
      };
    });
    $effect(() => {
      const looked = [this.#address, this.#title, screen.conversations.visits, this.#views];
      if (looked.length > 0) this.#settleSoon();
    });
  }

  /** For the component that calls it: while `isOpen`, Back closes it. */
  coverWhile(isOpen: () => boolean, close: () => void): void {
    $effect(() => {
      if (!isOpen()) return;
      const dialog = (): void => close();
      this.#dialogs = [...this.#dialogs, dialog];
      this.#settleSoon();
      return () => {
        this.#dialogs = this.#dialogs.filter((other) => other !== dialog);
        this.#settleSoon();
      };
    });
  }

  /** How Back closes a view, the focus included. */
  closeViewsBy(close: (view: View) => void): void {
    this.#closeView = close;
  }

  /** Undefined until it is known what is shown. */
  readonly #address: string | undefined = $derived.by(() => {
    const { libraries, conversations } = this.#screen;
    if (!libraries.isLoaded) return undefined;
    if (!libraries.current) return '';
    return conversations.isLoaded ? addressOf(libraries.current.id, conversations.current?.id) : undefined;
  });

  readonly #title: string = $derived.by(() => {
    const { app, conversations } = this.#screen.locale.messages;
    const { current } = this.#screen.conversations;
    return current ? `${current.title || conversations.untitled} · ${app.name}` : app.name;
  });

  get #views(): readonly View[] {
    const { layout, source } = this.#screen;
    const isPhone = this.#phone.matches;
    // A phone shows the source's place also while nothing is open in it.
    return layout.closedByBack(isPhone).filter((view) => isPhone || view !== 'source' || source.isOpen);
  }

  get #layers(): readonly (() => void)[] {
    return [...this.#views.map((view) => () => this.#closeView(view)), ...this.#dialogs];
  }

  /** Once for all that changes together, such as a dialog that closes as it leads elsewhere. */
  #settleSoon(): void {
    void tick().then(() => this.#settle());
  }

  #settle(): void {
    if (this.#isOver || this.#goingTo !== undefined) return;
    const address = this.#address;
    if (address === undefined) return;
    const entry = this.#entryAt(address);
    if (!entry) return;
    this.#place = entry.place;
    this.#visits = this.#screen.conversations.visits;
    document.title = this.#title;
    if (this.#hasMoved) this.#screen.announcer.say(this.#title);
    this.#isArriving = this.#hasMoved = false;
    const depth = this.#layers.length;
    if (depth < entry.depth) this.#goBack(entry, depth);
    for (let next = entry.depth + 1; next <= depth; next += 1) {
      history.pushState({ ...entry, depth: next }, '', urlOf(address));
    }
  }

  /** The entry of what is shown; undefined while the browser has to go back before there can be one. */
  #entryAt(address: string): Entry | undefined {
    const entry = entryOf(history.state);
    if (entry && location.hash === address) return entry;
    const isVisit = !this.#isArriving && this.#visits !== this.#screen.conversations.visits;
    if (entry && !isVisit) {
      history.replaceState(entry, '', urlOf(address));
      return entry;
    }
    if (entry && entry.depth > 1) {
      this.#goBack(entry, 1);
      return undefined;
    }
    const next = { place: crypto.randomUUID(), depth: 0 };
    // What covered the place before is left with it, so that Back does not lead to it.
    if (entry?.depth === 0) history.pushState(next, '', urlOf(address));
    else history.replaceState(next, '', urlOf(address));
    return next;
  }

  #goBack(from: Entry, depth: number): void {
    const goingTo = { depth };
    this.#goingTo = goingTo;
    history.go(depth - from.depth);
    // A browser that has lost the entry goes nowhere, and does not say so: this one takes its place.
    setTimeout(() => {
      if (this.#isOver || this.#goingTo !== goingTo) return;
      this.#goingTo = undefined;
      history.replaceState({ ...from, depth }, '', location.href);
      this.#settleSoon();
    }, lostEntryMs);
  }

  #onPopState(): void {
    const entry = entryOf(history.state);
    const isOwn = entry?.place === this.#place && entry?.depth === this.#goingTo?.depth;
    this.#goingTo = undefined;
    if (entry === undefined || entry.place !== this.#place) this.#arrive();
    else if (!isOwn) for (const close of this.#layers.slice(entry.depth).reverse()) close();
    this.#settleSoon();
  }

  #arrive(): void {
    if (!this.#followAddress()) return;
    this.#isArriving = this.#hasMoved = true;
    for (const close of this.#dialogs.toReversed()) close();
    this.#screen.layout.showConversation();
  }

  /** False where it names nothing. */
  #followAddress(): boolean {
    const { libraries, conversations } = this.#screen;
    const address = new URLSearchParams(location.hash.slice(1));
    const libraryId = address.get('library');
    if (libraryId === null) return false;
    libraries.show(libraryId);
    conversations.openAt(libraryId, address.get('conversation') ?? undefined);
    return true;
  }
}

function addressOf(libraryId: string, conversationId: string | undefined): string {
  const conversation = conversationId === undefined ? {} : { conversation: conversationId };
  return `#${new URLSearchParams({ library: libraryId, ...conversation }).toString()}`;
}

function urlOf(address: string): string {
  return location.pathname + location.search + address;
}

function entryOf(state: unknown): Entry | undefined {
  if (typeof state !== 'object' || state === null || !('place' in state) || !('depth' in state)) {
    return undefined;
  }
  const { place, depth } = state;
  return typeof place === 'string' && typeof depth === 'number' ? { place, depth } : undefined;
}
