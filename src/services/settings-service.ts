import type { SettingsRepository } from '../storage/settings';
import { observe } from '../storage/observe';
import type { Settings, SettingsStore } from './app-services';
import { Emitter } from './emitter';

/** What holds where nothing else was chosen. */
export const defaultSettings: Settings = {
  theme: 'system',
  locale: 'system',
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
  libraryId: null,
  sampleLibraryId: null,
  areImportsPaused: false,
  paneWidths: {},
};

/** Settings with the stored values read once at start; `current` is what holds now. */
export class StoredSettings implements SettingsStore {
  readonly #repository: SettingsRepository;
  readonly #current: Emitter<Settings>;

  private constructor(repository: SettingsRepository, settings: Settings) {
    this.#repository = repository;
    this.#current = new Emitter(settings);
    // Another tab may change them.
    observe(
      () => repository.all(),
      (stored) => (this.#current.value = checkedSettings(stored)),
    );
  }

  static async open(repository: SettingsRepository): Promise<StoredSettings> {
    return new StoredSettings(repository, checkedSettings(await repository.all()));
  }

  /** Where nothing can be stored yet. */
  static unset(repository: SettingsRepository): StoredSettings {
    return new StoredSettings(repository, defaultSettings);
  }

  get current(): Settings {
    return this.#current.value;
  }

  observe: SettingsStore['observe'] = (onValue) => this.#current.observe(onValue);

  update(change: Partial<Settings>): Promise<void> {
    this.#current.value = { ...this.#current.value, ...change };
    return this.#repository.set(change);
  }
}

/** Stored values come from an older or newer version of the app: what does not fit is left at its default. */
function checkedSettings(stored: Readonly<Record<string, unknown>>): Settings {
  const oneOf = <T extends string>(value: unknown, allowed: readonly T[], fallback: T): T =>
    allowed.find((candidate) => candidate === value) ?? fallback;
  const texts = (value: unknown): string[] =>
    Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
  const { modelHosts, paneWidths, pausedModels, modelSources, thinkingModels } = stored;
  return {
    theme: oneOf(stored['theme'], ['system', 'light', 'dark'], defaultSettings.theme),
    locale: oneOf(stored['locale'], ['system', 'en', 'zh'], defaultSettings.locale),
    ...engineChoice(stored),
    modelHosts: texts(modelHosts),
    embeddingModelId: textOrNull(stored['embeddingModelId']),
    rerankerModelId: textOrNull(stored['rerankerModelId']),
    hubUrl: textOrNull(stored['hubUrl']),
    libraryUrl: textOrNull(stored['libraryUrl']),
    thinkingModels: texts(thinkingModels),
    pausedModels: texts(pausedModels),
    modelSources: isSources(modelSources) ? modelSources : {},
    libraryId: textOrNull(stored['libraryId']),
    sampleLibraryId: textOrNull(stored['sampleLibraryId']),
    areImportsPaused: stored['areImportsPaused'] === true,
    paneWidths: isNumberRecord(paneWidths) ? paneWidths : {},
  };
}

function textOrNull(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

/** Without a model of the person's choice, the one that there was is only the app's own. */
function engineChoice({
  engine,
  modelId,
}: Readonly<Record<string, unknown>>): Pick<Settings, 'engine' | 'modelId'> {
  const chosen = textOrNull(modelId);
  if (engine === 'extractive') return { engine, modelId: chosen };
  // An older version knew one kind of model only.
  const isModel = engine === 'model' || engine === 'webllm';
  return { engine: isModel && chosen !== null ? 'model' : 'auto', modelId: chosen };
}

function isSources(value: unknown): value is Settings['modelSources'] {
  return (
    typeof value === 'object' &&
    value !== null &&
    Object.values(value).every(
      (entry: unknown) =>
        typeof entry === 'object' && entry !== null && 'source' in entry && typeof entry.source === 'object',
    )
  );
}

function isNumberRecord(value: unknown): value is Record<string, number> {
  return (
    typeof value === 'object' &&
    value !== null &&
    Object.values(value).every((entry) => typeof entry === 'number')
  );
}
