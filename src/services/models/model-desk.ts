import { AppError, toAppError } from '../../core/app-error';
import type { Language } from '../../core/language';
import type { ModelPackage } from '../../core/models/model-package';
import { readPickedFiles } from '../../core/models/picked-files';
import type { DamagedFile } from '../../contracts/model-store';
import type {
  AddedModel,
  Comparison,
  ComparisonInput,
  ExportedModel,
  ModelCatalogue,
  PickedModelFile,
  Settings,
} from '../app-services';
import { modelAsFile } from './model-as-file';
import { CatalogueReader, deviceNameOf } from './catalogue-reader';
import { compareModels } from './compare-models';
import { ModelDownloads } from './model-downloads';
import { ModelLoading } from './model-loading';
import type { ModelBoard, ModelParts } from './model-parts';
import { WorkBoard } from './model-work';
import { bytesOf } from './stored-bytes';
import { untilAborted } from './until-aborted';
import { watchedEngine } from './watched-engine';
import { keepStorage } from './keep-storage';

/** All that is done with models beyond answering: loaded when it is first needed. */
export class ModelDesk {
  readonly #parts: ModelParts;
  readonly #board: ModelBoard;
  readonly #work: WorkBoard;
  readonly #catalogue: CatalogueReader;
  readonly #downloads: ModelDownloads;
  readonly #loading: ModelLoading;

  constructor(parts: ModelParts, board: ModelBoard) {
    this.#parts = parts;
    this.#board = board;
    this.#work = new WorkBoard(board.work);
    this.#catalogue = new CatalogueReader(parts);
    this.#loading = new ModelLoading(parts, board, this.#catalogue);
    this.#downloads = new ModelDownloads({
      parts,
      board,
      work: this.#work,
      catalogue: this.#catalogue,
      onInstalled: () => this.#installed(),
      // The store sweeps up what nobody is at when it starts.
      onRemnant: () => parts.modelStore.start(),
    });
  }

  catalogue(language: Language): Promise<ModelCatalogue> {
    return this.#catalogue.read(language);
  }

  install(modelId: string): Promise<void> {
    return this.#downloads.install(modelId);
  }

  pause(modelId: string): Promise<void> {
    return this.#downloads.pause(modelId);
  }

  async cancel(modelId: string): Promise<void> {
    const kind = this.#work.get(modelId)?.kind;
    if (kind === 'importing' || kind === 'verifying' || kind === 'exporting') {
      await this.#work.abort(modelId);
    } else await this.#downloads.cancel(modelId);
  }

  load(modelId: string): Promise<void> {
    return this.#loading.load(modelId);
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

  lost(modelId: string, error: AppError): void {
    this.#loading.lost(modelId, error);
  }

  choose(): Promise<void> {
    return this.#loading.choose();
  }

  async remove(modelId: string): Promise<void> {
    const { settings, modelStore } = this.#parts;
    const { status } = this.#board;
    const isInMemory = status.value.status !== 'none' && status.value.modelId === modelId;
    await this.#work.run(modelId, 'remove', { kind: 'removing' }, async () => {
      if (isInMemory) await this.#loading.unload();
      await modelStore.client.call('remove', { modelId });
      await this.#downloads.forget(modelId);
      const { current } = settings;
      const change: Partial<Settings> = {
        ...(current.modelId === modelId ? { engine: 'auto', modelId: null } : {}),
        ...(current.embeddingModelId === modelId ? { embeddingModelId: null } : {}),
        ...(current.rerankerModelId === modelId ? { rerankerModelId: null } : {}),
      };
      if (Object.keys(change).length > 0) await settings.update(change);
    });
    // The next best one takes its place.
    if (isInMemory) await this.#loading.choose();
  }

  async verify(modelId: string): Promise<readonly DamagedFile[]> {
    const begin = {
      kind: 'verifying',
      progress: { stage: 'verifying', loadedBytes: 0, totalBytes: 0 },
    } as const;
    const damaged = await this.#work.run(modelId, 'verify', begin, (signal) =>
      this.#parts.modelStore.client.call(
        'verify',
        { modelId },
        {
          signal,
          onProgress: (progress) => this.#work.set(modelId, { kind: 'verifying', progress }),
        },
      ),
    );
    return damaged ?? [];
  }

  async exportTo(modelId: string, directory: FileSystemDirectoryHandle): Promise<void> {
    const begin = {
      kind: 'exporting',
      progress: { stage: 'copying', loadedBytes: 0, totalBytes: 0 },
    } as const;
    await this.#work.run(modelId, 'export', begin, (signal) =>
      this.#parts.modelStore.client.call(
        'copyOut',
        { modelId, directory },
        {
          signal,
          onProgress: (progress) => this.#work.set(modelId, { kind: 'exporting', progress }),
        },
      ),
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
    if (picked.kind === 'unusable') return picked;
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
      this.#installed();
      return { kind: 'added', modelId: named.id, name: named.name, lacksTemplate };
    }
  }

  /** The store deletes what came of it when it fails, and nothing else. */
  #copyIn(wanted: ModelPackage, blobs: ReadonlyMap<string, Blob>, signal: AbortSignal): Promise<void> {
    const { id: modelId } = wanted;
    const begin = {
      kind: 'importing',
      progress: { stage: 'copying', loadedBytes: 0, totalBytes: 0 },
    } as const;
    return this.#work.attempt(modelId, begin, (own) =>
      this.#parts.modelStore.client.call(
        'copyIn',
        { package: wanted, blobs },
        {
          signal: AbortSignal.any([signal, own]),
          onProgress: (progress) => {
            if (!own.aborted) this.#work.set(modelId, { kind: 'importing', progress });
          },
        },
      ),
    );
  }

  addAddress(address: string, { signal }: { signal: AbortSignal }): Promise<void> {
    return this.#downloads.addAddress(address, signal);
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

  async *compare(
    input: ComparisonInput,
    { signal }: { signal: AbortSignal },
  ): AsyncGenerator<Comparison, void, undefined> {
    const before = this.#board.status.value;
    try {
      yield* compareModels(input, {
        ...this.#parts,
        signal,
        start: async (modelId) => {
          await untilAborted(this.#loading.started(modelId), signal);
          const status = this.#board.status.value;
          if (status.status !== 'ready') throw new AppError('model-load-failed', `${modelId} did not start`);
          const engine = this.#parts.createLanguageModelEngine({ id: modelId, engine: status.engine });
          return watchedEngine(engine, (error) => this.#loading.lost(modelId, error));
        },
      });
    } finally {
      // Whatever answered before, or was about to, answers again.
      if (before.status === 'ready') void this.#loading.started(before.modelId).catch(() => undefined);
      else if (before.status === 'loading' && this.#parts.settings.current.engine !== 'extractive')
        void this.#loading.choose().catch(reportError);
      else void this.#loading.unload().catch(reportError);
    }
  }

  /** Where the choice is the app's, a better model takes over; the person's own choice stays. */
  #installed(): void {
    const isBusy = this.#board.status.value.status === 'loading';
    if (this.#parts.settings.current.engine === 'auto' && !isBusy) {
      void this.#loading.choose().catch(reportError);
    }
  }
}
