import { createContext, untrack } from 'svelte';
import type { Citation } from '../core/citation';
import type { Conversation } from '../core/conversation';
import type { FoundConversation } from '../core/find-in-messages';
import type { StoredDocument } from '../core/library';
import type { AppServices } from '../services/app-services';
import { AddingState } from './adding-state.svelte';
import { AnnouncerState } from './announcer-state.svelte';
import { ComparisonState } from './comparison-state.svelte';
import { ConversationsState } from './conversations-state.svelte';
import { DetailsState } from './details-state.svelte';
import { DocumentListState } from './document-list-state.svelte';
import { DocumentsState } from './documents-state.svelte';
import { FoldersState } from './folders-state.svelte';
import { HistoryState } from './history-state.svelte';
import { IncomingState } from './incoming-state.svelte';
import { LayoutState } from './layout-state.svelte';
import { LibrariesState } from './libraries-state.svelte';
import { LocaleState } from './locale-state.svelte';
import { MessagesState } from './messages-state.svelte';
import { ModelAddingState } from './model-adding-state.svelte';
import { ModelsState } from './models-state.svelte';
import { NotesState } from './notes-state.svelte';
import { NoticeState } from './notice-state.svelte';
import { keepOpenSources } from './open-sources.svelte';
import { QuestionScopeState } from './question-scope-state.svelte';
import { RemovedDocumentsState } from './removed-documents.svelte';
import { SampleState } from './sample-state.svelte';
import { SearchState } from './search-state.svelte';
import { SettingsState } from './settings-state.svelte';
import { SourceState, type OpenedPassage } from './source-state.svelte';
import { StartupState } from './startup-state.svelte';
import { StorageState } from './storage-state.svelte';
import { TagsState } from './tags-state.svelte';

/** Everything the components show, one part per concern. Built while the root component starts. */
export class AppState {
  readonly settings: SettingsState;
  readonly locale: LocaleState;
  readonly libraries: LibrariesState;
  readonly documents: DocumentsState;
  readonly tags: TagsState;
  readonly documentList: DocumentListState;
  readonly modelAdding: ModelAddingState;
  readonly adding: AddingState;
  readonly folders: FoldersState;
  readonly incoming: IncomingState;
  readonly conversations: ConversationsState;
  readonly messages: MessagesState;
  readonly questionScope: QuestionScopeState;
  readonly source: SourceState;
  readonly removedDocuments: RemovedDocumentsState;
  readonly notes: NotesState;
  readonly models: ModelsState;
  readonly comparison: ComparisonState;
  readonly startup: StartupState;
  readonly search: SearchState;
  readonly sample: SampleState;
  readonly details: DetailsState;
  readonly layout = new LayoutState();
  readonly announcer = new AnnouncerState();
  readonly notice = new NoticeState();
  readonly storage = new StorageState();
  readonly history: HistoryState;

  constructor(readonly services: AppServices) {
    this.settings = new SettingsState(services.settings);
    this.locale = new LocaleState(this.settings);
    this.libraries = new LibrariesState(services.libraries, this.settings);
    this.documents = new DocumentsState(services, this.libraries);
    this.tags = new TagsState(services.documents, this.documents, this.libraries);
    this.documentList = new DocumentListState(this.documents, this.libraries, this.tags);
    this.modelAdding = new ModelAddingState(this);
    this.adding = new AddingState(this);
    this.folders = new FoldersState(services.folders, this);
    this.incoming = new IncomingState(services.incoming, this.adding, this.notice);
    this.conversations = new ConversationsState(services.conversations, this.libraries);
    this.messages = new MessagesState(services, this.conversations, this.libraries);
    this.questionScope = new QuestionScopeState(this);
    this.source = new SourceState(services.sources);
    this.removedDocuments = new RemovedDocumentsState(this.documents, services.sources);
    this.notes = new NotesState(this);
    this.models = new ModelsState(services.models, this.settings, this.locale);
    this.comparison = new ComparisonState(services.models);
    this.startup = new StartupState(services, this.settings);
    this.search = new SearchState(services.search, this);
    this.sample = new SampleState(services.sample, this.settings, this.libraries);

    this.details = new DetailsState(services, this.documents, this.layout);
    this.history = new HistoryState(this);

    keepOpenSources(this, services);
    this.documents.onChanged((documents) => this.source.noteContents(documents));
    this.documents.onSettled(({ ready, failed }) => {
      const { format, messages } = this.locale;
      const { imported, importFailed } = messages.documents;
      const said = [ready > 0 ? imported(ready) : '', failed > 0 ? importFailed(failed) : ''];
      this.announcer.say(format.sentences(said));
    });
    // What an answer cites is not marked once that answer is left: with its conversation, or for another version.
    let shownIds: ReadonlySet<string> = new Set();
    $effect(() => {
      const ids = new Set(this.messages.all.map(({ id }) => id));
      const hasLeft = [...shownIds].some((id) => !ids.has(id));
      shownIds = ids;
      if (hasLeft) untrack(() => this.source.forgetCitations());
    });
    this.messages.onAnswered((message) => {
      const { chat, errors } = this.locale.messages;
      if (message.status === 'failed') this.announcer.say(errors[message.error?.code ?? 'internal'].problem);
      else if (message.abstained) this.announcer.say(chat.abstained.announce);
      else if (message.status === 'complete') this.announcer.say(chat.answered(message.citations.length));
    });
  }

  /** Whether one of those that belong to no pane is open. */
  get hasDialog(): boolean {
    return (
      this.layout.screen !== undefined ||
      this.modelAdding.offered.length > 0 ||
      this.tags.edited.length > 0 ||
      this.folders.missing !== undefined ||
      this.incoming.status.status !== 'none'
    );
  }

  openDocument(document: { readonly id: string; readonly name: string }): void {
    this.layout.leave('details');
    this.layout.show('source');
    this.documents.lookAt(document.id);
    void this.source.openDocument(document);
  }

  openCitation(citation: Citation, citations: readonly Citation[]): void {
    this.layout.show('source');
    void this.source.openCitation(citation, citations);
  }

  openPassage(passage: OpenedPassage): void {
    this.layout.show('source');
    void this.source.openPassage(passage);
  }

  openSearch(): void {
    this.layout.show('search');
  }

  /** Takes the place of the conversation and of the source. */
  openDetails(document: { readonly id: string }): void {
    this.closeSource();
    this.documents.lookAt(document.id);
    this.details.open(document.id);
    this.layout.show('details');
  }

  /** How the documents of the shown library, or one of them, are split. */
  openSplitting(documentId?: string): void {
    this.layout.splitDocumentId = documentId;
    this.layout.openScreen('splitting');
  }

  /** Puts the source away: back to where it was opened. */
  closeSource(): void {
    this.source.hide();
    this.layout.leave('source');
  }

  /** Back to where search or the details were opened. */
  closeMiddle(): void {
    const { layout } = this;
    if (layout.middle !== 'conversation') layout.leave(layout.middle);
  }

  showConversation(): void {
    this.layout.showConversation();
  }

  startConversation(): void {
    this.conversations.startNew();
    this.showConversation();
  }

  async removeConversation({ id, title }: Conversation): Promise<void> {
    const { conversations: words } = this.locale.messages;
    this.messages.stopIn(id);
    const { restore, purge } = await this.conversations.remove(id);
    this.notice.tell(words.removed(title || words.untitled), { undo: restore, onKept: purge });
  }

  /** They are gone from the screen at once; resolves with whether that was done. */
  removeDocuments(documents: readonly Pick<StoredDocument, 'id' | 'name'>[]): Promise<boolean> {
    const [first] = documents;
    if (!first) return Promise.resolve(true);
    const { documents: words } = this.locale.messages;
    return this.notice.attempt(async () => {
      const { restore, purge } = await this.documents.remove(documents.map(({ id }) => id));
      for (const { id } of documents) this.source.closeDocument(id);
      const said = documents.length === 1 ? words.removed(first.name) : words.removedMany(documents.length);
      this.notice.tell(said, { undo: restore, onKept: purge });
    });
  }

  /** Removes what could not be imported at all; a document whose newer version failed keeps the one it has. */
  async removeFailed(): Promise<void> {
    const { documents, notice } = this;
    const isDone = await this.removeDocuments(documents.failed.filter(({ pending }) => !pending));
    if (isDone) await notice.attempt(() => documents.dismissFailed());
  }

  /** Opens what was found in any library, at the message where there is one. */
  async openFound({ conversation, inMessage }: FoundConversation): Promise<void> {
    const { id, libraryId } = conversation;
    if (inMessage) await this.services.conversations.show(id, inMessage.messageId);
    const isElsewhere = libraryId !== this.libraries.current?.id;
    const chosen = isElsewhere ? this.libraries.choose(libraryId) : undefined;
    this.openConversation(id);
    await chosen;
    if (inMessage) this.messages.bringIntoSight(inMessage.messageId);
  }

  openConversation(conversationId: string): void {
    this.conversations.open(conversationId);
    this.showConversation();
  }

  /** Asks in the open conversation, or in a new one of the shown library, where its next question is to be asked. */
  ask(question: string): void {
    const library = this.libraries.current;
    if (library) void this.messages.ask(library.id, question, this.questionScope.scope);
  }

  /** Asks in a new conversation of the shown library what was searched for, where it was searched for. */
  askAnew(question: string): void {
    if (!this.libraries.current || question.trim() === '') return;
    this.startConversation();
    this.questionScope.take(this.search);
    this.ask(question.trim());
  }
}

export const [useApp, provideApp] = createContext<AppState>();
