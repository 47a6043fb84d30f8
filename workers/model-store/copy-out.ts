import { AppError, toAppError } from '../../src/core/app-error';
import type { InstallProgress } from '../../src/contracts/model-store';
import {
  describeStoredModel,
  descriptionName,
  writePackageDescription,
} from '../../src/core/models/package-description';
import type { StoredModelFile } from '../../src/core/models/stored-model';
import type { ModelRepository } from '../../src/storage/models';
import { createExportFolder } from './export-folder';
import { FileHasher, piecesOf } from './hashing';
import { ProgressMeter } from './progress-meter';

/** See `ModelStoreContract.copyOut`. A folder without the description, which comes last, is not whole. */
export async function copyModelOut(
  { modelId, directory }: { modelId: string; directory: FileSystemDirectoryHandle },
  models: ModelRepository,
  signal: AbortSignal,
  report: (progress: InstallProgress) => void,
): Promise<void> {
  const files = await models.openModelFiles(modelId);
  const model = await models.get(modelId);
  if (!model) throw new AppError('not-found', modelId);
  const meter = new ProgressMeter(
    'copying',
    model.files.reduce((sum, { bytes }) => sum + bytes, 0),
    report,
  );
  signal.throwIfAborted();
  const { name, folder } = await createExportFolder(directory, model.name);
  try {
    for (const stored of model.files) {
      const file = files.get(stored.path);
      if (file) await copyFile(folder, stored, file, signal, (bytes) => meter.add(stored.path, bytes));
    }
    await writeFile(folder, descriptionName, async (write) => {
      await write(new TextEncoder().encode(writePackageDescription(describeStoredModel(model))));
    });
  } catch (error) {
    // All in it is ours.
    await directory.removeEntry(name, { recursive: true }).catch(() => undefined);
    throw error;
  }
  meter.end();
}

function copyFile(
  directory: FileSystemDirectoryHandle,
  { path, sha256 }: StoredModelFile,
  file: File,
  signal: AbortSignal,
  onBytes: (bytes: number) => void,
): Promise<void> {
  return writeFile(directory, path, async (write) => {
    const hasher = await FileHasher.create();
    for await (const bytes of piecesOf(file, signal)) {
      hasher.update(bytes);
      await write(bytes);
      onBytes(bytes.length);
    }
    // Nobody should carry on what is broken.
    if (hasher.result().sha256 !== sha256) {
      throw new AppError('model-damaged', `${path} is not as it was installed`);
    }
  });
}

async function writeFile(
  directory: FileSystemDirectoryHandle,
  path: string,
  work: (write: (bytes: Uint8Array<ArrayBuffer>) => Promise<void>) => Promise<void>,
): Promise<void> {
  const writable = await (await createFile(directory, path)).createWritable();
  try {
    await work((bytes) => writable.write(bytes));
  } catch (error) {
    await writable.abort();
    throw toAppErrorUnlessAborted(error);
  }
  await writable.close();
}

async function createFile(directory: FileSystemDirectoryHandle, path: string): Promise<FileSystemFileHandle> {
  const folders = path.split('/');
  const name = folders.pop() ?? '';
  try {
    let folder = directory;
    for (const part of folders) folder = await folder.getDirectoryHandle(part, { create: true });
    return await folder.getFileHandle(name, { create: true });
  } catch (error) {
    // The browser refuses names that a disk cannot hold, and those that lead out of the folder.
    if (error instanceof TypeError) {
      throw new AppError('invalid-input', `${path} is no name for a file on a disk`);
    }
    throw error;
  }
}

function toAppErrorUnlessAborted(error: unknown): unknown {
  return error instanceof DOMException && error.name === 'AbortError'
    ? error
    : toAppError(error, 'storage-failed');
}
