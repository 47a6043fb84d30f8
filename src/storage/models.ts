import { AppError } from '../core/app-error';
import { revisionOf } from '../core/models/installed-path';
import type { ModelRun, StoredModel, StoredModelFile } from '../core/models/stored-model';
import type { InkstoneDatabase } from './database';
import { dataName, findEntry, findModelFolder } from './model-files';
import { observe } from './observe';

/** Which models are on this device. Their bytes are the model store's to write; see `ModelStoreContract`. */
export class ModelRepository {
  readonly #database: InkstoneDatabase;

  constructor(database: InkstoneDatabase) {
    this.#database = database;
  }

  list(): Promise<StoredModel[]> {
    return this.#database.models.toArray();
  }

  /** Calls back now and after every change, in any tab. Returns the function that ends it. */
  observe(onValue: (models: readonly StoredModel[]) => void, onError?: (error: unknown) => void): () => void {
    return observe(() => this.list(), onValue, onError);
  }

  get(id: string): Promise<StoredModel | undefined> {
    return this.#database.models.get(id);
  }

  async put(model: StoredModel): Promise<void> {
    await this.#database.models.put(model);
  }

  /** Reads and writes in one transaction; does nothing when there is no such model. */
  async change(id: string, change: (model: StoredModel) => StoredModel): Promise<void> {
    const { models } = this.#database;
    await this.#database.transaction('rw', models, async () => {
      const model = await models.get(id);
      if (model) await models.put(change(model));
    });
  }

  /** Forgets a model and its runs, not its bytes. */
  async remove(id: string): Promise<void> {
    const { models, modelRuns } = this.#database;
    await this.#database.transaction('rw', models, modelRuns, async () => {
      await models.delete(id);
      await modelRuns.where({ modelId: id }).delete();
    });
  }

  /**
   * The files of an installed model by their paths, each named as the last part of its path; they lie on the disk.
   * Errors: `not-found` when it is not here, only in part or of another revision than the one asked for, `model-damaged`
   * when a file is missing or of another length.
   */
  async openModelFiles(id: string, revision?: string): Promise<ReadonlyMap<string, File>> {
    const model = await this.get(id);
    if (!model || model.state === 'partial') throw new AppError('not-found', `${id} is not on this device`);
    if (revision !== undefined && revisionOf(model) !== revision) {
      throw new AppError('not-found', `${id} is on this device with other files`);
    }
    if (model.state === 'damaged') throw new AppError('model-damaged', `${id} did not pass its last check`);
    const folder = await findModelFolder(id);
    const files = new Map<string, File>();
    for (const stored of model.files) {
      files.set(stored.path, whole(stored, folder && (await findEntry(folder, dataName(stored.path)))));
    }
    return files;
  }
}

function whole({ path, bytes }: StoredModelFile, file: File | undefined): File {
  if (!file) throw new AppError('model-damaged', `${path} is missing`);
  if (file.size !== bytes) {
    throw new AppError('model-damaged', `${path} has ${file.size} bytes instead of ${bytes}`);
  }
  return new File([file], path.slice(path.lastIndexOf('/') + 1), { lastModified: file.lastModified });
}

/** What running models has shown. */
export class ModelRunRepository {
  readonly #database: InkstoneDatabase;

  constructor(database: InkstoneDatabase) {
    this.#database = database;
  }

  async add(run: Omit<ModelRun, 'id'>): Promise<void> {
    await this.#database.modelRuns.add(run);
  }

  /** Of all models, the oldest first. */
  listAll(): Promise<ModelRun[]> {
    return this.#database.modelRuns.toArray();
  }

  /** Calls back now and after every change, in any tab. Returns the function that ends it. */
  observeAll(onValue: (runs: readonly ModelRun[]) => void): () => void {
    return observe(() => this.listAll(), onValue);
  }
}
