/* eslint-disable no-control-regex -- signatures are bytes, control characters among them */
import { AppError, isAbortError, toAppError } from '../../../src/core/app-error';
import { asLatin1 } from './latin1';
import { openZip, type ZipEntry, type ZipFile } from './zip/open-zip';
import { ZipBudget, type ZipBounds } from './zip/zip-bounds';

export interface ArchiveOptions {
  readonly signal: AbortSignal;
  readonly password?: string | undefined;
  /** In bytes that were unpacked; those of archives inside come on top of the total. */
  readonly onProgress?: (progress: { readonly loaded: number; readonly total: number }) => void;
}

/** A file of the archive, or why it could not be read; `path` is as in the archive, parted by `/`. */
export type ArchiveEntry =
  { readonly path: string; readonly file: File } | { readonly path: string; readonly error: AppError };

const mebibyte = 1024 * 1024;
const archiveBounds: ZipBounds = {
  totalBytes: 1024 * mebibyte,
  entryBytes: 512 * mebibyte,
  entries: 10_000,
};

const tellEveryBytes = 4 * mebibyte;

/** Archives inside archives are opened this often; below that they are named and refused. */
const deepestArchive = 2;

/** Whether a file is an archive whose files are documents of their own, by its first 64 KiB and its name. */
export function isArchive(head: Uint8Array, name: string): boolean {
  if (head[0] !== 0x50 || head[1] !== 0x4b) return false;
  const start = asLatin1(head);
  if (!/^PK(?:\x03\x04|\x05\x06|\x07\x08PK)/.test(start)) return false;
  // An office document or a book under another name is one document.
  const isContainer =
    /^PK\x03\x04[^]{26}mimetypeapplication\//.test(start) ||
    /PK\x03\x04[^]{26}(?:\[Content_Types\]\.xml|_rels\/|META-INF\/container\.xml)/.test(start);
  // Programs, fonts and drawings are packed the same way: only what is called an archive is taken for one.
  return !isContainer && /\.zip$|(?:^|[/\\])[^./\\]+$/i.test(name);
}

/**
 * The files of an archive in its order, those of archives in it too, their paths below the inner archive's name.
 * Throws AppError for the archive as a whole: `too-large`, `encrypted`, `wrong-password` or `corrupt`; the signal's
 * reason when cancelled.
 */
export async function* readArchive(
  file: Blob,
  { signal, password, onProgress = () => undefined }: ArchiveOptions,
): AsyncGenerator<ArchiveEntry> {
  signal.throwIfAborted();
  let total = 0;
  let told = 0;
  const budget = new ZipBudget(archiveBounds, (loaded) => {
    if (loaded - told < tellEveryBytes) return;
    told = loaded;
    onProgress({ loaded, total: Math.max(loaded, total) });
  });
  const counter = { left: archiveBounds.entries };
  const top: Level = { prefix: '', depth: 1, budget, counter, signal, password };
  yield* readLevel(file, {
    ...top,
    onOpen: (bytes) => {
      total = bytes;
    },
  });
}

interface Level {
  readonly prefix: string;
  readonly depth: number;
  /** Shared by all archives inside one another, as the counter of entries is. */
  readonly budget: ZipBudget;
  readonly counter: { left: number };
  readonly signal: AbortSignal;
  readonly password: string | undefined;
  /** Told how many bytes the entries unpack to, as the archive claims. */
  readonly onOpen?: (claimedBytes: number) => void;
}

async function* readLevel(file: Blob, level: Level): AsyncGenerator<ArchiveEntry> {
  const { signal, password, budget } = level;
  const zip = await openZip(file, { signal, password, bounds: archiveBounds, budget });
  level.onOpen?.(zip.entries.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0));
  for (const entry of zip.entries) {
    signal.throwIfAborted();
    if (isLeftover(entry.name)) continue;
    level.counter.left -= 1;
    if (level.counter.left < 0) {
      throw new AppError('too-large', `The archive holds more than ${archiveBounds.entries} files.`);
    }
    const path = level.prefix + entry.name;
    // One password opens all of an archive: without it there is nothing to show of it.
    if (entry.isEncrypted && password === undefined) {
      throw new AppError('encrypted', 'The archive is locked with a password.');
    }
    yield* readEntry(zip, entry, path, level);
  }
}

async function* readEntry(
  zip: ZipFile,
  entry: ZipEntry,
  path: string,
  level: Level,
): AsyncGenerator<ArchiveEntry> {
  let error: AppError | undefined;
  try {
    const name = path.split('/').at(-1) ?? path;
    const file = new File([await zip.blob(entry.name)], name);
    const head = new Uint8Array(await file.slice(0, 65_536).arrayBuffer());
    if (!isArchive(head, name)) {
      yield { path, file };
      return;
    }
    if (level.depth > deepestArchive) {
      throw new AppError('too-complex', 'The archive lies in too many others to be opened.');
    }
    const { budget, counter, signal, password } = level;
    yield* readLevel(file, {
      ...{ budget, counter, signal, password },
      prefix: `${path}/`,
      depth: level.depth + 1,
    });
  } catch (thrown) {
    if (isAbortError(thrown) || level.signal.aborted) throw thrown;
    error = toAppError(thrown, 'corrupt');
    // A bomb or a wrong password holds for the archive, not for this file alone.
    if (error.code === 'wrong-password' || error.code === 'too-large') throw error;
  }
  if (error) yield { path, error };
}

/** What file managers and packers leave behind, and what is hidden. */
function isLeftover(path: string): boolean {
  const parts = path.split('/');
  const name = parts.at(-1) ?? '';
  return (
    parts.some((part) => part === '__MACOSX' || part.startsWith('.')) ||
    /^(?:thumbs\.db|desktop\.ini|ehthumbs\.db|icon\r)$/i.test(name)
  );
}
