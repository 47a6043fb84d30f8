import {
  findInMessage,
  holdsAll,
  soughtWords,
  type FoundConversation,
} from '../../../src/core/find-in-messages';
import { branchOf } from '../../../src/core/conversation-tree';
import { AppError } from '../../../src/core/app-error';
import type { AnswerMessage, Conversation, Message, QuestionMessage } from '../../../src/core/conversation';
import type { Chunk } from '../../../src/core/chunk';
import { detectLanguage } from '../../../src/core/language';
import type { Library, StoredDocument } from '../../../src/core/library';
import type { RichText } from '../../../src/core/rich-text';
import { splitIntoChunks } from '../../../src/core/chunking';
import type { SplittingStrategy } from '../../../src/core/splitting';
import type { SearchScope } from '../../../src/core/search-scope';
import { countTags, withTagRenamed, withTags } from '../../../src/core/tags';
import type { ImportProgress } from '../../../src/contracts/importer';
import type {
  AddedFile,
  AddedSummary,
  AnswerUpdate,
  AppServices,
  ImportQueue,
  IncomingStatus,
  KeptFolder,
  Settings,
  StartupStatus,
} from '../../../src/services/app-services';
import type { ReEmbeddingProgress } from '../../../src/storage/re-embedding-progress';
import { deskInUse, importing, type Desk } from './desk';
import { createFakeModels, type FakeModels } from './fake-models';
import { createFakeNotes } from './fake-notes';
import type { FakeSource } from './fake-content';
import { createFakeSearch } from './fake-search';

export interface FakeServices extends AppServices {
  /** Every file that was added, by path. */
  readonly added: string[];
  /** The files of the last add. */
  readonly lastAdded: { files: readonly AddedFile[]; libraryId: string; isNew: boolean };
  /** What the next add answers, where it is not that all files were new. */
  nextSummary: AddedSummary | undefined;
  /** Every order that documents were asked for in. */
  readonly prioritised: (readonly string[])[];
  /** By document id, what it was tried to be opened with. */
  readonly passwords: Map<string, string | undefined>;
  setIncoming(status: IncomingStatus): void;
  /** The folders that are kept; permission is asked of `mayRead`. */
  readonly kept: readonly KeptFolder[];
  setKept(folders: readonly KeptFolder[]): void;
  mayRead: boolean;
  setDocuments(all: readonly StoredDocument[]): void;
  readonly asked: string[];
  /** The scope of each question that was asked; undefined for the whole library. */
  readonly askedIn: (SearchScope | undefined)[];
  readonly searched: string[];
  /** Every scope that questions were made for. */
  readonly suggestedIn: readonly SearchScope[];
  /** Answers are written from these, one word after another; they wait for `finish`. */
  readonly answering: { text: string; citations: AnswerMessage['citations'] };
  /** Lets the answer in progress go on to its end. */
  finish(): void;
  setReEmbedding(libraries: ReadonlyMap<string, ReEmbeddingProgress>): void;
  setStartup(status: StartupStatus): void;
  readonly models: FakeModels;
  setQueue(queue: Partial<ImportQueue>): void;
  setProgress(progress: ReadonlyMap<string, ImportProgress>): void;
  settle(documentId: string, change: Partial<StoredDocument>): void;
  readonly settingsNow: Settings;
  /** Ids of all that is stored, also of what can be restored. */
  readonly storedIds: readonly string[];
}

/** The whole app in memory: what is stored changes as it would, without workers or a database. */
export function createFakeServices(
  options: {
    desk?: Desk;
    settings?: Partial<Settings>;
    /** What the page remembers: the same one again is a reload. */
    remembered?: Map<string, unknown>;
  } = {},
): FakeServices {
  const desk = options.desk ?? deskInUse;
  const libraries = new Value<Library[]>([...desk.libraries]);
  const documents = new Value<StoredDocument[]>([
    ...desk.sources.map(({ document }) => document),
    ...desk.unready,
  ]);
  const conversations = new Value<Conversation[]>([...desk.conversations]);
  const messages = new Value<Message[]>([...desk.messages]);
  const progress = new Value<ReadonlyMap<string, ImportProgress>>(
    desk.unready.some(({ id }) => id === importing.id)
      ? new Map([[importing.id, { stage: 'embedding', loaded: 312, total: 780 }]])
      : new Map<string, ImportProgress>(),
  );
  const queue = new Value<ImportQueue>({
    isPaused: false,
    waiting: desk.unready.filter(({ status }) => status === 'queued').length,
    running: progress.value.size,
    uncopied: 0,
  });
  /** Documents that can be restored. */
  const removed = new Set<string>();
  const reEmbedding = new Value<ReadonlyMap<string, ReEmbeddingProgress>>(new Map());
  const startup = new Value<StartupStatus>({ status: 'ready' });
  const models = createFakeModels((change) => (settings.value = { ...settings.value, ...change }));
  const settings = new Value<Settings>({
    theme: 'system',
    locale: 'en',
    engine: 'auto',
    modelHosts: [],
    modelId: null,
    embeddingModelId: null,
    rerankerModelId: null,
    hubUrl: null,
    libraryUrl: null,
    thinkingModels: [],
    pausedModels: [],
    modelSources: {},
    libraryId: desk.libraries[0]?.id ?? null,
    sampleLibraryId: null,
    areImportsPaused: false,
    paneWidths: {},
    ...options.settings,
  });
  const sources = new Map<string, FakeSource>(desk.sources.map((source) => [source.document.id, source]));
  const added: string[] = [];
  const lastAdded: FakeServices['lastAdded'] = { files: [], libraryId: '', isNew: false };
  const prioritised: (readonly string[])[] = [];
  const passwords = new Map<string, string | undefined>();
  const incoming = new Value<IncomingStatus>({ status: 'none' });
  const kept = new Value<readonly KeptFolder[]>([]);
  const asked: string[] = [];
  const askedIn: FakeServices['askedIn'] = [];
  const searched: string[] = [];
  const suggestedIn: SearchScope[] = [];
  const drafts = new Map<string, string>();
  const { remembered = new Map<string, unknown>() } = options;
  const answering: FakeServices['answering'] = { text: 'An answer in a few words.', citations: [] };
  let next = 0;
  let release = (): void => undefined;
  const newId = (kind: string) => `${kind}-${(next += 1)}`;

  function change<T extends { readonly id: string }>(list: Value<T[]>, id: string, to: Partial<T>): void {
    list.value = list.value.map((item) => (item.id === id ? { ...item, ...to } : item));
  }

  function retag(tagsOf: (document: StoredDocument) => readonly string[] | undefined): void {
    documents.value = documents.value.map((document) => {
      const { tags: before = [], ...rest } = document;
      const tags = tagsOf(document) ?? before;
      return tags.length === 0 ? rest : { ...rest, tags };
    });
  }

  /** The answer that a new question follows, as the store would have it. */
  function followedBy(conversationId: string, insteadOf: string | undefined): string | null {
    const ofConversation = messages.value.filter((message) => message.conversationId === conversationId);
    const earlier = ofConversation.find(({ id }) => id === insteadOf);
    if (earlier?.role === 'question') return earlier.answerId;
    const shown = conversations.value.find(({ id }) => id === conversationId)?.shownMessageId;
    return branchOf(ofConversation, shown).at(-1)?.id ?? null;
  }

  function createLibrary(name: string): Promise<Library> {
    const library: Library = { id: newId('library'), name, createdAt: Date.now() };
    libraries.value = [...libraries.value, library];
    return Promise.resolve(library);
  }

  function add(
    libraryId: string,
    files: readonly AddedFile[],
    { isNew = false }: { readonly isNew?: boolean } = {},
  ): Promise<AddedSummary> {
    Object.assign(lastAdded, { files, libraryId, isNew });
    added.push(...files.map(({ path }) => path));
    documents.value = [
      ...documents.value,
      ...files.map(({ file, path }): StoredDocument => ({
        id: newId('document'),
        libraryId,
        name: file.name,
        path,
        mediaType: file.type,
        sizeBytes: file.size,
        hash: '',
        addedAt: Date.now(),
        status: 'queued',
      })),
    ];
    const summary = fake.nextSummary ?? { added: files.length, unchanged: 0, updated: 0 };
    fake.nextSummary = undefined;
    return Promise.resolve(summary);
  }

  function removeDocument(id: string): Promise<void> {
    documents.value = documents.value.filter((document) => document.id !== id);
    const running = new Map(progress.value);
    running.delete(id);
    progress.value = running;
    return Promise.resolve();
  }

  function removeAll(libraryId: string, statuses: readonly StoredDocument['status'][]): Promise<void> {
    documents.value = documents.value.filter(
      ({ id, libraryId: of, status }) => of !== libraryId || removed.has(id) || !statuses.includes(status),
    );
    return Promise.resolve();
  }

  async function* write(
    question: QuestionMessage,
    id: string,
    signal: AbortSignal,
  ): AsyncGenerator<AnswerUpdate> {
    let message: AnswerMessage = {
      id,
      conversationId: question.conversationId,
      createdAt: Date.now() + 1,
      role: 'answer',
      questionId: question.id,
      text: '',
      status: 'streaming',
      language: detectLanguage(question.text),
      engine: 'extractive',
      abstained: false,
      citations: [],
    };
    const store = () => {
      messages.value = [...messages.value.filter((stored) => stored.id !== id), message].sort(
        (a, b) => a.createdAt - b.createdAt,
      );
    };
    store();
    yield { phase: 'searching', message };
    const isStopped = () => signal.aborted;
    const held = new Promise<void>((resolve) => {
      release = resolve;
      signal.addEventListener('abort', () => resolve());
    });
    await held;
    message = { ...message, citations: answering.citations };
    for (const word of answering.text.match(/\s*\S+/g) ?? []) {
      if (isStopped()) break;
      message = { ...message, text: message.text + word };
      yield { phase: 'writing', message };
    }
    message = {
      ...message,
      status: isStopped() ? 'stopped' : 'complete',
      timings: { retrieveMs: 30, firstTokenMs: 80, totalMs: 300 },
    };
    store();
    yield { phase: 'done', message };
  }

  const fake: FakeServices = {
    added,
    lastAdded,
    nextSummary: undefined,
    prioritised,
    passwords,
    setIncoming: (status) => (incoming.value = status),
    get kept() {
      return kept.value;
    },
    setKept: (folders) => (kept.value = folders),
    mayRead: true,
    setDocuments: (all) => (documents.value = [...all]),
    asked,
    askedIn,
    searched,
    suggestedIn,
    answering,
    finish: () => release(),
    setReEmbedding: (libraries) => (reEmbedding.value = libraries),
    setStartup: (status) => (startup.value = status),
    setQueue: (changed) => (queue.value = { ...queue.value, ...changed }),
    setProgress: (running) => (progress.value = running),
    settle: (id, to) => change(documents, id, to),
    get settingsNow() {
      return settings.value;
    },
    get storedIds() {
      return documents.value.map(({ id }) => id);
    },
    libraries: {
      observe: (onValue) => libraries.observe(onValue),
      create: createLibrary,
      createFirst: (name) => {
        const newest = libraries.value.at(-1);
        return newest ? Promise.resolve(newest) : createLibrary(name);
      },
      rename: (id, name) => {
        change(libraries, id, { name });
        return Promise.resolve();
      },
      setSplitting: (id, splitting) => {
        change(libraries, id, splitting ? { splitting } : {});
        return Promise.resolve();
      },
      remove: (id) => {
        libraries.value = libraries.value.filter((library) => library.id !== id);
        return Promise.resolve();
      },
    },
    documents: {
      observe: (libraryId, onValue) =>
        documents.observe((all) =>
          onValue(all.filter(({ id, libraryId: of }) => of === libraryId && !removed.has(id))),
        ),
      remove: (ids) => {
        for (const id of ids) removed.add(id);
        documents.value = [...documents.value];
        return Promise.resolve();
      },
      restore: (ids) => {
        for (const id of ids) removed.delete(id);
        documents.value = [...documents.value];
        return Promise.resolve();
      },
      purge: async (ids = [...removed]) => {
        for (const id of ids) if (removed.delete(id)) await removeDocument(id);
      },
      observeTags: (onValue) => documents.observe((all) => onValue(countTags(all))),
      tag: (ids, to) => {
        retag((document) => (ids.includes(document.id) ? withTags(document.tags ?? [], to) : undefined));
        return Promise.resolve(0);
      },
      renameTag: (libraryId, tag, name) => {
        retag(({ libraryId: of, tags }) =>
          of === libraryId && tags ? withTagRenamed(tags, tag, name) : undefined,
        );
        return Promise.resolve();
      },
      removeTag: (libraryId, tag) => {
        retag(({ libraryId: of, tags }) =>
          of === libraryId && tags ? withTags(tags, { remove: [tag] }) : undefined,
        );
        return Promise.resolve();
      },
    },
    imports: {
      add,
      cancel: (id) => {
        const document = documents.value.find((other) => other.id === id);
        if (!document?.pending) return removeDocument(id);
        const { pending: _, ...current } = document;
        documents.value = documents.value.map((other) => (other.id === id ? current : other));
        return Promise.resolve();
      },
      retry: (id, { password } = {}) => {
        passwords.set(id, password);
        const pending = documents.value.find((document) => document.id === id)?.pending;
        change(documents, id, pending ? { pending: { ...pending, status: 'queued' } } : { status: 'queued' });
        return Promise.resolve();
      },
      pause: () => (queue.value = { ...queue.value, isPaused: true }),
      resume: () => (queue.value = { ...queue.value, isPaused: false }),
      prioritise: (ids) => void prioritised.push(ids),
      cancelAll: (libraryId) => removeAll(libraryId, ['queued']),
      retryAll: (libraryId) => {
        for (const document of documents.value)
          if (document.libraryId === libraryId && document.status === 'failed')
            change(documents, document.id, { status: 'queued' });
        return Promise.resolve();
      },
      dismissFailed: (libraryId) => removeAll(libraryId, ['failed']),
      readAgain: (id, reading) => {
        change(documents, id, { reading });
        return Promise.resolve();
      },
      observe: (onValue) => progress.observe(onValue),
      observeQueue: (onValue) => queue.observe(onValue),
    },
    folders: {
      observe: (libraryId, onValue) =>
        kept.observe((all) => onValue(all.filter((folder) => folder.libraryId === libraryId))),
      choose: undefined,
      place: (libraryId, handle) =>
        Promise.resolve({ id: `${libraryId}/${handle.name}`, libraryId, root: handle.name, handle }),
      keep: (folder) => {
        kept.value = [...kept.value.filter(({ id }) => id !== folder.id), folder];
        return Promise.resolve();
      },
      forget: (id) => {
        kept.value = kept.value.filter((folder) => folder.id !== id);
        return Promise.resolve();
      },
      mayRead: () => Promise.resolve(fake.mayRead),
    },
    incoming: {
      observe: (onValue) => incoming.observe(onValue),
      clear: () => {
        incoming.value = { status: 'none' };
        return Promise.resolve();
      },
    },
    conversations: {
      observe: (libraryId, onValue) =>
        conversations.observe((all) =>
          onValue(
            all
              .filter(({ libraryId: id, removedAt }) => id === libraryId && removedAt === undefined)
              .sort((a, b) => b.updatedAt - a.updatedAt)
              .sort((a, b) => Number(b.isPinned ?? false) - Number(a.isPinned ?? false)),
          ),
        ),
      observeMessages: (conversationId, onValue) =>
        messages.observe((all) =>
          onValue(all.filter((message) => message.conversationId === conversationId)),
        ),
      create: (libraryId) => {
        const now = Date.now();
        const conversation = {
          id: newId('conversation'),
          libraryId,
          title: '',
          createdAt: now,
          updatedAt: now,
        };
        conversations.value = [...conversations.value, conversation];
        return Promise.resolve(conversation);
      },
      rename: (id, title) => {
        change(conversations, id, { title });
        return Promise.resolve();
      },
      pin: (id, isPinned) => {
        change(conversations, id, { isPinned });
        return Promise.resolve();
      },
      show: (id, shownMessageId) => {
        change(conversations, id, { shownMessageId });
        return Promise.resolve();
      },
      remove: (id) => {
        change(conversations, id, { removedAt: Date.now() });
        return Promise.resolve();
      },
      restore: (id) => {
        conversations.value = conversations.value.map((conversation) => {
          const { removedAt, ...rest } = conversation;
          return conversation.id === id ? rest : conversation;
        });
        return Promise.resolve();
      },
      purge: (id) => {
        conversations.value = conversations.value.filter((conversation) => conversation.id !== id);
        return Promise.resolve();
      },
      find: (query) => {
        const words = soughtWords(query);
        const found = conversations.value.flatMap((conversation): FoundConversation[] => {
          const own = messages.value.filter(({ conversationId }) => conversationId === conversation.id);
          const [inMessage] = own.toReversed().flatMap((message) => findInMessage(message, words) ?? []);
          if (inMessage) return [{ conversation, inMessage }];
          return holdsAll(conversation.title, words) ? [{ conversation }] : [];
        });
        return Promise.resolve(words.length === 0 ? [] : found);
      },
      messages: (id) => Promise.resolve(messages.value.filter(({ conversationId }) => conversationId === id)),
      trace: (id) => Promise.resolve(desk.traces?.find(({ messageId }) => messageId === id)),
    },
    pageMemory: {
      recall: (key) => remembered.get(key),
      keep: (key, value) => {
        if (value === undefined) remembered.delete(key);
        else remembered.set(key, value);
      },
    },
    drafts: {
      get: (key) => Promise.resolve(drafts.get(key) ?? ''),
      keep: (key, text) => {
        drafts.set(key, text);
        return Promise.resolve();
      },
    },
    answers: {
      ask: (conversationId, text, { signal, scope, insteadOf }) => {
        asked.push(text);
        askedIn.push(scope);
        const question: QuestionMessage = {
          id: newId('question'),
          conversationId,
          role: 'question',
          answerId: followedBy(conversationId, insteadOf),
          text,
          createdAt: Date.now(),
          ...(scope ? { scope } : {}),
        };
        messages.value = [...messages.value, question];
        change(conversations, conversationId, {
          title: text,
          updatedAt: Date.now(),
          shownMessageId: question.id,
        });
        return write(question, newId('answer'), signal);
      },
      retry: (answerId, { signal }) => {
        const answer = messages.value.find(({ id }) => id === answerId);
        const question = messages.value.find(
          ({ id }) => answer?.role === 'answer' && id === answer.questionId,
        );
        if (question?.role !== 'question') throw new AppError('not-found', answerId);
        const id = newId('answer');
        change(conversations, question.conversationId, { shownMessageId: id });
        return write(question, id, signal);
      },
    },
    search: createFakeSearch(desk.sources, searched),
    suggestions: {
      about: (scope) => {
        suggestedIn.push(scope);
        return Promise.resolve(desk.suggestions ?? []);
      },
      after: (_answer, _scope, { asked: before }) =>
        Promise.resolve((desk.followUps ?? []).filter(({ text }) => !before.includes(text))),
    },
    sources: {
      existing: (ids) =>
        Promise.resolve(documents.value.filter(({ id }) => ids.includes(id) && !removed.has(id))),
      load: (documentId) => {
        const source = sources.get(documentId);
        const document = documents.value.find(({ id }) => id === documentId);
        if (document?.status === 'unread') {
          return Promise.resolve({ document, content: { text: '', blocks: [], marks: [], pages: [] } });
        }
        return source ? Promise.resolve(source) : Promise.reject(new AppError('not-found', documentId));
      },
      chunks: (documentId) => Promise.resolve(chunksOf(sources.get(documentId)?.content)),
      preview: (documentId, splitting, { signal }) => {
        signal.throwIfAborted();
        return Promise.resolve(chunksOf(sources.get(documentId)?.content, splitting));
      },
      previewReading: (documentId, { encoding = '' }) => {
        const text = sources.get(documentId)?.content.text.slice(0, 200) ?? '';
        return Promise.resolve({ text: `${encoding}: ${text}`, undecodable: encoding === 'big5' ? 12 : 0 });
      },
      mostTokens: () => Promise.resolve(512),
      bytes: (documentId) => Promise.resolve(new Blob([sources.get(documentId)?.content.text ?? ''])),
    },
    notes: createFakeNotes({
      get documents() {
        return documents.value;
      },
      set documents(all) {
        documents.value = [...all];
      },
      sources,
      drafts,
      newId,
    }),
    models,
    settings: {
      observe: (onValue) => settings.observe(onValue),
      update: (to) => {
        settings.value = { ...settings.value, ...to };
        return Promise.resolve();
      },
    },
    startup: {
      observe: (onValue) => startup.observe(onValue),
      observeReEmbedding: (onValue) => reEmbedding.observe(onValue),
      retry: () => (startup.value = { status: 'ready' }),
    },
    sample: {
      create: async (name) => {
        const library = await createLibrary(name);
        await add(library.id, [{ file: new File(['Tea'], 'tea.txt'), path: 'en/tea.txt' }]);
        return library;
      },
      questions: () =>
        Promise.resolve([
          { language: 'en', text: 'Who described 26 kinds of stone in the History of Inkstones?' },
          { language: 'en', text: 'What does the Universal Declaration say about rest and leisure?' },
          { language: 'zh', text: '好笔的“四德”是什么？' },
          { language: 'zh', text: '按太阳的实际位置来定节气的方法叫什么？' },
        ]),
    },
  };
  return fake;
}

class Value<T> {
  #value: T;
  readonly #observers = new Set<(value: T) => void>();

  constructor(value: T) {
    this.#value = value;
  }

  get value(): T {
    return this.#value;
  }

  set value(value: T) {
    this.#value = value;
    for (const observer of this.#observers) observer(value);
  }

  observe(onValue: (value: T) => void): () => void {
    this.#observers.add(onValue);
    onValue(this.#value);
    return () => {
      this.#observers.delete(onValue);
    };
  }
}

/** Four characters a token, which is near enough for English. */
function chunksOf(content: RichText | undefined, splitting?: SplittingStrategy): Chunk[] {
  if (!content) return [];
  const countTokens = (texts: readonly string[]): number[] =>
    texts.map(({ length }) => Math.ceil(length / 4));
  return splitIntoChunks(content, { countTokens, maxTokens: 512, splitting });
}
