import { AppError } from '../../src/core/app-error';
import { folderNameOf } from '../../src/core/models/folder-name';

const mostOfOneName = 1000;

/**
 * Makes a folder for a model in the one that the person chose, under a name that nothing there has: what lies there is
 * the person's own, and no file of it may be written over.
 */
export async function createExportFolder(
  directory: FileSystemDirectoryHandle,
  modelName: string,
): Promise<{ readonly name: string; readonly folder: FileSystemDirectoryHandle }> {
  const wished = folderNameOf(modelName);
  for (let count = 1; count <= mostOfOneName; count += 1) {
    const name = count === 1 ? wished : `${wished} ${count}`;
    if (await isTaken(directory, name)) continue;
    return { name, folder: await directory.getDirectoryHandle(name, { create: true }) };
  }
  throw new AppError('invalid-input', `the folder has too many exports of ${modelName}`);
}

async function isTaken(directory: FileSystemDirectoryHandle, name: string): Promise<boolean> {
  try {
    await directory.getDirectoryHandle(name);
    return true;
  } catch (error) {
    if (!(error instanceof DOMException)) throw error;
    if (error.name === 'NotFoundError') return false;
    // A file has the name.
    if (error.name === 'TypeMismatchError') return true;
    throw error;
  }
}
