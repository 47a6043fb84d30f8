import type { ModelFile, ModelPackage } from '../../src/core/models/model-package';
import type { StoredModel, StoredModelFacts, StoredModelFile } from '../../src/core/models/stored-model';
import {
  dataName,
  entryNames,
  findEntry,
  findModelFolder,
  removeEntries,
} from '../../src/storage/model-files';
import type { ModelRepository } from '../../src/storage/models';
import { hashBlob } from './hashing';

/** Of the files that a package wants, those that are here whole: of the same length, and with the same hash. */
export async function wholeFiles(
  { id, files }: ModelPackage,
  model: StoredModel | undefined,
  signal: AbortSignal,
): Promise<StoredModelFile[]> {
  const folder = await findModelFolder(id);
  if (!folder || !model) return [];
  const stored = new Map(model.files.map((file) => [file.path, file]));
  const whole: StoredModelFile[] = [];
  for (const wanted of files) {
    const here = stored.get(wanted.path);
    const file = here && (await findEntry(folder, dataName(wanted.path)));
    if (!here || file?.size !== here.bytes || (wanted.bytes ?? here.bytes) !== here.bytes) continue;
    if (model.state === 'damaged' && (await hashBlob(file, undefined, signal)).sha256 !== here.sha256)
      continue;
    if (await isPublishedAs(here, wanted, file, signal)) whole.push(here);
  }
  return whole;
}

async function isPublishedAs(
  here: StoredModelFile,
  { hash }: ModelFile,
  file: File,
  signal: AbortSignal,
): Promise<boolean> {
  if (!hash) return true;
  if (hash.algorithm === 'sha256') return hash.hex === here.sha256;
  if (hash.algorithm === here.published?.algorithm) return hash.hex === here.published.hex;
  return (await hashBlob(file, hash, signal)).isAsPublished === true;
}

/** The row before the first byte, so that there are never bytes that nobody knows of. */
export async function beginModel(
  models: ModelRepository,
  wanted: ModelPackage,
  whole: readonly StoredModelFile[],
): Promise<void> {
  const { id, format, task, name, origin } = wanted;
  const earlier = await models.get(id);
  const facts = { ...earlier?.facts, ...wanted.facts };
  await models.put({
    id,
    format,
    task,
    name,
    origin,
    state: 'partial',
    files: whole,
    package: wanted,
    addedAt: earlier?.addedAt ?? Date.now(),
    ...(Object.keys(facts).length === 0 ? {} : { facts }),
  });
}

/** Shows the model as installed, with what its files tell of it, and deletes whatever else lies in its folder. */
export async function commitModel(
  models: ModelRepository,
  { id, files: wanted }: ModelPackage,
  folder: FileSystemDirectoryHandle,
  told: StoredModelFacts,
): Promise<void> {
  const order = new Map(wanted.map(({ path }, index) => [path, index]));
  const place = ({ path }: StoredModelFile): number => order.get(path) ?? wanted.length;
  await models.change(id, ({ package: _, arrivedBytes: __, totalBytes: ___, ...model }) => ({
    ...model,
    ...(Object.keys(told).length === 0 ? {} : { facts: { ...told, ...model.facts } }),
    state: 'installed',
    files: model.files.toSorted((one, other) => place(one) - place(other)),
    verifiedAt: Date.now(),
  }));
  const names = new Set(wanted.map(({ path }) => dataName(path)));
  await removeEntries(
    folder,
    (await entryNames(folder)).filter((name) => !names.has(name)),
  );
}

/** Notes how far a download is, for as long as nobody is at it. */
export function noteArrived(
  models: ModelRepository,
  id: string,
  far: Pick<StoredModel, 'arrivedBytes' | 'totalBytes'>,
): Promise<void> {
  return models.change(id, (model) => (model.state === 'partial' ? { ...model, ...far } : model));
}

/** Adds a whole file to the row of a partial model. */
export function addWholeFile(models: ModelRepository, id: string, file: StoredModelFile): Promise<void> {
  return models.change(id, (model) => ({
    ...model,
    files: [...model.files.filter(({ path }) => path !== file.path), file],
  }));
}
