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

type Rows = Pick<SettingsRepository, 'all' | 'set'>;

/** Settings with the stored values read once at start; `current` is what holds now. */
export class StoredSettings implements SettingsStore {
  readonly #repository: Rows;
  readonly #current: Emitter<Settings>;
  /** Changes that are being written, oldest first. */
  readonly #unwritten = new Set<Partial<Settings>>();
  /** Of each read that is under way, the changes that it may have come too early for. */
  readonly #missed = new Set<Partial<Settings>[]>();

  private constructor(repository: Rows, settings: Settings) {
    this.#repository = repository;
    this.#current = new Emitter(settings);
    // Another tab may change them.
    observe(
      () => this.#read(),
      (read) => (this.#current.value = read),
    );
  }

  static async open(repository: Rows): Promise<StoredSettings> {
    return new StoredSettings(repository, checkedSettings(await repository.all()));
  }

  /** Where nothing can be stored yet. */
  static unset(repository: Rows): StoredSettings {
    return new StoredSettings(repository, defaultSettings);
  }

  get current(): Settings {
    return this.#current.value;
  }

  observe: SettingsStore['observe'] = (onValue) => this.#current.observe(onValue);

  async update(change: Partial<Settings>): Promise<void> {
    this.#unwritten.add(change);
    for (const missed of this.#missed) missed.push(change);
    this.#current.value = { ...this.#current.value, ...change };
    try {
      await this.#repository.set(change);
    } finally {
      this.#unwritten.delete(change);
    }
  }

  /** What is stored, and what is about to be. */
  async #read(): Promise<Settings> {
    const missed = [...this.#unwritten];
    this.#missed.add(missed);
    try {
      const stored = checkedSettings(await this.#repository.all());
      return missed.reduce<Settings>((settings, change) => ({ ...settings, ...change }), stored);
    } finally {
      this.#missed.delete(missed);
    }
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
