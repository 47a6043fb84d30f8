import type { AddedFile } from '../../services/app-services';

/** What file managers leave behind and nobody means to add. */
const leftovers = new Set(['.ds_store', 'thumbs.db', 'desktop.ini']);

/** From an `<input type="file">`, with the folders of a chosen folder. */
export function filesFromPicker(list: Iterable<File>): AddedFile[] {
  return Array.from(list, (file) => ({ file, path: file.webkitRelativePath || file.name })).filter(isMeant);
}

/**
 * From a drop or a paste, folders opened to the bottom. The items are read before the first await:
 * the browser takes them away when the event is over.
 */
export async function filesFromItems(transfer: DataTransfer): Promise<AddedFile[]> {
  const roots: (FileSystemEntry | File)[] = [];
  for (const item of transfer.items) {
    if (item.kind !== 'file') continue;
    const root = item.webkitGetAsEntry() ?? item.getAsFile();
    if (root) roots.push(root);
  }
  const found = await Promise.all(
    roots.map(async (root) => (root instanceof File ? [{ file: root, path: root.name }] : filesOf(root))),
  );
  return found.flat().filter(isMeant);
}

async function filesOf(entry: FileSystemEntry): Promise<AddedFile[]> {
  if (isFile(entry)) {
    const file = await new Promise<File>((resolve, reject) => {
      entry.file(resolve, reject);
    });
    return [{ file, path: entry.fullPath.replace(/^\//, '') }];
  }
  if (!isDirectory(entry)) return [];
  const found: AddedFile[] = [];
  const reader = entry.createReader();
  for (;;) {
    // A directory is handed out in batches; an empty one is the last.
    const batch = await new Promise<FileSystemEntry[]>((resolve, reject) => {
      reader.readEntries(resolve, reject);
    });
    if (batch.length === 0) return found;
    for (const child of batch) found.push(...(await filesOf(child)));
  }
}

function isMeant({ file }: AddedFile): boolean {
  return !leftovers.has(file.name.toLowerCase());
}

function isFile(entry: FileSystemEntry): entry is FileSystemFileEntry {
  return entry.isFile;
}

function isDirectory(entry: FileSystemEntry): entry is FileSystemDirectoryEntry {
  return entry.isDirectory;
}
