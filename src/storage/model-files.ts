import { AppError } from '../core/app-error';
import { Sha256 } from '../core/sha256';

/*
 * The bytes of models, in the browser's private file system: `models/<name of the id>/<name of the path>.data`, and
 * beside a file that is being fetched a journal. Nothing here knows which models there are: the rows do.
 */

const rootName = 'models';

/** A file system's limit is 255 bytes, with the ending. */
const longestName = 180;

/**
 * A name that every file system takes, other for every other text: no separators, nothing that stands for a folder
 * above, and no two that differ in capitals alone.
 */
export function safeName(text: string): string {
  const escaped = text.replace(/[A-Z]|[^a-z0-9._-]|^\.|\.(?![a-z0-9])/gu, (character) =>
    /[A-Z]/u.test(character) ? `!${character.toLowerCase()}` : percentBytes(character),
  );
  if (escaped.length <= longestName && escaped !== '') return escaped;
  const hash = new Sha256();
  hash.update(new TextEncoder().encode(text));
  return `${escaped.slice(0, longestName - 70)}!!${hash.digest()}`;
}

export function dataName(path: string): string {
  return `${safeName(path)}.data`;
}

export function journalName(path: string): string {
  return `${safeName(path)}.journal`;
}

/** Whoever writes to a model holds the Web Lock of this name. */
export function modelLockName(id: string): string {
  return lockNameOfFolder(safeName(id));
}

export function lockNameOfFolder(folderName: string): string {
  return `inkstone-model:${folderName}`;
}

/** Errors: `storage-failed` where the browser has no private file system. */
export async function createModelFolder(id: string): Promise<FileSystemDirectoryHandle> {
  return (await openRoot()).getDirectoryHandle(safeName(id), { create: true });
}

/** Undefined when there is none. */
export async function findModelFolder(id: string): Promise<FileSystemDirectoryHandle | undefined> {
  return unlessMissing(async () => (await openRoot()).getDirectoryHandle(safeName(id)));
}

/** Undefined when there is none. */
export function findEntry(folder: FileSystemDirectoryHandle, name: string): Promise<File | undefined> {
  return unlessMissing(async () => (await folder.getFileHandle(name)).getFile());
}

export async function entryNames(folder: FileSystemDirectoryHandle): Promise<string[]> {
  const names: string[] = [];
  for await (const name of folder.keys()) names.push(name);
  return names;
}

export async function removeEntries(
  folder: FileSystemDirectoryHandle,
  names: readonly string[],
): Promise<void> {
  for (const name of names) await unlessMissing(() => whenFree(() => folder.removeEntry(name)));
}

/** The names of all folders of models, whether a model is known by them or not. */
export async function modelFolderNames(): Promise<string[]> {
  return entryNames(await openRoot());
}

export async function removeModelFolder(folderName: string): Promise<void> {
  const root = await openRoot();
  await unlessMissing(() => whenFree(() => root.removeEntry(folderName, { recursive: true })));
}

/** Opens a file for writing in place; only a worker can. Errors: `storage-failed` where the browser has no such access. */
export async function openForWriting(
  folder: FileSystemDirectoryHandle,
  name: string,
): Promise<FileSystemSyncAccessHandle> {
  if (!('createSyncAccessHandle' in FileSystemFileHandle.prototype)) throw noFiles();
  const handle = await folder.getFileHandle(name, { create: true });
  return whenFree(() => handle.createSyncAccessHandle());
}

async function openRoot(): Promise<FileSystemDirectoryHandle> {
  const { navigator: { storage } = {} } = globalThis as { navigator?: { storage?: StorageManager } };
  if (!storage?.getDirectory) throw noFiles();
  try {
    return await (await storage.getDirectory()).getDirectoryHandle(rootName, { create: true });
  } catch (error) {
    throw noFiles(error);
  }
}

function noFiles(cause?: unknown): AppError {
  const message = 'this browser keeps no files for the page, as in some private windows';
  return new AppError('storage-failed', message, { cause });
}

/** How long a worker that was ended may go on holding its files. */
const releaseMs = 5000;

async function whenFree<T>(work: () => Promise<T>): Promise<T> {
  const until = performance.now() + releaseMs;
  for (;;) {
    try {
      return await work();
    } catch (error) {
      const isHeld = error instanceof DOMException && heldNames.has(error.name);
      if (!isHeld || performance.now() > until) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

/** As browsers name the error of a file that another has open. */
const heldNames: ReadonlySet<string> = new Set(['NoModificationAllowedError', 'InvalidStateError']);

async function unlessMissing<T>(work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof DOMException && error.name === 'NotFoundError') return undefined;
    throw error;
  }
}

function percentBytes(character: string): string {
  return Array.from(
    new TextEncoder().encode(character),
    (byte) => `~${byte.toString(16).padStart(2, '0')}`,
  ).join('');
}
