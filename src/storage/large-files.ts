/** Files of the browser's private file system, where large ones are kept: read back they lie on the disk, not in memory. */
const folderName = 'files';

/** What is read and written at a time. */
const pieceBytes = 4 * 1024 * 1024;

/**
 * Writes a file piece by piece and passes each piece on. Returns false, having read nothing, where this thread or
 * browser has no such files. A file that could not be written whole is removed again.
 */
export async function writeLargeFile(
  name: string,
  file: Blob,
  onPiece: (bytes: Uint8Array<ArrayBuffer>) => void,
  signal?: AbortSignal,
): Promise<boolean> {
  const access = await openForWriting(name);
  if (!access) return false;
  try {
    access.truncate(0);
    for (let at = 0; at < file.size; at += pieceBytes) {
      const bytes = new Uint8Array(await file.slice(at, at + pieceBytes).arrayBuffer());
      signal?.throwIfAborted();
      access.write(bytes, { at });
      onPiece(bytes);
    }
    access.flush();
  } catch (error) {
    access.close();
    await removeLargeFiles([name]);
    throw error;
  }
  access.close();
  return true;
}

/** Undefined when there is no such file. */
export async function readLargeFile(name: string): Promise<File | undefined> {
  try {
    const handle = await (await openFolder())?.getFileHandle(name);
    return await handle?.getFile();
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}

/** A file that is held open by another thread stays, and is removed at the next start. */
export async function removeLargeFiles(names: readonly string[]): Promise<void> {
  if (names.length === 0) return;
  const folder = await openFolder();
  for (const name of names) {
    // There is none for most documents, which are small.
    await folder?.removeEntry(name).catch(() => undefined);
  }
}

export async function largeFileNames(): Promise<string[]> {
  const folder = await openFolder();
  const names: string[] = [];
  if (folder) for await (const name of folder.keys()) names.push(name);
  return names;
}

async function openForWriting(name: string): Promise<FileSystemSyncAccessHandle | undefined> {
  if (typeof FileSystemFileHandle === 'undefined') return undefined;
  if (!('createSyncAccessHandle' in FileSystemFileHandle.prototype)) return undefined;
  const folder = await openFolder();
  const handle = await folder?.getFileHandle(name, { create: true });
  try {
    return await handle?.createSyncAccessHandle();
  } catch {
    // A worker that was ended may hold it for a moment yet: the file is then stored in parts.
    return undefined;
  }
}

/** Undefined outside of browsers, and where a browser keeps no files, as in some private windows. */
async function openFolder(): Promise<FileSystemDirectoryHandle | undefined> {
  const { navigator: { storage } = {} } = globalThis as { navigator?: { storage?: StorageManager } };
  if (!storage?.getDirectory) return undefined;
  try {
    const root = await storage.getDirectory();
    return await root.getDirectoryHandle(folderName, { create: true });
  } catch {
    // Files are then stored in the database, as small ones are.
    return undefined;
  }
}

function isNotFound(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'NotFoundError';
}
