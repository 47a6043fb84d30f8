import { gatherFiles } from '../added-files';
import type { PickedModelFile } from '../app-services';

/** Every file of a folder, by its path inside of it. */
export async function filesOfFolder(
  folder: FileSystemDirectoryHandle,
  signal: AbortSignal,
): Promise<PickedModelFile[]> {
  const files: PickedModelFile[] = [];
  for await (const batch of gatherFiles([{ handle: folder, root: folder.name }], { signal })) {
    files.push(...batch.map(({ file, path }) => ({ blob: file, path })));
  }
  return files;
}
