import { toAppError } from '../core/app-error';
import type { Citation } from '../core/citation';
import { contentIdOf, isStored, type StoredDocument } from '../core/library';
import type { FoundPassage } from '../core/search/found-passages';
import type { TextRange } from '../core/text-range';
import type { Sources } from '../services/app-services';
import { SourceTab, type LoadedSource } from './source-tab.svelte';

/** What is to be shown of a document: its beginning, a citation among those of its message, or a passage. */
export interface SourceTarget {
  readonly documentId: string;
  readonly documentName: string;
  readonly citation?: Citation | undefined;
  /** Words that were found by searching. */
  readonly passage?: FoundWords;
  /** Every citation of the same message, in order of number. */
  readonly citations: readonly Citation[];
}

/** Words that were found, and how they began then, where that was some time ago. */
export type FoundWords = TextRange & { readonly begins?: string };

export type OpenedPassage = Pick<FoundPassage, 'documentId' | 'documentName'> & {
  readonly focus: FoundWords;
};

/** More would be lost sight of: the one that was looked at longest ago makes room. */
const mostTabs = 16;
/** How many documents keep their text; that of the others is read again. */
const mostLoaded = 4;

/** The documents that lie open beside the conversation. */
export class SourceState {
  readonly #sources: Sources;
  #tabs = $state.raw<readonly SourceTab[]>([]);
  #active = $state.raw<SourceTab | undefined>();
  #isShown = $state.raw(false);
  /** What those that can be opened have, by their ids, as far as it is known. */
  #contents: ReadonlyMap<string, string> = new Map();
  /** The content that a document was read for last: what cannot be read is not tried over and over. */
  readonly #readFor = new WeakMap<SourceTab, string | undefined>();
  /** Latest first. */
  #lookedAt: readonly SourceTab[] = [];

  constructor(sources: Sources) {
    this.#sources = sources;
  }

  /** In the order in which they were opened. */
  get tabs(): readonly SourceTab[] {
    return this.#tabs;
  }

  /** The one that is shown; undefined while the pane is put away. */
  get active(): SourceTab | undefined {
    return this.#isShown ? this.#active : undefined;
  }

  /** The one that was shown last, also while the pane is put away. */
  get latest(): SourceTab | undefined {
    return this.#active;
  }

  get isOpen(): boolean {
    return this.active !== undefined;
  }

  get target(): SourceTarget | undefined {
    return this.active?.target;
  }

  /** A document that is open already is shown where it was left. */
  openDocument(document: { readonly id: string; readonly name: string }): Promise<void> {
    const target = { documentId: document.id, documentName: document.name, citations: [] };
    const open = this.#tabOf(document.id);
    if (!open) return this.#open(target);
    open.target = target;
    return this.select(open);
  }

  /** A note that is no document before something is written in it; the one that is open already, where there is one. */
  openNewNote(name: string, libraryId: string | undefined): SourceTab {
    const open = this.#tabs.find(({ unstored }) => unstored !== undefined);
    const tab = open ?? this.#add({ documentId: crypto.randomUUID(), documentName: name, citations: [] });
    if (!tab.editing?.isUnsaved) tab.unstored = { libraryId };
    void this.#show(tab);
    return tab;
  }

  openCitation(citation: Citation, citations: readonly Citation[]): Promise<void> {
    return this.#open({
      documentId: citation.documentId,
      documentName: citation.documentName,
      citation,
      citations: citations.toSorted((a, b) => a.n - b.n),
    });
  }

  openPassage({ documentId, documentName, focus }: OpenedPassage): Promise<void> {
    return this.#open({ documentId, documentName, passage: focus, citations: [] });
  }

  /** The citation `steps` further in the same message, going round at the ends. */
  async step(steps: 1 | -1): Promise<void> {
    const target = this.target;
    if (!target?.citation) return;
    const { citations, citation } = target;
    const position = citations.findIndex(({ n }) => n === citation.n);
    const next = citations.at((position + steps) % citations.length);
    if (next) await this.openCitation(next, citations);
  }

  /** Shows an open document where it was left. */
  select(tab: SourceTab): Promise<void> {
    if (tab !== this.active && tab.place) tab.goal = { kind: 'place' };
    return this.#show(tab);
  }

  /** Its neighbour takes the place of a document that was shown. */
  closeTab(tab: SourceTab): void {
    const position = this.#tabs.indexOf(tab);
    if (position < 0) return;
    this.#tabs = this.#tabs.filter((other) => other !== tab);
    this.#lookedAt = this.#lookedAt.filter((other) => other !== tab);
    if (tab !== this.#active) return;
    const next = this.#tabs[position] ?? this.#tabs.at(-1);
    this.#active = undefined;
    if (next && this.#isShown) void this.select(next);
    else this.#active = next;
    if (!next) this.#isShown = false;
  }

  closeOthers(tab: SourceTab): void {
    this.#tabs = [tab];
    this.#lookedAt = [tab];
    void this.select(tab);
  }

  closeDocument(documentId: string): void {
    const tab = this.#tabOf(documentId);
    if (tab) this.closeTab(tab);
  }

  /** Their numbers would be taken for those of another conversation; the documents stay as they are. */
  forgetCitations(): void {
    for (const tab of this.#tabs) {
      if (tab.target.citation) tab.target = { ...tab.target, citation: undefined, citations: [] };
    }
  }

  /** Puts the pane away; its documents stay open. */
  hide(): void {
    this.#isShown = false;
  }

  /** Those that were open before come first; what was opened meanwhile is shown all the same. */
  restore(
    tabs: readonly SourceTab[],
    { latest, isShown }: { readonly latest: SourceTab | undefined; readonly isShown: boolean },
  ): void {
    const added = tabs.filter(({ documentId }) => !this.#tabOf(documentId));
    this.#tabs = [...added, ...this.#tabs];
    this.#lookedAt = [...this.#lookedAt, ...added];
    if (this.#isShown || !latest || !added.includes(latest)) return;
    if (isShown) void this.#show(latest);
    else this.#active = latest;
  }

  close(): void {
    this.#tabs = [];
    this.#lookedAt = [];
    this.#active = undefined;
    this.#isShown = false;
  }

  readonly bytes = (documentId: string): Promise<Blob> => this.#sources.bytes(documentId);

  /** A document that has another content by now is read anew: offsets of the one mean nothing in the other. */
  noteContents(documents: readonly StoredDocument[]): void {
    this.#contents = new Map(
      documents.filter(isStored).map((document) => [document.id, contentIdOf(document)]),
    );
    for (const tab of this.#tabs) this.#follow(tab);
  }

  async retry(): Promise<void> {
    if (this.active) await this.#load(this.active);
  }

  #follow(tab: SourceTab): void {
    const contentId = this.#contents.get(tab.documentId);
    const { loaded } = tab;
    const isStale =
      loaded.status === 'ready'
        ? contentIdOf(loaded.source.document) !== contentId
        : loaded.status === 'failed' || (loaded.status === 'asleep' && tab === this.active);
    if (contentId === undefined || !isStale || this.#readFor.get(tab) === contentId) return;
    if (tab === this.active) void this.#refresh(tab, contentId);
    else {
      tab.search.close();
      tab.loaded = { status: 'asleep' };
    }
  }

  /** What is shown stays until the new one is there, and then where it was left. */
  async #refresh(tab: SourceTab, contentId: string): Promise<void> {
    const before = tab.loaded;
    this.#readFor.set(tab, contentId);
    const isWanted = () => tab.loaded === before && this.#readFor.get(tab) === contentId;
    try {
      const source = await this.#sources.load(tab.documentId);
      if (!isWanted()) return;
      tab.loaded = { status: 'ready', source };
      if (tab.place) tab.goal = { kind: 'place' };
      await tab.search.renew();
    } catch (error) {
      if (isWanted()) tab.loaded = { status: 'failed', error: toAppError(error) };
    }
  }

  #tabOf(documentId: string): SourceTab | undefined {
    return this.#tabs.find((tab) => tab.documentId === documentId);
  }

  #open(target: SourceTarget): Promise<void> {
    const open = this.#tabOf(target.documentId);
    if (open) {
      open.target = target;
      open.goal = { kind: 'target' };
      open.writing = undefined;
      return this.#show(open);
    }
    return this.#show(this.#add(target));
  }

  #add(target: SourceTarget): SourceTab {
    const tab = new SourceTab(target);
    const oldest = this.#tabs.length >= mostTabs ? this.#lookedAt.at(-1) : undefined;
    if (oldest) this.closeTab(oldest);
    this.#tabs = [...this.#tabs, tab];
    return tab;
  }

  async #show(tab: SourceTab): Promise<void> {
    this.#active = tab;
    this.#isShown = true;
    this.#lookedAt = [tab, ...this.#lookedAt.filter((other) => other !== tab)];
    for (const other of this.#lookedAt.slice(mostLoaded)) other.loaded = { status: 'asleep' };
    if (tab.unstored) return;
    if (tab.loaded.status === 'asleep' || tab.loaded.status === 'failed') await this.#load(tab);
  }

  async #load(tab: SourceTab): Promise<void> {
    const loading: LoadedSource = { status: 'loading' };
    tab.loaded = loading;
    this.#readFor.set(tab, this.#contents.get(tab.documentId));
    const isWanted = () => tab.loaded === loading;
    try {
      const source = await this.#sources.load(tab.documentId);
      if (isWanted()) tab.loaded = { status: 'ready', source };
    } catch (error) {
      if (isWanted()) tab.loaded = { status: 'failed', error: toAppError(error) };
    }
    // It may have been stored anew meanwhile.
    this.#follow(tab);
  }
}
