import { AppError } from '../../../src/core/app-error';

export interface ArchiveOptions {
  readonly signal: AbortSignal;
  readonly password?: string;
}

/** A file of the archive, or why it could not be read; `path` is as in the archive, parted by `/`. */
export type ArchiveEntry =
  { readonly path: string; readonly file: File } | { readonly path: string; readonly error: AppError };

/** Whether a file is an archive whose files are documents of their own, by its first bytes and its name. */
export function isArchive(head: Uint8Array, name: string): boolean {
  return head[0] === 0x50 && head[1] === 0x4b && /\.zip$/i.test(name);
}

/**
 * The files of an archive in its order, those of archives in it too. Throws AppError for the archive as a whole:
 * `too-large`, `too-complex`, `encrypted`, `wrong-password` or `corrupt`; the signal's reason when cancelled.
 */
export async function* readArchive(file: Blob, { signal }: ArchiveOptions): AsyncGenerator<ArchiveEntry> {
  signal.throwIfAborted();
  yield await Promise.reject<ArchiveEntry>(
    new AppError('unsupported-format', `Archives of ${file.size} bytes are not read yet.`),
  );
}
