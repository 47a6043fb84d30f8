import { AppError, toAppError } from '../../src/core/app-error';
import type { InstallProgress } from '../../src/contracts/model-store';
import type { ModelFile, ModelPackage } from '../../src/core/models/model-package';
import {
  isRemnant,
  type StoredModel,
  type StoredModelFacts,
  type StoredModelFile,
} from '../../src/core/models/stored-model';
import {
  createModelFolder,
  dataName,
  journalName,
  openForWriting,
  removeEntries,
  removeModelFolder,
  safeName,
} from '../../src/storage/model-files';
import type { ModelRepository } from '../../src/storage/models';
import { checkGgufFiles } from './check-gguf';
import { FileHasher, hashBlob, piecesOf } from './hashing';
import { addWholeFile, beginModel, commitModel, wholeFiles } from './installed-files';
import { writeWhole } from './part-file';
import { ProgressMeter } from './progress-meter';
import { checkRoom, withNeed, type EstimateRoom } from './room';

export interface CopyInOptions {
  readonly models: ModelRepository;
  readonly estimate: EstimateRoom;
}

/** See `ModelStoreContract.copyIn`; whoever calls it is the only writer. */
export async function copyModelIn(
  { package: wanted, blobs }: { package: ModelPackage; blobs: ReadonlyMap<string, Blob> },
  { models, estimate }: CopyInOptions,
  signal: AbortSignal,
  report: (progress: InstallProgress) => void,
): Promise<void> {
  const sources = wanted.files.map((file) => ({ file, blob: blobOf(file, blobs) }));
  const left = await models.get(wanted.id);
  // Of an earlier copy that was cut off there is nothing to go on from.
  const earlier = left && isRemnant(left) ? undefined : left;
  if (earlier && !(await isSameModel(earlier, sources, signal, report))) {
    throw new AppError('duplicate', `${wanted.id} is the id of another model here`);
  }
  const whole = await wholeFiles(wanted, earlier, signal);
  const wholePaths = new Set(whole.map(({ path }) => path));
  const missing = sources.filter(({ file }) => !wholePaths.has(file.path));
  await checkRoom(
    missing.reduce((sum, { blob }) => sum + blob.size, 0),
    estimate,
  );
  if (earlier?.state === 'installed' && missing.length === 0) return;
  // The row of a model that was here stays as it is until the last byte is.
  if (!earlier) await beginModel(models, wanted, whole);
  const folder = await createModelFolder(wanted.id);
  const meter = new ProgressMeter(
    'copying',
    sources.reduce((sum, { blob }) => sum + blob.size, 0),
    report,
  );
  for (const { path, bytes } of whole) meter.set(path, bytes, { isOld: true });
  let told: StoredModelFacts;
  try {
    for (const { file, blob } of missing) {
      await removeEntries(folder, [journalName(file.path)]);
      const stored = await copyFile(folder, file, blob, signal, (bytes) => meter.add(file.path, bytes));
      await addWholeFile(models, wanted.id, stored);
    }
    told = await checkGgufFiles(wanted, folder);
  } catch (error) {
    // What was here before stays as far as it is whole.
    if (!earlier) {
      await models.remove(wanted.id);
      await removeModelFolder(safeName(wanted.id));
    }
    throw withNeed(error, meter.leftBytes);
  }
  meter.end();
  await commitModel(models, wanted, folder, told);
}

interface PickedSource {
  readonly file: ModelFile;
  readonly blob: Blob;
}

/** Whether the picked files are, byte for byte, the model that is here or on its way under the same id. */
async function isSameModel(
  { files, package: unfinished }: StoredModel,
  sources: readonly PickedSource[],
  signal: AbortSignal,
  report: (progress: InstallProgress) => void,
): Promise<boolean> {
  const known = new Map<string, Pick<ModelFile, 'bytes' | 'hash'>>([
    ...(unfinished?.files ?? []).map((file) => [file.path, file] as const),
    ...files.map(
      ({ path, bytes, sha256 }) => [path, { bytes, hash: { algorithm: 'sha256', hex: sha256 } }] as const,
    ),
  ]);
  if (known.size !== sources.length) return false;
  // The lengths tell most models apart without a byte being read.
  const isOther = sources.some(({ file, blob }) => {
    const here = known.get(file.path);
    return !here?.hash || (here.bytes ?? blob.size) !== blob.size;
  });
  if (isOther) return false;
  const totalBytes = sources.reduce((sum, { blob }) => sum + blob.size, 0);
  const meter = new ProgressMeter('verifying', totalBytes, report);
  for (const { file, blob } of sources) {
    const hash = known.get(file.path)?.hash;
    const { isAsPublished } = await hashBlob(blob, hash, signal, (bytes) => meter.add(file.path, bytes));
    if (isAsPublished !== true) return false;
  }
  return true;
}

function blobOf({ path, bytes }: ModelFile, blobs: ReadonlyMap<string, Blob>): Blob {
  const blob = blobs.get(path);
  if (!blob) throw new AppError('not-found', `${path} is not among the files`);
  if (bytes !== undefined && blob.size !== bytes) {
    throw new AppError('model-damaged', `${path} has ${blob.size} bytes instead of ${bytes}`);
  }
  return blob;
}

async function copyFile(
  folder: FileSystemDirectoryHandle,
  { path, hash }: ModelFile,
  blob: Blob,
  signal: AbortSignal,
  onBytes: (bytes: number) => void,
): Promise<StoredModelFile> {
  const hasher = await FileHasher.create(hash, blob.size);
  const access = await openForWriting(folder, dataName(path));
  try {
    access.truncate(0);
    let at = 0;
    for await (const bytes of readable(path, piecesOf(blob, signal), signal)) {
      writeWhole(access, bytes, at);
      hasher.update(bytes);
      at += bytes.length;
      onBytes(bytes.length);
    }
    access.flush();
  } finally {
    access.close();
  }
  const { sha256, isAsPublished = true } = hasher.result();
  if (!isAsPublished) throw new AppError('model-damaged', `${path} has other bytes than were published`);
  return {
    path,
    bytes: blob.size,
    sha256,
    ...(hash && hash.algorithm !== 'sha256' ? { published: hash } : {}),
  };
}

/** Errors: `not-found` for a file that cannot be read from the person's disk any more. */
async function* readable(
  path: string,
  pieces: AsyncIterable<Uint8Array<ArrayBuffer>>,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  try {
    yield* pieces;
  } catch (error) {
    signal.throwIfAborted();
    const { message } = toAppError(error);
    throw new AppError('not-found', `${path} could not be read: ${message}`, { cause: error });
  }
}
