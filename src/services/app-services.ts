import type { AnswerTrace } from '../core/answer-trace';
import type { AnswerMessage, Conversation, EngineId, Message } from '../core/conversation';
import type { FoundConversation } from '../core/find-in-messages';
import type { Library, ReadingChoice, StoredDocument } from '../core/library';
import type { RichText } from '../core/rich-text';
import type { SearchScope } from '../core/search-scope';
import type { SplittingStrategy } from '../core/splitting';
import type { TagChange, TagCount } from '../core/tags';
import type { AppError, ErrorCode } from '../core/app-error';
import type { Language } from '../core/language';
import type { OpenedAs } from '../core/models/computing-device';
import type { CatalogueEntry } from '../core/models/catalogue-entry';
import type { ModelPackage, ModelTask } from '../core/models/model-package';
import type { FilesOfModel } from '../core/models/models-among';
import type { ConcernedFile, PickedProblem } from '../core/models/picked-files';
import type { ModelRun, StoredModel } from '../core/models/stored-model';
import type { WantedModel } from '../core/models/wanted-model';
import type { Chunk } from '../core/chunk';
import type { FoundPassages } from '../core/search/found-passages';
import type { SuggestedQuestion } from '../core/suggestions/question-candidate';
import type { ImportProgress } from '../contracts/importer';
import type { DamagedFile, InstallProgress } from '../contracts/model-store';
import type { LeftNote } from '../storage/left-notes';
import type { ReEmbeddingProgress } from '../storage/re-embedding-progress';

/** Everything the screen can ask of the app. Built once, in main. */
export interface AppServices {
  readonly libraries: Libraries;
  readonly documents: Documents;
  readonly imports: Imports;
  readonly folders: Folders;
  readonly incoming: Incoming;
  readonly conversations: Conversations;
  readonly drafts: Drafts;
  readonly pageMemory: PageMemory;
  readonly answers: Answers;
  readonly search: Search;
  readonly suggestions: Suggestions;
  readonly sources: Sources;
  readonly notes: Notes;
  readonly models: Models;
  readonly settings: SettingsStore;
  readonly startup: Startup;
  readonly sample: SampleLibrary;
}

export type Unsubscribe = () => void;

/** `onValue` is called at once with the stored value, and again after every change, from any tab. */
export type Observe<T> = (onValue: (value: T) => void) => Unsubscribe;

export interface Libraries {
  observe: Observe<Library[]>;
  create(name: string): Promise<Library>;
  /** Creates one only where there is none, however many ask at once, in whatever tab; resolves with the one there is. */
  createFirst(name: string): Promise<Library>;
  rename(libraryId: string, name: string): Promise<void>;
  /** How documents added from now on are split; undefined is the default. Those that are there stay as they are. */
  setSplitting(libraryId: string, splitting: SplittingStrategy | undefined): Promise<void>;
  /** Removes its documents and conversations too. */
  remove(libraryId: string): Promise<void>;
}

export interface Documents {
  observe(libraryId: string, onValue: (documents: StoredDocument[]) => void): Unsubscribe;
  /**
   * They are neither listed, searched nor cited from now on, and can be restored until they are purged, at the latest when
   * the app starts anew in its only tab.
   */
  remove(documentIds: readonly string[]): Promise<void>;
  restore(documentIds: readonly string[]): Promise<void>;
  /** Makes a removal good: of those named, as far as they are still removed, or of all. */
  purge(documentIds?: readonly string[]): Promise<void>;
  /** Of all libraries together. */
  observeTags: Observe<readonly TagCount[]>;
  /** Changes the tags of documents, some hundred in one transaction. Resolves with how many had no room for all. */
  tag(documentIds: readonly string[], change: TagChange): Promise<number>;
  /** Of all documents of a library; where the new name is taken, the two become one. */
  renameTag(libraryId: string, tag: string, name: string): Promise<void>;
  removeTag(libraryId: string, tag: string): Promise<void>;
}

export interface AddedFile {
  readonly file: File;
  /** Folders and name, parted by `/`. */
  readonly path: string;
}

/** What became of files that were added: paths that the library had already are looked at again, not added twice. */
export interface AddedSummary {
  readonly added: number;
  /** The same file is there already, under the same path; nothing was done. */
  readonly unchanged: number;
  /** Their path was there with other bytes: they take the place of what was read before. */
  readonly updated: number;
}

export interface ImportQueue {
  readonly isPaused: boolean;
  /** Imports of every library that are waiting or running. */
  readonly waiting: number;
  readonly running: number;
  /** Files whose bytes are not copied yet: these would be lost if the tab were closed. */
  readonly uncopied: number;
}

export interface Imports {
  /**
   * Each file gets its row at once and is imported in turn; a bad file fails alone. A file whose path the library has
   * takes that document's place once it is read, when its bytes differ. `isNew`: never takes a place, but gets a name
   * of its own (pasted text).
   */
  add(
    libraryId: string,
    files: readonly AddedFile[],
    options?: { readonly isNew?: boolean },
  ): Promise<AddedSummary>;
  /** Running imports finish; none is begun until `resume`, also after a reload. */
  pause(): void;
  resume(): void;
  /** These next, in this order: what a person is looking at. */
  prioritise(documentIds: readonly string[]): void;
  /** Cancels a waiting or running import: a new document loses its row, another keeps the version it has. */
  cancel(documentId: string): Promise<void>;
  cancelAll(libraryId: string): Promise<void>;
  /** The password is used for this one time and not stored. */
  retry(documentId: string, options?: { readonly password?: string }): Promise<void>;
  retryAll(libraryId: string): Promise<void>;
  /** Removes the rows of every document of the library whose import failed, but for those that can be restored. */
  dismissFailed(libraryId: string): Promise<void>;
  /** Reads a document's stored bytes again, as chosen; until that is done it stays as it is. */
  readAgain(documentId: string, reading: ReadingChoice): Promise<void>;
  /** What is being imported now, by document id. */
  observe: Observe<ReadonlyMap<string, ImportProgress>>;
  observeQueue: Observe<ImportQueue>;
}

/** A folder that a person chose or dropped, kept so that it can be looked through again. */
export interface KeptFolder {
  readonly id: string;
  readonly libraryId: string;
  /** What the paths of its documents begin with: its name, numbered where another folder of that name is kept. */
  readonly root: string;
  readonly handle: FileSystemDirectoryHandle;
}

/** Folders whose access the browser lets a page keep; elsewhere none is kept, and adding works the same. */
export interface Folders {
  observe(libraryId: string, onValue: (folders: readonly KeptFolder[]) => void): Unsubscribe;
  /** Asks the person for a folder; undefined where the browser cannot. Throws `AbortError` when none is chosen. */
  readonly choose: (() => Promise<FileSystemDirectoryHandle>) | undefined;
  /** The folder as it is kept, or as it is going to be; nothing is stored yet. */
  place(libraryId: string, handle: FileSystemDirectoryHandle): Promise<KeptFolder>;
  keep(folder: KeptFolder): Promise<void>;
  forget(folderId: string): Promise<void>;
  /** Whether it may be read, after asking the person where that is needed. */
  mayRead(folder: KeptFolder): Promise<boolean>;
}

/** Files that came from outside the page: shared with the app by another, or opened with it. */
export type IncomingStatus =
  | { readonly status: 'none' }
  | {
      readonly status: 'waiting';
      readonly origin: 'shared' | 'opened';
      readonly files: readonly AddedFile[];
    }
  | { readonly status: 'failed'; readonly error: AppError };

export interface Incoming {
  observe: Observe<IncomingStatus>;
  /** Ends the waiting: they were added, or are not wanted. */
  clear(): Promise<void>;
}

export interface Conversations {
  observe(libraryId: string, onValue: (conversations: Conversation[]) => void): Unsubscribe;
  /** Of all branches, oldest first. */
  observeMessages(conversationId: string, onValue: (messages: Message[]) => void): Unsubscribe;
  create(libraryId: string): Promise<Conversation>;
  rename(conversationId: string, title: string): Promise<void>;
  pin(conversationId: string, isPinned: boolean): Promise<void>;
  /** Shows the branch that the message is on. */
  show(conversationId: string, messageId: string): Promise<void>;
  /** It is gone from the list, and can be restored until it is purged, at the latest when the app starts anew in its only tab. */
  remove(conversationId: string): Promise<void>;
  restore(conversationId: string): Promise<void>;
  /** Makes a removal good. */
  purge(conversationId: string): Promise<void>;
  /** Conversations of every library whose title or messages hold all the words of the query, newest first. */
  find(query: string, options: { signal: AbortSignal }): Promise<FoundConversation[]>;
  /** The messages of all branches, oldest first. */
  messages(conversationId: string): Promise<Message[]>;
  /** How an answer came about; undefined for one from before that was kept. */
  trace(answerId: string): Promise<AnswerTrace | undefined>;
}

/** Questions that are not asked yet, by the conversation's id, or by the library's that a new one would be of. */
export interface Drafts {
  get(key: string): Promise<string>;
  keep(key: string, text: string): Promise<void>;
}

/** What a page of the app remembers over a reload. */
export interface PageMemory {
  recall(key: string): unknown;
  keep(key: string, value: unknown): void;
}

/** `recovering`: the model was lost, and is opened again, or another is looked for. */
export type AnswerPhase = 'searching' | 'reading' | 'writing' | 'recovering' | 'done';

export interface AnswerUpdate {
  readonly phase: AnswerPhase;
  /** The whole answer so far. */
  readonly message: AnswerMessage;
  /** Quotes that were looked for again came out the same: `message` is the answer that was there, and nothing is new. */
  readonly isRepeated?: true;
}

export interface Answers {
  /**
   * Stores the question, then streams the answer; every update holds the whole message so far, and the
   * last one is stored. Aborting keeps what was written, with status `stopped`; it does not throw.
   * A failure ends as a message with status `failed`. Tags of a scope are those that documents have when it is asked.
   * Without a scope the conversation's whole library is asked, and so
   * it is where nothing of the scope is left. `insteadOf` names an earlier question that this one is another version of:
   * it begins a branch of its own, which is then shown.
   */
  ask(
    conversationId: string,
    question: string,
    options: { signal: AbortSignal; scope?: SearchScope | undefined; insteadOf?: string | undefined },
  ): AsyncIterable<AnswerUpdate>;
  /**
   * Answers the question of an earlier answer again, in what is left of its scope, which the question then tells. The new
   * answer stands beside the earlier one, or takes its place where that failed or has no text.
   */
  retry(answerId: string, options: { signal: AbortSignal }): AsyncIterable<AnswerUpdate>;
}

export interface Search {
  /**
   * The passages that fit a query best, as one types: the last word may be unfinished. Waits until search is ready;
   * a later query aborts this one (`AbortError`).
   */
  find(query: string, scope: SearchScope, options: { signal: AbortSignal }): Promise<FoundPassages>;
}

/** Questions that the documents were seen to answer; they wait for whatever else a person waits for. */
export interface Suggestions {
  /** About what the scope holds. */
  about(scope: SearchScope, options: { signal: AbortSignal }): Promise<readonly SuggestedQuestion[]>;
  /** About what was found for an answer and what stands beside its sources; none of those that were asked. */
  after(
    answer: AnswerMessage,
    scope: SearchScope,
    options: { asked: readonly string[]; signal: AbortSignal },
  ): Promise<readonly SuggestedQuestion[]>;
}

export interface Source {
  readonly document: StoredDocument;
  readonly content: RichText;
}

export interface ReadingPreview {
  /** The first lines. */
  readonly text: string;
  /** Characters of the whole file that mean nothing in the encoding. */
  readonly undecodable: number;
}

export interface Sources {
  /** Those of some documents, in whichever library, that are not removed. */
  existing(documentIds: readonly string[]): Promise<readonly StoredDocument[]>;
  load(documentId: string): Promise<Source>;
  /** The original file, as it was added. */
  bytes(documentId: string): Promise<Blob>;
  /** The passages that it is searched by, in order. */
  chunks(documentId: string): Promise<Chunk[]>;
  /** The passages that it would have with another strategy; nothing is stored. */
  preview(
    documentId: string,
    splitting: SplittingStrategy,
    options: { signal: AbortSignal },
  ): Promise<Chunk[]>;
  /** The beginning of its text as it would be read; nothing is stored. */
  previewReading(
    documentId: string,
    reading: Pick<ReadingChoice, 'encoding'>,
    options: { signal: AbortSignal },
  ): Promise<ReadingPreview>;
  /** The most tokens that the search model sees of a passage. */
  mostTokens(): Promise<number>;
}

/** A note as it is to be edited. */
export interface Note {
  readonly document: StoredDocument;
  /** Its Markdown, as it was stored last. */
  readonly text: string;
  /** What its bytes are stored under: which version this is. */
  readonly fileId: string;
  /** What was written and not stored as a version, with the version that it was written on top of. */
  readonly draft?: { readonly text: string; readonly fileId: string };
}

/** `conflict`: another tab has stored a version meanwhile; nothing was changed. */
export type NoteSaved =
  | { readonly kind: 'saved'; readonly document: StoredDocument; readonly fileId: string }
  | { readonly kind: 'conflict' };

/** Documents that a person writes in the app, in Markdown; they are searched and cited like all others. */
export interface Notes {
  /** `untitled`: what it is called where its text does not say; `id`: what it is known by already. */
  create(libraryId: string, text: string, untitled: string, id?: string): Promise<StoredDocument>;
  read(documentId: string): Promise<Note>;
  /**
   * Stores a version of the text, written on top of the one under `fileId`, and lets the draft go that is the same, or
   * `draft`, which it has grown from. One of another tab stays.
   */
  save(documentId: string, text: string, fileId: string, draft?: string): Promise<NoteSaved>;
  /** Adds a paragraph at the end, also of what is written and not stored yet. */
  append(documentId: string, more: string): Promise<StoredDocument>;
  /** Keeps over a crash what is not a version yet. */
  keepDraft(documentId: string, text: string, fileId: string): Promise<void>;
  /** Lets the draft go where it is still this text. */
  dropDraft(documentId: string, text: string): Promise<void>;
  /** Puts aside, before it returns, what a page that may end has not stored yet; again under the same id takes its place. */
  leave(left: LeftNote): void;
  /** Forgets what was left under this id: it is stored. */
  forgetLeft(id: string): void;
  /**
   * Stores what pages that ended have left: as the note's next version, as its draft where another tab was faster, or as
   * a note of its own where that has a draft too.
   */
  takeUpLeft(): Promise<void>;
}

/** The language model in memory, or on its way there. */
export type ModelStatus =
  | { readonly status: 'none' }
  | {
      readonly status: 'loading';
      readonly modelId: string;
      /** 0 to 1. */
      readonly fraction: number;
    }
  | ({
      readonly status: 'ready';
      readonly modelId: string;
      readonly engine: Exclude<EngineId, 'extractive'>;
      /** Whether it can think before it answers, and can be asked not to. */
      readonly canThink: boolean;
    } & OpenedAs)
  | {
      readonly status: 'failed';
      readonly modelId: string;
      readonly error: AppError;
      /** It was in memory, and could not be kept. */
      readonly isLost?: boolean;
      /** Where the person chose that model: another on this device that could answer. */
      readonly instead?: string;
    };

/** What is being done with the files of a model, or failed. */
export type ModelWork =
  /** Its files are being listed. */
  | { readonly kind: 'preparing' }
  | { readonly kind: 'installing'; readonly progress: InstallProgress }
  /** By the browser, which tells how far it is, 0 to 1, and not how large. */
  | { readonly kind: 'fetching'; readonly fraction: number }
  /** By the person. */
  | { readonly kind: 'paused'; readonly loadedBytes: number; readonly totalBytes: number }
  /** From files of the person's own: it can be stopped, not paused. */
  | { readonly kind: 'importing'; readonly progress: InstallProgress }
  | { readonly kind: 'verifying' | 'exporting'; readonly progress: InstallProgress }
  | { readonly kind: 'removing' | 'benchmarking' }
  /** Before it searches or ranks. */
  | { readonly kind: 'trying' }
  | { readonly kind: 'failed'; readonly what: FailedModelWork; readonly error: AppError };

export type FailedModelWork = 'install' | 'verify' | 'export' | 'remove' | 'benchmark' | 'try';

/** What a model does that is not to answer. */
export type SearchTask = Exclude<ModelTask, 'answer'>;

/** A model that automatic choice wanted first and could not use. */
export interface PassedOverModel {
  readonly modelId: string;
  readonly code: ErrorCode;
}

export interface ModelCatalogue {
  readonly entries: readonly CatalogueEntry[];
  readonly stored: readonly StoredModel[];
  readonly device: ModelDevice;
  /** Undefined where the browser does not tell. */
  readonly storage: ModelStorage | undefined;
}

/** What the device offers to models. */
export interface ModelDevice {
  readonly gpu:
    | { readonly status: 'present'; readonly description: string }
    | { readonly status: 'absent'; readonly reason: 'no-webgpu' | 'no-adapter' };
  /** One where the page is not isolated. */
  readonly threads: number;
  readonly memoryBytes?: number;
}

export interface ModelStorage {
  /** By models. */
  readonly modelBytes: number;
  /** By the whole app. */
  readonly usedBytes: number;
  readonly freeBytes: number;
}

/** A model's files as a person picked them, by the folders and name that they had. */
export interface PickedModelFile {
  readonly path: string;
  readonly blob: Blob;
}

/** What an address leads to. */
export interface FoundModel {
  readonly wanted: WantedModel;
  readonly package: ModelPackage;
  /** Absent where its host does not tell. */
  readonly bytes?: number;
  /** What the browser has left; absent where it does not tell. */
  readonly freeBytes?: number;
  /** Allowed for its sake. */
  readonly broughtHosts: readonly string[];
}

export type AddedModel =
  | {
      readonly kind: 'added';
      readonly modelId: string;
      readonly name: string;
      /** It does not say how a conversation is written, and may answer badly. */
      readonly lacksTemplate: boolean;
    }
  | {
      readonly kind: 'unusable';
      readonly problem: PickedProblem;
      readonly files: readonly ConcernedFile[];
    }
  /** Only one at a time can be added. */
  | { readonly kind: 'several-models'; readonly models: readonly FilesOfModel[] };

export interface ExportedModel {
  readonly name: string;
  readonly blob: Blob;
}

/** Two models, or one and quotes, on one question: the answers come one after the other, from the same passages. */
export interface ComparisonInput {
  readonly question: string;
  readonly libraryId: string;
  /** `extractive` stands for quotes. */
  readonly modelIds: readonly [string, string];
}

export interface Comparison {
  /** How many passages both are given; undefined while they are looked for. */
  readonly passages: number | undefined;
  readonly answers: readonly ComparedAnswer[];
}

export interface ComparedAnswer {
  readonly modelId: string;
  readonly phase: 'waiting' | 'loading' | 'writing' | 'done';
  /** Absent before its first word. */
  readonly message?: AnswerMessage;
  readonly tokensPerSecond?: number;
}

export interface Models {
  observe: Observe<ModelStatus>;
  /** By the model's id; several may be at work. */
  observeWork: Observe<ReadonlyMap<string, ModelWork>>;
  /** On this device, whole or in part. */
  observeStored: Observe<readonly StoredModel[]>;
  /** Those that automatic choice passed over since the page was loaded. */
  observePassedOver: Observe<readonly PassedOverModel[]>;
  /** How often each model was lost since the page was loaded; it may have gone on. */
  observeLosses: Observe<ReadonlyMap<string, number>>;
  /** Every benchmark and self-test on this device, oldest first. */
  observeRuns: Observe<readonly ModelRun[]>;
  /** Asks the graphics adapter, which takes a moment the first time. `language`: whom it is to recommend for. */
  catalogue(language: Language): Promise<ModelCatalogue>;
  /**
   * Downloads what is missing; also resumes. The browser downloads its own model, when a person has just asked for
   * it. A failure is told as the model's work, and not thrown.
   */
  install(modelId: string): Promise<void>;
  /** In all tabs; holds over a reload. */
  pause(modelId: string): Promise<void>;
  /** Ends a download in all tabs and deletes what came of it; ends an import, check or export and leaves the model. */
  cancel(modelId: string): Promise<void>;
  /** Starts an installed model, which answers from then on and at the next visits. */
  load(modelId: string): Promise<void>;
  /** Stops a start in progress. */
  stopLoading(): void;
  /** Frees the memory; the model stays on the device. */
  unload(): Promise<void>;
  /** Chooses and starts the best model anew, as the settings say; those that could not be kept are passed over. */
  choose(): Promise<void>;
  /** The same, with one of those that were passed over among them. */
  tryAgain(modelId: string): Promise<void>;
  /**
   * Searches or ranks with an installed model from now on, in all tabs; null for the app's own. One that cannot be loaded
   * or fails its test is told as the model's work, and what searched before goes on.
   */
  searchWith(task: SearchTask, modelId: string | null): Promise<void>;
  remove(modelId: string): Promise<void>;
  /** Resolves with the files that are not as they were installed. */
  verify(modelId: string): Promise<readonly DamagedFile[]>;
  addFiles(files: readonly PickedModelFile[], options: { signal: AbortSignal }): Promise<AddedModel>;
  /**
   * Lists what a repository of the hub (`owner/name`), or the address of a file or folder, leads to, and fetches nothing
   * of it. The page may connect to its hosts from then on, until it is let be. Throws `invalid-input` for what is no
   * address.
   */
  findModel(address: string, options: { signal: AbortSignal }): Promise<FoundModel>;
  /** Begins to download it. One that fails before anything of it came is forgotten, and its hosts with it. */
  addFound(found: FoundModel): Promise<void>;
  /** Lets it be: hosts that were allowed for its sake alone are not any more. */
  leaveFound(found: FoundModel): Promise<void>;
  exportTo(modelId: string, directory: FileSystemDirectoryHandle): Promise<void>;
  /**
   * A model as one file, for browsers that write to no folder: its .gguf file, or a ZIP of the folder that `exportTo`
   * makes. It is put together as it is read and takes no room of its own. Undefined where it failed, which is told as
   * the model's work.
   */
  exportAsFile(modelId: string): Promise<ExportedModel | undefined>;
  /** Asks the person for a folder to write to; undefined where the browser cannot. */
  readonly chooseExportFolder: (() => Promise<FileSystemDirectoryHandle>) | undefined;
  /** Measures it; the result is kept. */
  benchmark(modelId: string): Promise<void>;
  compare(input: ComparisonInput, options: { signal: AbortSignal }): AsyncIterable<Comparison>;
}

export interface Settings {
  readonly theme: 'system' | 'light' | 'dark';
  /** `system` follows the browser's languages. */
  readonly locale: 'system' | 'en' | 'zh';
  /** `auto`: the best that is installed and sound; `model`: always the one of `modelId`. */
  readonly engine: 'auto' | 'extractive' | 'model';
  /** Origins that the page may connect to for model downloads; none at first. */
  readonly modelHosts: readonly string[];
  /** The language model that the person chose. */
  readonly modelId: string | null;
  /** The installed model that searches; null for the one that comes with the app. */
  readonly embeddingModelId: string | null;
  /** The installed model that orders what was found; null for the app's own, if it has one. */
  readonly rerankerModelId: string | null;
  /** Where models are downloaded from, instead of the hub and of the usual place of model libraries. */
  readonly hubUrl: string | null;
  readonly libraryUrl: string | null;
  /** Those that are to think before they answer, of the models that can do either. */
  readonly thinkingModels: readonly string[];
  /** Downloads that the person paused. */
  readonly pausedModels: readonly string[];
  /** Where models came from that are in no catalogue, by id. */
  readonly modelSources: Readonly<Record<string, WantedModel>>;
  /** The library shown last. */
  readonly libraryId: string | null;
  /** The library made from the sample documents, whose questions are suggested. */
  readonly sampleLibraryId: string | null;
  readonly areImportsPaused: boolean;
  /** Pixels, by pane name. */
  readonly paneWidths: Readonly<Record<string, number>>;
}

export interface SettingsStore {
  observe: Observe<Settings>;
  update(change: Partial<Settings>): Promise<void>;
}

export type StartupStatus =
  | { readonly status: 'starting'; readonly loadedBytes: number; readonly totalBytes: number }
  /** `passedOver`: why the search model that the person chose could not be used, so that the app's own searches. */
  | { readonly status: 'ready'; readonly passedOver?: AppError }
  | { readonly status: 'failed'; readonly error: AppError };

/** The embedded search model and the workers: needed before the first import or question. */
export interface Startup {
  observe: Observe<StartupStatus>;
  /** By library: those whose documents are being embedded anew, in any tab. */
  observeReEmbedding: Observe<ReadonlyMap<string, ReEmbeddingProgress>>;
  retry(): void;
}

export interface SampleLibrary {
  /** Creates the sample library in the given language and imports its documents. */
  create(name: string): Promise<Library>;
  /** Questions to try on it. */
  questions(): Promise<readonly SampleQuestion[]>;
}

export interface SampleQuestion {
  readonly language: 'en' | 'zh';
  readonly text: string;
}
