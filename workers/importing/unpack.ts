import type { UnpackedFile } from '../../src/contracts/importer';
import { isArchive, readArchive } from '../engines/extraction/archive';
import { readHead } from '../engines/extraction/extract';

export async function unpack(
  file: Blob,
  name: string,
  signal: AbortSignal,
): Promise<readonly UnpackedFile[] | undefined> {
  if (!isArchive(await readHead(file), name)) return undefined;
  const files: UnpackedFile[] = [];
  for await (const entry of readArchive(file, { signal })) {
    const { path } = entry;
    if ('file' in entry) files.push({ path, file: entry.file });
    else files.push({ path, code: entry.error.code, message: entry.error.message });
  }
  return files;
}
