import type { GivenItem } from '../../state/adding-state.svelte';

/**
 * The files and folders of a drop or a paste. All is asked for before the first await: the browser takes the items away
 * when the event is over.
 */
export async function givenItems(transfer: DataTransfer): Promise<GivenItem[]> {
  const asked: Promise<GivenItem | undefined>[] = [];
  for (const item of transfer.items) {
    if (item.kind !== 'file') continue;
    const entry = item.webkitGetAsEntry();
    // Only a folder is worth a handle, and a browser may say no to any.
    const handle = entry?.isDirectory ? item.getAsFileSystemHandle?.().catch(() => null) : undefined;
    asked.push(itemOf(handle, entry, item.getAsFile()));
  }
  return (await Promise.all(asked)).filter((item) => item !== undefined);
}

async function itemOf(
  asked: Promise<FileSystemHandle | null> | undefined,
  entry: FileSystemEntry | null,
  file: File | null,
): Promise<GivenItem | undefined> {
  const handle = await asked;
  if (handle && isDirectory(handle)) return entry && isFolder(entry) ? { handle, entry } : handle;
  if (entry?.isDirectory) return entry;
  return file ?? entry ?? undefined;
}

function isFolder(entry: FileSystemEntry): entry is FileSystemDirectoryEntry {
  return entry.isDirectory;
}

function isDirectory(handle: FileSystemHandle): handle is FileSystemDirectoryHandle {
  return handle.kind === 'directory';
}
