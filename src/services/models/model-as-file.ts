import { AppError } from '../../core/app-error';
import { crc32 } from '../../core/crc32';
import { folderNameOf } from '../../core/models/folder-name';
import {
  describeStoredModel,
  descriptionName,
  writePackageDescription,
} from '../../core/models/package-description';
import type { StoredModel } from '../../core/models/stored-model';
import { storedZip } from '../../core/stored-zip';
import type { ExportedModel } from '../app-services';

/**
 * A model that is one .gguf file as that file; any other as a ZIP of its folder with the description, which can be added
 * again once it is unpacked. The files stay where they are: each is read once for its checksum, and again by whoever saves
 * the ZIP. Errors: `model-damaged` when a file is missing.
 */
export async function modelAsFile(
  model: StoredModel,
  files: ReadonlyMap<string, File>,
  { signal, onProgress }: { signal: AbortSignal; onProgress: (loadedBytes: number) => void },
): Promise<ExportedModel> {
  const [only, ...others] = model.files;
  if (only && others.length === 0 && /\.gguf$/i.test(only.path)) {
    return { name: only.path.replace(/^.*\//, ''), blob: fileOf(files, only.path) };
  }
  const folder = folderNameOf(model.name);
  const description = new Blob([writePackageDescription(describeStoredModel(model))]);
  const parts = [
    ...model.files.map(({ path }) => ({ path, blob: fileOf(files, path) })),
    { path: descriptionName, blob: description },
  ];
  let loadedBytes = 0;
  const listed = [];
  for (const { path, blob } of parts) {
    let checksum = 0;
    // Safari iterates over no stream.
    const reader = blob.stream().getReader();
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      signal.throwIfAborted();
      checksum = crc32(next.value, checksum);
      loadedBytes += next.value.length;
      onProgress(loadedBytes);
    }
    listed.push({ path: `${folder}/${path}`, bytes: blob.size, crc32: checksum });
  }
  const { headers, end } = storedZip(listed, new Date());
  const pieces = parts.flatMap(({ blob }, index) => [headers[index] ?? new Uint8Array(), blob]);
  return { name: `${folder}.zip`, blob: new Blob([...pieces, end], { type: 'application/zip' }) };
}

function fileOf(files: ReadonlyMap<string, File>, path: string): File {
  const file = files.get(path);
  if (!file) throw new AppError('model-damaged', `${path} is missing`);
  return file;
}
