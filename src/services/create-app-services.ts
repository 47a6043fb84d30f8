import { AppError } from '../core/app-error';
import { installedPath } from '../core/models/installed-path';
import { oneAtATime } from '../core/one-at-a-time';
import type { Retrieval } from '../core/passage';
import { InkstoneDatabase } from '../storage/database';
import { ContentRepository } from '../storage/contents';
import { ConversationRepository } from '../storage/conversations';
import { DocumentRepository } from '../storage/documents';
import { DraftRepository } from '../storage/drafts';
import { FileRepository } from '../storage/files';
import { KeptFolderRepository } from '../storage/kept-folders';
import { LeftNotes } from '../storage/left-notes';
import { LibraryRepository } from '../storage/libraries';
import { ModelRepository, ModelRunRepository } from '../storage/models';
import { NoteRepository } from '../storage/notes';
import { deleteOrphans } from '../storage/orphans';
import { PageMemory } from '../storage/page-memory';
import { SettingsRepository } from '../storage/settings';
import { ShareInbox } from '../storage/share-inbox';
import { createAnswers } from './answers-service';
import type { AppServices, Documents, Settings } from './app-services';
import { createConversations } from './conversations-service';
import { createDocuments, createSources } from './documents-service';
import { isVerified, retrievePassages } from './evidence';
import { createExtractiveEngine } from './extractive-engine';
import { createFolders } from './folders-service';
import { Imports } from './imports-service';
import { IncomingService } from './incoming-service';
import { createLibraries } from './libraries-service';
import { Models } from './models-service';
import { languageModelOf } from './models/language-model-of';
import { createSampleLibrary } from './sample-service';
import { createNotes } from './notes-service';
import { createSearch } from './search-service';
import { createSuggestions } from './suggestions-service';
import { StoredSettings } from './settings-service';
import { Startup, type SearchModels } from './startup-service';
import { joinTabs, type TabPresence } from './tab-presence';
import { createLanguageModelEngine } from './language-model-engine';
import { createWorkers, type Workers } from './workers';

export interface AppOptions {
  /** Where the app's own files are, ending in `/`. */
  readonly baseUrl: string;
  /** Pathname of the embedding model, when not the embedded default. */
  readonly modelPath?: string;
  /** Pathname of a cross-encoder, when not the one that may be hosted at `models/reranker`. */
  readonly rerankerPath?: string;
  /** Awaited before the first large fetch. */
  readonly beforeStart?: () => Promise<void>;
  readonly onRetrieval?: (retrieval: Retrieval) => void;
}

/** The app's services with what the lab and main need besides. */
export interface App {
  readonly services: AppServices;
  readonly workers: Workers;
  readonly database: InkstoneDatabase;
  /** Rejects where nothing can be stored. */
  readonly opened: Promise<unknown>;
  /** Begins to take what other apps share and open; only the app itself does, never the lab. */
  readonly takeIncoming: () => void;
  /** Goes on with the imports of tabs that are gone. */
  readonly takeUp: () => void;
  /** Of the model that searches; settled once the start has succeeded, until another is chosen. */
  readonly modelPath: string;
  /** True while a document is imported: not the moment for a new version. */
  readonly isBusy: () => boolean;
}

/** Builds every service over one database and one set of workers. */
export async function createApp(options: AppOptions): Promise<App> {
  const { baseUrl } = options;
  // What is certainly empty need not be open for the first screen.
  const found = await InkstoneDatabase.find();
  const isNew = found === 'none';
  const database = new InkstoneDatabase(undefined, { mayBeOld: found === 'unknown' });
  const opened = database.open();
  // Told by whoever awaits it; reading the settings may fail of it first.
  void opened.catch(() => undefined);
  const libraryRows = new LibraryRepository(database);
  const documents = new DocumentRepository(database);
  const contents = new ContentRepository(database);
  const conversations = new ConversationRepository(database);
  const files = new FileRepository(database);
  const folders = new KeptFolderRepository(database);
  const incoming = new IncomingService(new ShareInbox());
  const settingRows = new SettingsRepository(database);
  const settings = isNew ? StoredSettings.unset(settingRows) : await StoredSettings.open(settingRows);
  let chosen = searchModels(options, settings.current, database);
  const { search } = await chosen;
  const workers = createWorkers();

  const startup = new Startup(workers, {
    ...search,
    before: options.beforeStart ?? (() => Promise.resolve()),
  });
  const modelPath = (): string => startup.modelPath;
  const retrieval = { workers, modelPath, rerankerPath: async () => (await chosen).rerankerPath };
  const tabs = joinTabs((navigator as { locks?: LockManager }).locks);
  const imports = new Imports({
    documents,
    importers: workers.importers,
    tabs,
    modelPath,
    ready: startup.ready,
    deleteOrphans: () => deleteOrphans(database),
    pausing: {
      isPaused: settings.current.areImportsPaused,
      keep: (areImportsPaused) => {
        settings.update({ areImportsPaused }).catch((error: unknown) => reportError(error));
      },
    },
  });
  const libraries = createLibraries(libraryRows, imports, workers, { isNew });
  const extractive = createExtractiveEngine(workers);
  const models = new Models({
    languageModel: languageModelOf(workers),
    modelStore: workers.modelStore,
    rows: new ModelRepository(database),
    runs: new ModelRunRepository(database),
    settings,
    extractive,
    createLanguageModelEngine: ({ id: modelId, engine }) =>
      createLanguageModelEngine({
        engine,
        modelId,
        thinks: settings.current.thinkingModels.includes(modelId),
        client: () => workers.languageModel.client,
        cite: (input, { signal }) => workers.searchIndex.client.call('cite', input, { signal }),
      }),
    retrieve: async (question, libraryId, signal) => {
      await startup.ready();
      return retrievePassages(retrieval, { libraryIds: [libraryId], question }, signal);
    },
    isVerified: (citation) => isVerified(citation, contents),
    tryForSearch: async (model) => {
      await startup.ready();
      const path = { modelPath: installedPath(model) };
      const { client } = workers.embedder;
      if (model.task === 'embedding') await client.call('load', path);
      else await client.call('rerank', { ...path, question: '', texts: [] });
    },
    baseUrl,
  });

  const shownDocuments = createDocuments(documents, workers);
  const services: AppServices = {
    libraries,
    documents: shownDocuments,
    imports,
    folders: createFolders(folders),
    incoming,
    conversations: createConversations(conversations),
    drafts: new DraftRepository(database),
    pageMemory: new PageMemory(),
    answers: createAnswers({
      conversations,
      contents,
      libraries: libraryRows,
      documents,
      ...retrieval,
      ready: startup.ready,
      engine: () => models.engine(),
      ...(options.onRetrieval ? { onRetrieval: options.onRetrieval } : {}),
    }),
    search: createSearch({ documents, workers, modelPath, ready: startup.ready }),
    suggestions: createSuggestions({ conversations, documents, workers, modelPath, ready: startup.ready }),
    sources: createSources(documents, contents, files, workers, { ready: startup.ready, modelPath }),
    notes: createNotes({
      notes: new NoteRepository(database),
      left: new LeftNotes(),
      libraries: libraryRows,
      files,
      imports,
      tabs,
    }),
    models,
    settings,
    startup,
    sample: createSampleLibrary(`${baseUrl}sample/`, { libraries, imports }),
  };

  startup.retry();
  followSearchModels();
  void restoreModels().catch(reportError);

  /** Searching comes first: a language model takes minutes where memory is short. */
  async function restoreModels(): Promise<void> {
    await startup.ready().catch(() => undefined);
    await models.restore();
  }

  /** What is chosen in any tab holds in all of them, without a reload. */
  function followSearchModels(): void {
    const inTurn = oneAtATime();
    let followed = choiceOf(settings.current);
    settings.observe((next) => {
      if (choiceOf(next) === followed) return;
      followed = choiceOf(next);
      // A question that is asked now waits for what was chosen, not for its start.
      const choosing = (chosen = searchModels(options, next, database));
      inTurn(async () => {
        if (!(await startup.change((await choosing).search))) return;
        // Though the same model searches: it may have stood in for the one that was chosen before.
        await workers.searchIndex.client.call('embedAnew', { modelPath: startup.modelPath });
      }).catch(reportError);
    });
  }

  const takeUp = (): void => {
    void imports.takeUp().catch(reportError);
  };
  // Nobody has left anything behind where nothing was kept.
  if (!isNew) {
    void folders.prune().catch(reportError);
    void services.notes.takeUpLeft().catch(reportError);
    void settle({ conversations, documents: shownDocuments }, tabs).catch(reportError);
    takeUp();
  }

  const takeIncoming = (): void => {
    void incoming.takeShared();
    incoming.takeOpened();
  };

  return {
    services,
    workers,
    database,
    opened,
    takeIncoming,
    takeUp,
    get modelPath() {
      return startup.modelPath;
    },
    isBusy: () => imports.isBusy,
  };
}

/** What another tab may yet write, or bring back, is let be; the last tab to be opened again settles it. */
async function settle(
  { conversations, documents }: { conversations: ConversationRepository; documents: Documents },
  tabs: TabPresence,
): Promise<void> {
  const startedAt = Date.now();
  if ((await tabs.liveIds()).size > 1) return;
  await conversations.settleStreaming();
  await conversations.purge();
  await conversations.purgeUnasked(startedAt);
  await documents.purge();
}

interface ChosenModels {
  readonly search: SearchModels;
  /** Undefined where what was found is not read again. */
  readonly rerankerPath: string | undefined;
}

function choiceOf({ embeddingModelId, rerankerModelId }: Settings): string {
  return JSON.stringify([embeddingModelId, rerankerModelId]);
}

/**
 * The models that search: as told, as the person chose of what is installed, or what comes with the app. Beside a choice
 * of the person's there is the app's own to fall back to: without a model nothing would be found.
 */
async function searchModels(
  { baseUrl, modelPath, rerankerPath }: AppOptions,
  { embeddingModelId, rerankerModelId }: Settings,
  database: InkstoneDatabase,
): Promise<ChosenModels> {
  const isChosen = embeddingModelId !== null || rerankerModelId !== null;
  const stored = isChosen ? await new ModelRepository(database).list() : [];
  const installed = (modelId: string | null): string | undefined => {
    const whole = stored.find(({ id, state }) => id === modelId && state === 'installed');
    return whole && installedPath(whole);
  };
  const ownPath = `${baseUrl}models/inkstone-embed-zh-en-256`;
  const chosenPath = installed(embeddingModelId);
  return {
    search:
      modelPath !== undefined
        ? { modelPath }
        : chosenPath !== undefined
          ? { modelPath: chosenPath, fallbackPath: ownPath }
          : { modelPath: ownPath, ...passedOver(embeddingModelId) },
    rerankerPath:
      rerankerPath ??
      installed(rerankerModelId) ??
      (__HOSTS_RERANKER__ ? `${baseUrl}models/reranker` : undefined),
  };
}

function passedOver(modelId: string | null): Pick<SearchModels, 'passedOver'> {
  if (modelId === null) return {};
  return { passedOver: new AppError('model-damaged', `${modelId} is not whole on this device`) };
}
