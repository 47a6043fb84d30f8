import { AppError, toAppError } from '../../core/app-error';
import type { Language } from '../../core/language';
import { builtInModelId } from '../../core/models/catalogue-built-in';
import type { ModelPackage } from '../../core/models/model-package';
import { readPickedFiles } from '../../core/models/picked-files';
import type { DamagedFile, InstallProgress } from '../../contracts/model-store';
import type { StoredModel } from '../../core/models/stored-model';
import type {
  AddedModel,
  Comparison,
  ComparisonInput,
  ExportedModel,
  FoundModel,
  ModelCatalogue,
  ModelWork,
  PickedModelFile,
  SearchTask,
} from '../app-services';
import { modelAsFile } from './model-as-file';
import { CatalogueReader, deviceNameOf } from './catalogue-reader';
import { ModelComparison } from './model-comparison';
import { ModelDownloads } from './model-downloads';
import { ModelChoice } from './model-choice';
import { ModelLoading } from './model-loading';
import { ModelLosses } from './model-losses';
import type { ModelBoard, ModelParts } from './model-parts';
import { WorkBoard } from './model-work';
import { SearchModelChoice } from './search-model-choice';
import { bytesOf } from './stored-bytes';
import { untilAborted } from './until-aborted';
import { keepStorage } from './keep-storage';

/** All that is done with models beyond answering: loaded when it is first needed. */
export class ModelDesk {
  readonly #parts: ModelParts;
  readonly #board: ModelBoard;
  readonly #work: WorkBoard;
  readonly #catalogue: CatalogueReader;
  readonly #downloads: ModelDownloads;
  readonly #loading: ModelLoading;
  readonly #choice: ModelChoice;
  readonly #searchModels: SearchModelChoice;
  readonly #comparison: ModelComparison;
  readonly losses: ModelLosses;
  #storedIds: ReadonlySet<string> = new Set();

  constructor(parts: ModelParts, board: ModelBoard) {
    this.#parts = parts;
    this.#board = board;
    this.#work = new WorkBoard(board.work);
    this.#catalogue = new CatalogueReader(parts);
    this.#loading = new ModelLoading(parts, board, this.#catalogue);
    this.#choice = new ModelChoice(parts.settings, board, this.#catalogue, this.#loading);
    const answering = { parts, board, loading: this.#loading, choice: this.#choice };
    this.losses = new ModelLosses(answering);
    this.#comparison = new ModelComparison({ ...answering, losses: this.losses });
    this.#searchModels = new SearchModelChoice({ parts, work: this.#work, catalogue: this.#catalogue });
    this.#downloads = new ModelDownloads({
      parts,
      board,
      work: this.#work,
      catalogue: this.#catalogue,
      onInstalled: (modelId) => this.#installed(modelId),
      // The store sweeps up what nobody is at when it starts.
      onRemnant: () => parts.modelStore.start(),
    });
    board.stored.observe((stored) => void this.#leaveRemoved(stored).catch(reportError));
  }

  catalogue(language: Language): Promise<ModelCatalogue> {
    return this.#catalogue.read(language);
  }

  install(modelId: string): Promise<void> {
    return modelId === builtInModelId ? this.#fetchBuiltIn() : this.#downloads.install(modelId);
  }

  /** Asked for at once: the browser wants a person to have just done something. */
  async #fetchBuiltIn(): Promise<void> {
    const show = (fraction: number): ModelWork => ({ kind: 'fetching', fraction });
    await this.#work.run(builtInModelId, 'install', show(0), async (signal) => {
      const onProgress = (fraction: number): void => {
        if (!signal.aborted) this.#work.set(builtInModelId, show(fraction));
      };
      await this.#parts.languageModel.fetchBuiltIn({ signal, onProgress });
    });
    if (!this.#work.get(builtInModelId)) this.#installed(builtInModelId);
  }

  pause(modelId: string): Promise<void> {
    return this.#downloads.pause(modelId);
  }

  async cancel(modelId: string): Promise<void> {
    if (modelId === builtInModelId) {
      await this.#work.abort(modelId);
      // What failed before is not shown any more.
      this.#work.set(modelId, undefined);
      return;
    }
    const kind = this.#work.get(modelId)?.kind;
    if (kind === 'importing' || kind === 'verifying' || kind === 'exporting') {
      await this.#work.abort(modelId);
    } else await this.#downloads.cancel(modelId);
  }

  load(modelId: string): Promise<void> {
    this.losses.forgive(modelId);
    return this.#choice.load(modelId);
  }

  /** Aborting ends the waiting, not the start. */
  started(modelId: string, signal: AbortSignal): Promise<void> {
    return untilAborted(this.#loading.started(modelId), signal);
  }

  stopLoading(): void {
    this.#loading.stop();
  }

  unload(): Promise<void> {
    return this.#loading.unload();
  }

  choose(): Promise<void> {
    return this.#choice.choose();
  }

  tryAgain(modelId: string): Promise<void> {
    this.losses.forgive(modelId);
    return this.#choice.choose();
  }

  searchWith(task: SearchTask, modelId: string | null): Promise<void> {
    return this.#searchModels.choose(task, modelId);
  }

  async remove(modelId: string): Promise<void> {
    const { settings, modelStore } = this.#parts;
    const { status } = this.#board;
    const isInMemory = status.value.status !== 'none' && status.value.modelId === modelId;
    await this.#work.run(modelId, 'remove', { kind: 'removing' }, async () => {
      if (isInMemory) await this.#loading.unload();
      // Every tab turns to the app's own while the files are still there.
      await this.#searchModels.leave(modelId);
      await modelStore.client.call('remove', { modelId });
      const { passedOver } = this.#board;
      passedOver.value = passedOver.value.filter((model) => model.modelId !== modelId);
      await this.#downloads.forget(modelId);
      if (settings.current.modelId === modelId) await settings.update({ engine: 'auto', modelId: null });
    });
    // The next best one takes its place.
    if (isInMemory) await this.#choice.choose();
  }

  async verify(modelId: string): Promise<readonly DamagedFile[]> {
    const { client } = this.#parts.modelStore;
    const { begin, follow } = this.#shown(modelId, 'verifying', 'verifying');
    const damaged = await this.#work.run(modelId, 'verify', begin, (signal) =>
      client.call('verify', { modelId }, follow(signal)),
    );
    return damaged ?? [];
  }

  async exportTo(modelId: string, directory: FileSystemDirectoryHandle): Promise<void> {
    const { client } = this.#parts.modelStore;
    const { begin, follow } = this.#shown(modelId, 'exporting', 'copying');
    await this.#work.run(modelId, 'export', begin, (signal) =>
      client.call('copyOut', { modelId, directory }, follow(signal)),
    );
  }

  exportAsFile(modelId: string): Promise<ExportedModel | undefined> {
    const begin = {
      kind: 'exporting',
      progress: { stage: 'copying', loadedBytes: 0, totalBytes: 0 },
    } as const;
    const { rows } = this.#parts;
    return this.#work.run(modelId, 'export', begin, async (signal) => {
      const files = await rows.openModelFiles(modelId);
      const model = (await rows.list()).find(({ id }) => id === modelId);
      if (!model) throw new AppError('not-found', modelId);
      const totalBytes = bytesOf(model);
      return modelAsFile(model, files, {
        signal,
        onProgress: (loadedBytes) =>
          this.#work.set(modelId, {
            kind: 'exporting',
            progress: { stage: 'copying', loadedBytes, totalBytes },
          }),
      });
    });
  }

  async addFiles(
    files: readonly PickedModelFile[],
    { signal }: { signal: AbortSignal },
  ): Promise<AddedModel> {
    const picked = await readPickedFiles(files);
    signal.throwIfAborted();
    if (picked.kind !== 'model') return picked;
    const { package: added, blobs } = picked;
    const lacksTemplate = picked.notes.includes('no-template');
    await keepStorage(added);
    for (let copy = 1; ; copy += 1) {
      // Models of two makers may be called alike: what is here already keeps its name.
      const { id, name } = added;
      const named = copy === 1 ? added : { ...added, id: `${id}-${copy}`, name: `${name} (${copy})` };
      try {
        await this.#copyIn(named, blobs, signal);
      } catch (error) {
        signal.throwIfAborted();
        if (toAppError(error).code !== 'duplicate') throw error;
        continue;
      }
      this.#installed(named.id);
      return { kind: 'added', modelId: named.id, name: named.name, lacksTemplate };
    }
  }

  /** The store deletes what came of it when it fails, and nothing else. */
  #copyIn(wanted: ModelPackage, blobs: ReadonlyMap<string, Blob>, signal: AbortSignal): Promise<void> {
    const { client } = this.#parts.modelStore;
    const { begin, follow } = this.#shown(wanted.id, 'importing', 'copying');
    return this.#work.attempt(wanted.id, begin, (own) =>
      client.call('copyIn', { package: wanted, blobs }, follow(AbortSignal.any([signal, own]))),
    );
  }

  /** How work of the store with a model's files is shown: as it begins, and as it goes on until it is stopped. */
  #shown(modelId: string, kind: 'verifying' | 'exporting' | 'importing', stage: InstallProgress['stage']) {
    const shown = (progress: InstallProgress): ModelWork => ({ kind, progress });
    return {
      begin: shown({ stage, loadedBytes: 0, totalBytes: 0 }),
      follow: (signal: AbortSignal) => ({
        signal,
        onProgress: (progress: InstallProgress): void => {
          if (!signal.aborted) this.#work.set(modelId, shown(progress));
        },
      }),
    };
  }

  findModel(address: string, { signal }: { signal: AbortSignal }): Promise<FoundModel> {
    return this.#downloads.find(address, signal);
  }

  addFound(found: FoundModel): Promise<void> {
    return this.#downloads.addFound(found);
  }

  leaveFound(found: FoundModel): Promise<void> {
    return this.#downloads.leaveFound(found);
  }

  async benchmark(modelId: string): Promise<void> {
    const { languageModel, runs } = this.#parts;
    await this.#work.run(modelId, 'benchmark', { kind: 'benchmarking' }, async () => {
      const device = deviceNameOf(await this.#catalogue.support());
      await this.#loading.started(modelId);
      const { value: status } = this.#board.status;
      const ranOn = status.status === 'ready' && status.modelId === modelId ? status.device : undefined;
      const benchmark = await languageModel.benchmark(modelId);
      await runs.add({
        ...{ modelId, device, at: Date.now(), kind: 'benchmark', benchmark },
        ...(ranOn ? { ranOn } : {}),
      });
    });
  }

  compare(
    input: ComparisonInput,
    { signal }: { signal: AbortSignal },
  ): AsyncGenerator<Comparison, void, undefined> {
    return this.#comparison.compare(input, signal);
  }

  /** Another tab may remove the model that is in memory here. */
  async #leaveRemoved(stored: readonly StoredModel[]): Promise<void> {
    const before = this.#storedIds;
    this.#storedIds = new Set(stored.map(({ id }) => id));
    const { value: status } = this.#board.status;
    if (status.status === 'none' || this.#work.get(status.modelId)?.kind === 'removing') return;
    if (!before.has(status.modelId) || this.#storedIds.has(status.modelId)) return;
    const { settings } = this.#parts;
    if (settings.current.modelId === status.modelId) await settings.update({ engine: 'auto', modelId: null });
    await this.#loading.unload();
    await this.#choice.choose();
  }

  /** Where the choice is the app's, a better model takes over; the person's own choice stays. */
  #installed(modelId: string): void {
    this.losses.forgive(modelId);
    const isBusy = this.#board.status.value.status === 'loading';
    if (this.#parts.settings.current.engine === 'auto' && !isBusy) {
      void this.#choice.choose().catch(reportError);
    }
  }
}
