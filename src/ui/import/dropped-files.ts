import type { AddedFile } from '../../services/app-services';

/** Files that systems leave in folders by themselves. */
const litter = new Set(['Thumbs.db', 'desktop.ini', '__MACOSX']);

/** Everything in a drop, folders opened all the way down. Has to be called before the event is over. */
export async function readDroppedFiles(transfer: DataTransfer): Promise<AddedFile[]> {
  // The list is emptied as soon as the event has been handled, so all of it is taken now.
  const dropped = [...transfer.items]
    .filter((item) => item.kind === 'file')
    .map((item) => ({ entry: item.webkitGetAsEntry(), file: item.getAsFile() }));
  const files: AddedFile[] = [];
  for (const { entry, file } of dropped) {
    if (entry) files.push(...(await readEntry(entry)));
    else if (file) files.push({ file, path: file.name });
  }
  return files;
}

/** What a file or folder picker gave. */
export function readChosenFiles(chosen: FileList): AddedFile[] {
  return [...chosen]
    .map((file) => ({ file, path: file.webkitRelativePath || file.name }))
    .filter(({ path }) => !path.includes('/') || !path.split('/').some(isLitter));
}

async function readEntry(entry: FileSystemEntry): Promise<AddedFile[]> {
  if (isFile(entry)) {
    const file = await new Promise<File>((resolve, reject) => entry.file(resolve, reject));
    return [{ file, path: entry.fullPath.replace(/^\//, '') }];
  }
  if (!isFolder(entry)) return [];
  const files: AddedFile[] = [];
  for (const child of await readFolder(entry)) {
    if (!isLitter(child.name)) files.push(...(await readEntry(child)));
  }
  return files;
}

/** Browsers give a folder's entries in batches, an empty one last. */
async function readFolder(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader();
  const entries: FileSystemEntry[] = [];
  for (;;) {
    const batch = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    );
    if (batch.length === 0) return entries.sort((a, b) => a.name.localeCompare(b.name));
    entries.push(...batch);
  }
}

function isLitter(name: string): boolean {
  return name.startsWith('.') || litter.has(name);
}

function isFile(entry: FileSystemEntry): entry is FileSystemFileEntry {
  return entry.isFile;
}

function isFolder(entry: FileSystemEntry): entry is FileSystemDirectoryEntry {
  return entry.isDirectory;
}
