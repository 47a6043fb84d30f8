import { isAbortError, toAppError, type AppError } from '../core/app-error';
import { modelHostsOf } from '../core/model-hosts';
import { readCustomAddress } from '../core/models/custom-entry';
import type { CatalogueEntry } from '../core/models/catalogue-entry';
import { distinguishingDetails } from '../core/models/distinguishing-details';
import { runsOn, weightBits } from '../core/models/model-builds';
import type { ModelRun } from '../core/models/stored-model';
import type { DamagedFile } from '../contracts/model-store';
import { modelMessages } from '../i18n/models/messages';
import type {
  ExportedModel,
  FoundModel,
  ModelCatalogue,
  ModelWork,
  PassedOverModel,
  SearchTask,
} from '../services/app-services';
import type { AppState } from './app-state.svelte';
import { follow } from './follow.svelte';
import { basesOf, hostsAfterMirrors } from './model-hosts';

type Catalogue =
  | { readonly status: 'reading' }
  | ({ readonly status: 'ready' } & ModelCatalogue)
  | { readonly status: 'failed'; readonly error: AppError };

export interface LostDownload {
  readonly id: string;
  readonly name: string;
  readonly error: AppError;
}

/** The screen of models, for as long as it is open. */
export class ModelManagerState {
  readonly #app: AppState;
  #catalogue = $state.raw<Catalogue>({ status: 'reading' });
  #work = $state.raw<ReadonlyMap<string, ModelWork>>(new Map());
  #runs = $state.raw<readonly ModelRun[]>([]);
  #passedOver = $state.raw<readonly PassedOverModel[]>([]);
  #losses = $state.raw<ReadonlyMap<string, number>>(new Map());
  #damaged = $state.raw<ReadonlyMap<string, readonly DamagedFile[]>>(new Map());
  #bytesPerSecond = $state.raw<number | undefined>();
  /** Worded anew when the language changes, or when what it tells of has come. */
  #told = $state.raw<(() => string) | undefined>();
  #problem = $state.raw<AppError | undefined>();
  #reading: Promise<void> | undefined;
  #isOutdated = false;

  constructor(app: AppState) {
    this.#app = app;
    const { models } = app.services;
    follow<ReadonlyMap<string, ModelWork>>(
      () => (onValue) => models.observeWork(onValue),
      (work) => this.#take(work),
    );
    follow<readonly ModelRun[]>(
      () => (onValue) => models.observeRuns(onValue),
      (runs) => {
        this.#runs = runs;
        void this.read();
      },
    );
    follow<readonly PassedOverModel[]>(
      () => (onValue) => models.observePassedOver(onValue),
      (passedOver) => (this.#passedOver = passedOver),
    );
    follow<ReadonlyMap<string, number>>(
      () => (onValue) => models.observeLosses(onValue),
      (losses) => (this.#losses = losses),
    );
    follow(
      () => (onValue) => models.observeStored(onValue),
      () => void this.read(),
    );
  }

  get words() {
    return modelMessages[this.#app.locale.locale];
  }

  get catalogue(): Catalogue {
    return this.#catalogue;
  }

  readonly entries: readonly CatalogueEntry[] = $derived.by(() => {
    if (this.#catalogue.status !== 'ready') return [];
    // The browser's own is named by no file: what it is called is for the reader's language to say.
    return this.#catalogue.entries.map((entry) =>
      entry.engine === 'built-in' ? { ...entry, name: this.#app.models.nameOf(entry.id) } : entry,
    );
  });

  /** On this device, whole or in part; what answers first. */
  readonly present: readonly CatalogueEntry[] = $derived.by(() => {
    const tasks = ['answer', 'embedding', 'reranker'];
    return this.entries
      .filter(({ id, state }) => state !== 'available' || this.#work.has(id))
      .toSorted((a, b) => tasks.indexOf(a.task) - tasks.indexOf(b.task));
  });

  /** On their way here, or stopped on it; copies of the person's own files are none. */
  readonly downloads: readonly CatalogueEntry[] = $derived(
    this.present.filter(
      ({ state, source }) => state === 'available' || (state === 'partial' && source.kind !== 'files'),
    ),
  );

  /** Downloads that failed and of which nothing is left that a list could show. */
  readonly lost: readonly LostDownload[] = $derived.by(() => {
    if (this.#catalogue.status !== 'ready') return [];
    return [...this.#work].flatMap(([id, work]) => {
      const isLost = work.kind === 'failed' && work.what === 'install';
      if (!isLost || this.entries.some((entry) => entry.id === id)) return [];
      return [{ id, name: id.slice(id.lastIndexOf('/') + 1), error: work.error }];
    });
  });

  /** What tells a model on this device from others there of its name, by id. */
  readonly details: ReadonlyMap<string, string> = $derived.by(() => {
    const { format } = this.#app.locale;
    const { words } = this;
    const detailed = this.present.map((entry) => {
      const stored = this.#app.models.stored.find(({ id }) => id === entry.id);
      const on = runsOn(entry);
      const bits = weightBits(entry);
      const details = [
        on === undefined ? '' : words.runsOn[on],
        entry.source.kind === 'files' ? (stored?.files[0]?.path ?? '') : '',
        bits === undefined ? '' : words.bits(bits),
        format.bytes(this.bytesOf(entry.id)),
        stored ? format.date(stored.addedAt) : '',
        entry.id,
      ];
      return { id: entry.id, name: entry.name, details };
    });
    const found = distinguishingDetails(detailed);
    const told = [...found].map(([id, details]) => [id, details.filter(Boolean).join(' · ')] as const);
    return new Map(told.filter(([, details]) => details !== ''));
  });

  get runs(): readonly ModelRun[] {
    return this.#runs;
  }

  get passedOver(): readonly PassedOverModel[] {
    return this.#passedOver;
  }

  /** How often it was lost since the page was opened. */
  lossesOf(modelId: string): number {
    return this.#losses.get(modelId) ?? 0;
  }

  /** As the last download of this session showed. */
  get bytesPerSecond(): number | undefined {
    return this.#bytesPerSecond;
  }

  workOf(modelId: string): ModelWork | undefined {
    return this.#work.get(modelId);
  }

  /** What the last check of this session found wrong. */
  damagedOf(modelId: string): readonly DamagedFile[] {
    return this.#damaged.get(modelId) ?? [];
  }

  nameOf(modelId: string): string {
    return this.entries.find(({ id }) => id === modelId)?.name ?? this.#app.models.nameOf(modelId);
  }

  /** With what tells it from others of its name on this device. */
  labelOf(modelId: string): string {
    const name = this.nameOf(modelId);
    const details = this.details.get(modelId);
    return details === undefined ? name : this.words.named(name, details);
  }

  /** Whether it comes with the app and cannot be removed: it is there, and no store of models has it. */
  isAppsOwn({ id, engine, state }: CatalogueEntry): boolean {
    if (engine === 'built-in' || state !== 'installed' || this.#catalogue.status !== 'ready') return false;
    return this.#catalogue.stored.every((stored) => stored.id !== id);
  }

  /** Whether it is the one that the app is to search or rank with. */
  isForSearch(entry: CatalogueEntry): boolean {
    const { embeddingModelId, rerankerModelId } = this.#app.settings.current;
    if (entry.task === 'answer') return false;
    const chosen = entry.task === 'embedding' ? embeddingModelId : rerankerModelId;
    return chosen === null ? this.isAppsOwn(entry) : chosen === entry.id;
  }

  /** Whether it is what questions are searched with, or will be once the documents are embedded for it. */
  isSearching(entry: CatalogueEntry): boolean {
    if (entry.task !== 'embedding' || !this.isForSearch(entry)) return false;
    return this.isAppsOwn(entry) || this.#app.startup.passedOver === undefined;
  }

  /** Bytes that it takes on this device. */
  bytesOf(modelId: string): number {
    if (this.#catalogue.status !== 'ready') return 0;
    const stored = this.#catalogue.stored.find(({ id }) => id === modelId);
    return stored?.files.reduce((sum, { bytes }) => sum + bytes, 0) ?? 0;
  }

  /** Bytes of it that have come, those of unfinished files too. */
  arrivedOf(modelId: string): number {
    if (this.#catalogue.status !== 'ready') return 0;
    const stored = this.#catalogue.stored.find(({ id }) => id === modelId);
    return Math.max(stored?.arrivedBytes ?? 0, this.bytesOf(modelId));
  }

  /** Bytes of all its files, as far as a download has found out. */
  totalOf(modelId: string): number | undefined {
    if (this.#catalogue.status !== 'ready') return undefined;
    return this.#catalogue.stored.find(({ id }) => id === modelId)?.totalBytes;
  }

  /** Reads again while it is being read: what is stored may have changed in between. */
  async read(): Promise<void> {
    if (this.#reading) {
      this.#isOutdated = true;
      return this.#reading;
    }
    this.#reading = this.#readAll();
    try {
      await this.#reading;
    } finally {
      this.#reading = undefined;
    }
  }

  install(modelId: string): Promise<unknown> {
    return this.#attempt(() => this.#app.services.models.install(modelId));
  }

  async pause({ id, name }: CatalogueEntry): Promise<void> {
    const isDone = await this.#attempt(() => this.#app.services.models.pause(id));
    if (isDone) this.#tell(() => this.words.said.paused(name));
  }

  async cancel(modelId: string): Promise<void> {
    await this.#attempt(() => this.#app.services.models.cancel(modelId));
    await this.read();
  }

  async use({ id, name }: Pick<CatalogueEntry, 'id' | 'name'>): Promise<void> {
    await this.#attempt(() => this.#app.services.models.load(id));
    const { status } = this.#app.models;
    if (status.status === 'ready' && status.modelId === id) this.#tell(() => this.words.said.ready(name));
  }

  /** One that automatic choice has passed over. */
  async tryAgain(modelId: string): Promise<void> {
    await this.#attempt(() => this.#app.services.models.tryAgain(modelId));
    const { status } = this.#app.models;
    if (status.status === 'ready' && status.modelId === modelId) {
      this.#tell(() => this.words.said.ready(this.nameOf(modelId)));
    }
  }

  thinks(modelId: string): boolean {
    return this.#app.settings.current.thinkingModels.includes(modelId);
  }

  /** Whether it is to think before it answers; one that can do so only. */
  letThink(modelId: string, isWanted: boolean): Promise<unknown> {
    const others = this.#app.settings.current.thinkingModels.filter((id) => id !== modelId);
    const thinkingModels = isWanted ? [...others, modelId] : others;
    return this.#attempt(() => this.#app.settings.update({ thinkingModels }));
  }

  stopLoading(): void {
    this.#app.services.models.stopLoading();
  }

  unload(): Promise<unknown> {
    return this.#attempt(() => this.#app.services.models.unload());
  }

  /** Which engine is to answer; automatic choice begins at once. */
  async chooseEngine(engine: 'auto' | 'extractive' | 'model'): Promise<void> {
    await this.#attempt(async () => {
      await this.#app.settings.update({ engine });
      await this.#app.services.models.choose();
    });
  }

  /** Null for the app's own. */
  async searchWith(task: SearchTask, modelId: string | null): Promise<void> {
    const isDone = await this.#attempt(() => this.#app.services.models.searchWith(task, modelId));
    if (!isDone || (modelId !== null && this.#work.get(modelId)?.kind === 'failed')) return;
    const isSearch = task === 'embedding';
    this.#tell(() => {
      const { said } = this.words;
      if (modelId === null) return isSearch ? said.ownSearches : said.ownRanks;
      return (isSearch ? said.searches : said.ranks)(this.nameOf(modelId));
    });
  }

  async remove(modelId: string): Promise<void> {
    const { embeddingModelId, rerankerModelId } = this.#app.settings.current;
    const name = this.nameOf(modelId);
    const isDone = await this.#attempt(() => this.#app.services.models.remove(modelId));
    if (isDone && this.#work.get(modelId)?.kind !== 'failed') {
      if (modelId === embeddingModelId) this.#tell(() => this.words.said.searcherRemoved(name));
      else if (modelId === rerankerModelId) this.#tell(() => this.words.said.rankerRemoved(name));
    }
    await this.read();
  }

  async verify({ id, name }: CatalogueEntry): Promise<void> {
    await this.#attempt(async () => {
      const damaged = await this.#app.services.models.verify(id);
      if (this.#work.get(id)?.kind === 'failed') return;
      this.#damaged = new Map([...this.#damaged, [id, damaged]]);
      const { length } = damaged;
      this.#tell(() => (length === 0 ? this.words.said.sound(name) : this.words.said.damaged(name, length)));
    });
    await this.read();
  }

  /** Whether a model can be written to a folder; otherwise it is offered as one file. */
  get canExportToFolder(): boolean {
    return this.#app.services.models.chooseExportFolder !== undefined;
  }

  /** The file to hand to the browser; undefined where it failed or was given up. */
  async exportAsFile({ id, name }: CatalogueEntry): Promise<ExportedModel | undefined> {
    let file: ExportedModel | undefined;
    await this.#attempt(async () => {
      file = await this.#app.services.models.exportAsFile(id);
    });
    if (file) this.#tell(() => this.words.said.handedOver(name));
    return file;
  }

  async exportToFolder({ id, name }: CatalogueEntry): Promise<void> {
    const { models } = this.#app.services;
    await this.#attempt(async () => {
      const folder = await models.chooseExportFolder?.();
      if (!folder) return;
      await models.exportTo(id, folder);
      if (this.#work.get(id)?.kind !== 'failed') this.#tell(() => this.words.said.exported(name));
    });
  }

  async benchmark({ id, name }: CatalogueEntry): Promise<void> {
    const isDone = await this.#attempt(() => this.#app.services.models.benchmark(id));
    if (!isDone || this.#work.get(id)?.kind === 'failed') return;
    this.#tell(() => {
      const run = this.#runs.findLast(({ modelId, benchmark }) => modelId === id && benchmark !== undefined);
      const speed = run?.benchmark?.answerTokensPerSecond;
      return speed === undefined ? '' : this.words.said.measured(name, speed);
    });
  }

  /** What an address would lead to; undefined for what is no address. */
  wantedAt(address: string): { readonly host: string; readonly newHosts: readonly string[] } | undefined {
    const { current } = this.#app.settings;
    const bases = basesOf(current);
    const wanted = readCustomAddress(address.trim(), bases.hubUrl);
    if (!wanted) return undefined;
    const hosts = modelHostsOf(wanted, bases);
    const [first = ''] = hosts;
    return { host: hostIn(first), newHosts: hosts.filter((host) => !current.modelHosts.includes(host)) };
  }

  findModel(address: string, signal: AbortSignal): Promise<FoundModel> {
    return this.#app.services.models.findModel(address, { signal });
  }

  async addFound(found: FoundModel): Promise<void> {
    await this.#app.services.models.addFound(found);
  }

  leaveFound(found: FoundModel): Promise<unknown> {
    return this.#attempt(() => this.#app.services.models.leaveFound(found));
  }

  async setMirrors(mirrors: {
    readonly hubUrl: string | null;
    readonly libraryUrl: string | null;
  }): Promise<boolean> {
    const { current } = this.#app.settings;
    const modelHosts = hostsAfterMirrors(current, mirrors);
    return this.#attempt(() => this.#app.settings.update({ ...mirrors, modelHosts }));
  }

  #take(work: ReadonlyMap<string, ModelWork>): void {
    for (const [modelId, before] of this.#work) {
      const isDownload = before.kind === 'installing' || before.kind === 'fetching';
      if (!isDownload || work.has(modelId)) continue;
      void this.read().then(() => {
        const entry = this.entries.find(({ id }) => id === modelId);
        if (entry?.state === 'installed') this.#tell(() => this.words.said.installed(entry.name));
      });
    }
    for (const current of work.values()) {
      if (current.kind === 'installing' && current.progress.stage === 'downloading') {
        this.#bytesPerSecond = current.progress.bytesPerSecond ?? this.#bytesPerSecond;
      }
    }
    this.#work = work;
  }

  async #readAll(): Promise<void> {
    this.#isOutdated = false;
    try {
      const catalogue = await this.#app.services.models.catalogue(this.#app.locale.locale);
      this.#catalogue = { status: 'ready', ...catalogue };
    } catch (error) {
      if (!isAbortError(error)) this.#catalogue = { status: 'failed', error: toAppError(error) };
    }
    if (this.#mustReadAgain()) await this.#readAll();
  }

  /** What is stored has changed while it was read. */
  #mustReadAgain(): boolean {
    return this.#isOutdated;
  }

  /** What was done last, for the eye and for a screen reader, until something else is done or looked at. */
  get told(): string {
    return this.#told?.() ?? '';
  }

  forgetTold(): void {
    this.#told = undefined;
  }

  /** What failed last and is shown with no model. */
  get problem(): AppError | undefined {
    return this.#problem;
  }

  dismissProblem(): void {
    this.#problem = undefined;
  }

  async #attempt(action: () => Promise<unknown>): Promise<boolean> {
    this.#problem = undefined;
    this.forgetTold();
    try {
      await action();
      return true;
    } catch (error) {
      if (!isAbortError(error)) this.#problem = toAppError(error);
      return false;
    }
  }

  #tell(words: () => string): void {
    this.#told = words;
  }
}

function hostIn(origin: string): string {
  return URL.canParse(origin) ? new URL(origin).host : origin;
}
