import { AppError } from '../../src/core/app-error';
import type { InkstoneDatabase } from '../../src/storage/database';
import type { InstalledModels } from './model-slot';

const folderName = 'models';

/** The models in the private file system, as the database lists them. */
export function installedModels(database: Pick<InkstoneDatabase, 'models'>): InstalledModels {
  return { get: (modelId) => find(database, modelId) };
}

async function find(
  database: Pick<InkstoneDatabase, 'models'>,
  modelId: string,
): ReturnType<InstalledModels['get']> {
  const model = await database.models.get(modelId);
  if (model?.state === 'damaged') throw new AppError('model-damaged', `${modelId} is damaged`);
  if (model?.state !== 'installed') throw new AppError('not-found', `${modelId} is not on this device`);
  const root = await navigator.storage.getDirectory();
  try {
    const models = await root.getDirectoryHandle(folderName);
    const folder = await models.getDirectoryHandle(encodeURIComponent(modelId));
    const files = await Promise.all(
      model.files.map(async ({ path }) => [path, await fileAt(folder, path)] as const),
    );
    return { model, files: new Map(files) };
  } catch (error) {
    throw new AppError('model-damaged', `files of ${modelId} are missing`, { cause: error });
  }
}

async function fileAt(folder: FileSystemDirectoryHandle, path: string): Promise<File> {
  const parts = path.split('/');
  const name = parts.pop() ?? '';
  let inner = folder;
  for (const part of parts) inner = await inner.getDirectoryHandle(part);
  return (await inner.getFileHandle(name)).getFile();
}
