import { AppError } from '../../src/core/app-error';
import { ggufFacts, readWholeGguf } from '../../src/core/models/gguf-check';
import { isGgufPath } from '../../src/core/models/gguf-files';
import type { ModelPackage } from '../../src/core/models/model-package';
import type { StoredModelFacts } from '../../src/core/models/stored-model';
import { dataName, findEntry } from '../../src/storage/model-files';

/**
 * Sees that the .gguf files of a model are whole and write text, and resolves with what they tell of it. Errors:
 * `model-damaged`, `model-not-found`, `model-incompatible`; see `readWholeGguf`.
 */
export async function checkGgufFiles(
  { format, files }: Pick<ModelPackage, 'format' | 'files'>,
  folder: FileSystemDirectoryHandle,
): Promise<StoredModelFacts> {
  const paths = format === 'gguf' ? files.map(({ path }) => path).filter(isGgufPath) : [];
  if (paths.length === 0) return {};
  const shards = await Promise.all(
    paths.map(async (path) => {
      const blob = await findEntry(folder, dataName(path));
      if (!blob) throw new AppError('storage-failed', `${path} is gone`);
      return { path, blob };
    }),
  );
  const bytes = shards.reduce((sum, { blob }) => sum + blob.size, 0);
  return ggufFacts(await readWholeGguf(shards), bytes);
}
