import { AppError, toAppError } from '../core/app-error';
import type { App } from '../services/create-app-services';
import { fetchFile } from './fetch-file';
import type { LabFile } from './protocol';

export interface ReadableFile {
  readonly path: string;
  /** Throws AppError for a file of an archive that cannot be taken out of it. */
  readonly read: () => Promise<File>;
}

/** The files of an archive, their paths below its own, or else the one file itself. */
export async function filesIn({ workers }: App, labFile: LabFile): Promise<readonly ReadableFile[]> {
  const { path } = labFile;
  const itself = { path, read: () => fetchFile(labFile) };
  // As the app has it, only what is called an archive is one.
  if (!/\.zip$|(?:^|\/)[^./]+$/i.test(path)) return [itself];
  try {
    const file = await itself.read();
    const entries = await workers.importer.client.call('unpack', { file, name: file.name });
    if (!entries) return [itself];
    return entries.map((entry) => ({
      path: `${path}/${entry.path}`,
      read: () =>
        'file' in entry
          ? Promise.resolve(entry.file)
          : Promise.reject(new AppError(entry.code, entry.message)),
    }));
  } catch (error) {
    return [{ path, read: () => Promise.reject(toAppError(error)) }];
  }
}
