import { AppError, isAbortError, toAppError, type ErrorCode } from '../../core/app-error';
import { hostsWithout, modelHostsFor, modelHostsOf } from '../../core/model-hosts';
import { readCustomAddress } from '../../core/models/custom-entry';
import { officialHubUrl, officialLibraryUrl } from '../../core/models/mirrors';
import type { ModelPackage } from '../../core/models/model-package';
import { isRemnant, type StoredModel } from '../../core/models/stored-model';
import type { ModelBases, WantedModel } from '../../core/models/wanted-model';
import type { FoundModel, ModelWork, Settings } from '../app-services';
import type { CatalogueReader } from './catalogue-reader';
import type { ModelBoard, ModelParts } from './model-parts';
import type { WorkBoard } from './model-work';
import { keepStorage } from './keep-storage';
import { untilAborted } from './until-aborted';

interface Options {
  readonly parts: Pick<ModelParts, 'modelStore' | 'settings' | 'rows' | 'baseUrl'>;
  readonly board: Pick<ModelBoard, 'stored'>;
  readonly work: WorkBoard;
  readonly catalogue: CatalogueReader;
  /** After a model has become whole. */
  readonly onInstalled: (modelId: string) => void;
  /** There is what a copy of files may have left that was cut off. */
  readonly onRemnant: () => unknown;
}

/**
 * Downloads of models: each is one for all tabs, since the store lets one of them write and the others wait for it.
 * What was not paused by the person goes on after a reload, and when the connection is back.
 */
export class ModelDownloads {
  readonly #options: Options;
  #hosts: string;
  /** Settles when the store runs under the hosts that are set. */
  #hostsSettled = Promise.resolve();
  /** By model: what was allowed for its sake since the page was loaded. */
  readonly #broughtHosts = new Map<string, readonly string[]>();

  constructor(options: Options) {
    this.#options = options;
    this.#hosts = keyOf(options.parts.settings.current);
    options.parts.settings.observe((settings) => {
      this.#stopPaused(settings);
      this.#followHosts(settings);
    });
    options.board.stored.observe((stored) => this.#takeUp(stored));
    addEventListener('online', () => this.#retryOffline());
  }

  async install(modelId: string): Promise<void> {
    if (isDownload(this.#options.work.get(modelId))) return;
    await this.#setPaused(modelId, false);
    await this.#run(modelId, (signal) => this.#package(modelId, signal));
  }

  /** See `Models.findModel`. */
  async find(address: string, signal: AbortSignal): Promise<FoundModel> {
    const { settings } = this.#options.parts;
    const wanted = readCustomAddress(address.trim(), this.#bases.hubUrl);
    if (!wanted) throw new AppError('invalid-input', `${address} is no address of a model`);
    const { modelHosts } = settings.current;
    const broughtHosts = modelHostsOf(wanted, this.#bases).filter((host) => !modelHosts.includes(host));
    if (broughtHosts.length > 0) await settings.update({ modelHosts: [...modelHosts, ...broughtHosts] });
    try {
      const resolved = await this.#resolve(wanted, signal);
      const bytes = sumOf(resolved.files.map((file) => file.bytes));
      const { quota, usage } = await navigator.storage.estimate();
      return {
        wanted: { ...wanted, id: resolved.id },
        package: resolved,
        broughtHosts,
        ...(bytes === undefined ? {} : { bytes }),
        ...(quota === undefined || usage === undefined ? {} : { freeBytes: Math.max(0, quota - usage) }),
      };
    } catch (error) {
      await this.#takeBack(broughtHosts);
      throw error;
    }
  }

  async addFound({ wanted, package: found, broughtHosts }: FoundModel): Promise<void> {
    const { parts, work } = this.#options;
    const { id } = found;
    work.requireFree(id);
    const { modelSources } = parts.settings.current;
    await parts.settings.update({ modelSources: { ...modelSources, [id]: wanted } });
    this.#broughtHosts.set(id, broughtHosts);
    await this.#setPaused(id, false);
    void this.#run(id, () => Promise.resolve(found)).catch(reportError);
  }

  leaveFound({ broughtHosts }: FoundModel): Promise<void> {
    return this.#takeBack(broughtHosts);
  }

  /** Other tabs hear of it by the settings. */
  async pause(modelId: string): Promise<void> {
    await this.#setPaused(modelId, true);
  }

  /** Ends it in all tabs and deletes what came. */
  async cancel(modelId: string): Promise<void> {
    const { parts, work } = this.#options;
    // Those in other tabs let go of it when they hear that it is paused.
    await this.#setPaused(modelId, true);
    await work.abort(modelId);
    try {
      await parts.modelStore.client.call('remove', { modelId });
    } finally {
      await this.#setPaused(modelId, false);
    }
    work.set(modelId, undefined);
    await this.forget(modelId);
  }

  /** Where it came from need not be known any more, nor be connected to. */
  async forget(modelId: string): Promise<void> {
    const { settings } = this.#options.parts;
    const { [modelId]: gone, ...modelSources } = settings.current.modelSources;
    if (!gone) return;
    const addresses = Object.values(modelSources).flatMap(addressOf);
    const [address] = addressOf(gone);
    const { modelHosts } = settings.current;
    const left =
      address === undefined ? modelHosts : hostsWithout(modelHosts, address, this.#bases, addresses);
    await settings.update({
      modelSources,
      // Unless it changes, it must not be touched: another tab may be changing it.
      ...(left.length < modelHosts.length ? { modelHosts: left } : {}),
    });
    await this.#takeBack(this.#broughtHosts.get(modelId) ?? []);
    this.#broughtHosts.delete(modelId);
  }

  /** Hosts that were allowed for one model: those that nothing else needs by now go. */
  async #takeBack(hosts: readonly string[]): Promise<void> {
    const { settings } = this.#options.parts;
    const { modelHosts, modelSources } = settings.current;
    const usual = modelHostsFor(this.#bases);
    const isHubAllowed = usual.every((host) => modelHosts.includes(host));
    const needed = new Set([
      ...(isHubAllowed ? usual : []),
      ...Object.values(modelSources).flatMap((source) => modelHostsOf(source, this.#bases)),
    ]);
    const left = modelHosts.filter((host) => !hosts.includes(host) || needed.has(host));
    if (left.length < modelHosts.length) await settings.update({ modelHosts: left });
  }

  /** Another tab may have changed them as well. */
  #followHosts(settings: Settings): void {
    const hosts = keyOf(settings);
    if (hosts === this.#hosts) return;
    this.#hosts = hosts;
    this.#hostsSettled = this.#hostsSettled.then(() => this.#restartStore()).catch(reportError);
  }

  /**
   * A worker keeps the rules of the network that it was started under: downloads end with it and go on in a new one.
   * What only reads and writes here is let be, and waited for.
   */
  async #restartStore(): Promise<void> {
    const { parts, work } = this.#options;
    const running = work.running.filter((modelId) => isDownload(work.get(modelId)));
    await Promise.all(running.map((modelId) => work.abort(modelId)));
    for (let other = this.#otherWork(); other !== undefined; other = this.#otherWork()) {
      await work.ended(other);
    }
    parts.modelStore.stop();
    const { modelHosts, pausedModels } = parts.settings.current;
    if (modelHosts.length === 0) return;
    for (const modelId of running) {
      if (!pausedModels.includes(modelId)) void this.install(modelId).catch(reportError);
    }
  }

  /** A model that the store works on without a network. */
  #otherWork(): string | undefined {
    const { work } = this.#options;
    return work.running.find((modelId) => {
      const current = work.get(modelId);
      return !isDownload(current) && current?.kind !== 'benchmarking';
    });
  }

  get #bases(): ModelBases {
    const { settings, baseUrl } = this.#options.parts;
    const { hubUrl, libraryUrl } = settings.current;
    return {
      hubUrl: hubUrl ?? officialHubUrl,
      libraryUrl: libraryUrl ?? officialLibraryUrl,
      hostedUrl: new URL(`${baseUrl}models/hosted`, location.href).href,
    };
  }

  #stored(modelId: string): StoredModel | undefined {
    return this.#options.board.stored.value.find(({ id }) => id === modelId);
  }

  /**
   * What is to be fetched, listed anew: the person may have changed the mirror, and the model may have changed at its
   * source. Where it cannot be listed, a download that has begun goes on from the list it had.
   */
  async #package(modelId: string, signal: AbortSignal): Promise<ModelPackage> {
    const stored = this.#stored(modelId);
    const begun = stored?.state === 'partial' && stored.origin.kind !== 'files' ? stored.package : undefined;
    try {
      const listed = await this.#resolve(await this.#wanted(modelId), signal);
      return begun && begun.format !== listed.format ? begun : listed;
    } catch (error) {
      signal.throwIfAborted();
      if (begun && isUnlisted(toAppError(error))) return begun;
      throw error;
    }
  }

  async #wanted(modelId: string): Promise<WantedModel> {
    const { parts, catalogue } = this.#options;
    const noted = parts.settings.current.modelSources[modelId];
    if (noted) return noted;
    const entry = await catalogue.entry(modelId);
    if (!entry) throw new AppError('not-found', `${modelId} is in no catalogue`);
    return entry;
  }

  async #resolve(wanted: WantedModel, signal: AbortSignal): Promise<ModelPackage> {
    // A host of ones own needs no leave.
    if (wanted.source.kind !== 'hosted') this.#requireHosts(wanted);
    await untilAborted(this.#hostsSettled, signal);
    return this.#options.parts.modelStore.client.call('resolve', { wanted, bases: this.#bases }, { signal });
  }

  /** The policy of the page would refuse them one by one. */
  #requireHosts({ source }: WantedModel): void {
    const { modelHosts } = this.#options.parts.settings.current;
    const { origin } = new URL(source.kind === 'address' ? source.url : this.#bases.hubUrl);
    if (modelHosts.includes(origin) || origin === location.origin) return;
    throw new AppError('model-download-failed', `${origin} is not switched on`, {
      detail: { kind: 'not-allowed', host: new URL(origin).host },
    });
  }

  async #run(modelId: string, prepare: (signal: AbortSignal) => Promise<ModelPackage>): Promise<void> {
    const { parts, work, onInstalled } = this.#options;
    const installing = work.run(modelId, 'install', { kind: 'preparing' }, async (signal) => {
      const wanted = await prepare(signal);
      await keepStorage(wanted);
      signal.throwIfAborted();
      await untilAborted(this.#hostsSettled, signal);
      await parts.modelStore.client.call(
        'install',
        { package: wanted },
        {
          signal,
          onProgress: (progress) => {
            if (!signal.aborted) work.set(modelId, { kind: 'installing', progress });
          },
        },
      );
      return true;
    });
    try {
      if (await installing) onInstalled(modelId);
      else await this.#tidy(modelId);
    } catch (error) {
      // Whoever paused or cancelled it knows.
      if (!isAbortError(error)) throw error;
    }
  }

  /** A download from an address that failed before anything of it came leaves no more than its failure. */
  async #tidy(modelId: string): Promise<void> {
    const { parts, work } = this.#options;
    const failed = work.get(modelId);
    if (failed?.kind !== 'failed' || !sourceFailures.has(failed.error.code)) return;
    if (!parts.settings.current.modelSources[modelId]) return;
    const row = (await parts.rows.list()).find(({ id }) => id === modelId);
    if (row && (row.state !== 'partial' || row.files.length > 0 || (row.arrivedBytes ?? 0) > 0)) return;
    if (row) await parts.modelStore.client.call('remove', { modelId });
    await this.forget(modelId);
  }

  async #setPaused(modelId: string, isPaused: boolean): Promise<void> {
    const { settings } = this.#options.parts;
    const { pausedModels } = settings.current;
    if (pausedModels.includes(modelId) === isPaused) return;
    const others = pausedModels.filter((id) => id !== modelId);
    await settings.update({ pausedModels: isPaused ? [...others, modelId] : others });
  }

  #stopPaused({ pausedModels }: Settings): void {
    const { work } = this.#options;
    for (const modelId of pausedModels) {
      const current = work.get(modelId);
      if (!isDownload(current)) continue;
      if (current?.kind === 'installing') {
        const { loadedBytes, totalBytes } = current.progress;
        work.set(modelId, { kind: 'paused', loadedBytes, totalBytes });
      }
      void work.abort(modelId);
    }
  }

  #takeUp(stored: readonly StoredModel[]): void {
    const { parts, work } = this.#options;
    const { pausedModels, modelHosts } = parts.settings.current;
    const known = new Set(stored.map(({ id }) => id));
    for (const [modelId, { kind }] of work.all) {
      // Cancelled in another tab.
      if (kind === 'paused' && !known.has(modelId)) work.set(modelId, undefined);
    }
    for (const model of stored) {
      const { id, state, origin, package: wanted } = model;
      if (isRemnant(model) && !work.get(id)) this.#options.onRemnant();
      const canGoOn = state === 'partial' && wanted !== undefined && origin.kind !== 'files';
      const isAllowed = modelHosts.length > 0 || origin.kind === 'hosted';
      if (!canGoOn || !isAllowed || pausedModels.includes(id) || work.get(id)) continue;
      void this.#run(id, (signal) => this.#package(id, signal)).catch(reportError);
    }
  }

  #retryOffline(): void {
    const { work } = this.#options;
    for (const [modelId, state] of work.all) {
      const isWaiting = state.kind === 'failed' && state.what === 'install' && state.error.code === 'offline';
      if (isWaiting) void this.install(modelId).catch(reportError);
    }
  }
}

/** Its host cannot be asked, or no list knows it any more; what is wrong with what the host said counts. */
function isUnlisted({ code }: AppError): boolean {
  return code === 'offline' || code === 'model-download-failed' || code === 'not-found';
}

/** Undefined where one of them is not known. */
function sumOf(lengths: readonly (number | undefined)[]): number | undefined {
  return lengths.reduce<number | undefined>(
    (sum, length) => (sum === undefined || length === undefined ? undefined : sum + length),
    0,
  );
}

/** What is wrong with where it came from; another network or more space mend nothing. */
const sourceFailures: ReadonlySet<ErrorCode> = new Set([
  'model-download-failed',
  'model-not-found',
  'model-gated',
  'not-a-model-host',
  'model-damaged',
  'model-incompatible',
]);

function isDownload(work: ModelWork | undefined): boolean {
  return work?.kind === 'preparing' || work?.kind === 'installing';
}

function addressOf({ source }: WantedModel): string[] {
  return source.kind === 'address' ? [source.url] : [];
}

function keyOf({ modelHosts }: Settings): string {
  return modelHosts.toSorted().join(' ');
}
