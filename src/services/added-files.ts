import type { AddedFile } from './app-services';

/** What is to be added: files, and folders in either of the forms that browsers give them. */
export type AddedItem = File | FileSystemEntry | FolderToRead;

/** A folder as a handle or, where there is one, as an entry: see `isHiddenFromHandles`. */
export interface FolderToRead {
  readonly handle: FileSystemDirectoryHandle;
  readonly entry?: FileSystemDirectoryEntry;
  /** The first part of every path. */
  readonly root: string;
}

/**
 * Whether a folder's handle passes a path over: browsers hand out no name by it that Windows could not have, as one
 * with a colon or a question mark.
 */
export function isHiddenFromHandles(path: string): boolean {
  return path.split('/').some((name) => /["*:<>?\\|\p{Cc}]|[. ]$/u.test(name));
}

export interface GatheringOptions {
  readonly signal: AbortSignal;
  /** Told of a file that is there and cannot be opened; the others are gathered all the same. */
  readonly onUnreadable?: (path: string) => void;
}

/** What file managers, editors and version control leave behind and nobody means to add. */
const leftoverFiles = /^(\.ds_store|thumbs\.db|desktop\.ini|\.localized|icon\r|\._.*|~\$.*)$/i;
const leftoverFolders =
  /^(\.git|\.svn|\.hg|node_modules|__macosx|\.trashes|\$recycle\.bin|system volume information)$/i;

/** So many files of a folder are opened together. */
const atOnce = 64;

/** From an `<input type="file">`, with the folders of a chosen folder. */
export function filesFromPicker(list: Iterable<File>): AddedFile[] {
  return Array.from(list, (file) => ({ file, path: file.webkitRelativePath || file.name })).filter(
    ({ path }) => isMeant(path),
  );
}

/** The files of all items in batches, folders opened to the bottom. Throws the signal's reason when cancelled. */
export async function* gatherFiles(
  items: Iterable<AddedItem>,
  options: GatheringOptions,
): AsyncGenerator<readonly AddedFile[]> {
  const loose: AddedFile[] = [];
  for (const item of items) {
    options.signal.throwIfAborted();
    if (item instanceof File) {
      if (isMeant(item.name)) loose.push({ file: item, path: item.name });
    } else if (!('root' in item)) yield* filesOfEntry(item, options);
    else if (item.entry) yield* under(item.root, filesOfEntry(item.entry, options));
    else yield* filesOfHandle(item.handle, item.root, options);
  }
  if (loose.length > 0) yield loose;
}

/** The same files with another name for the folder that all of them are in. */
async function* under(
  root: string,
  batches: AsyncGenerator<readonly AddedFile[]>,
): AsyncGenerator<readonly AddedFile[]> {
  for await (const batch of batches) {
    yield batch.map(({ file, path }) => ({ file, path: path.replace(/^[^/]*/, () => root) }));
  }
}

async function* filesOfHandle(
  folder: FileSystemDirectoryHandle,
  path: string,
  options: GatheringOptions,
): AsyncGenerator<readonly AddedFile[]> {
  const folders: FileSystemDirectoryHandle[] = [];
  let files: FileSystemFileHandle[] = [];
  const open = (): Promise<AddedFile[]> =>
    openAll(
      files.map((handle) => ({ path: `${path}/${handle.name}`, open: () => handle.getFile() })),
      options,
    );
  for await (const child of folder.values()) {
    options.signal.throwIfAborted();
    if (isDirectoryHandle(child)) {
      if (!leftoverFolders.test(child.name)) folders.push(child);
    } else if (isFileHandle(child) && !leftoverFiles.test(child.name)) files.push(child);
    if (files.length < atOnce) continue;
    yield await open();
    files = [];
  }
  if (files.length > 0) yield await open();
  for (const child of folders) yield* filesOfHandle(child, `${path}/${child.name}`, options);
}

async function* filesOfEntry(
  entry: FileSystemEntry,
  options: GatheringOptions,
): AsyncGenerator<readonly AddedFile[]> {
  if (isFileEntry(entry)) {
    if (isMeant(pathOf(entry))) yield await openEntries([entry], options);
    return;
  }
  if (!isDirectoryEntry(entry) || leftoverFolders.test(entry.name)) return;
  const reader = entry.createReader();
  const folders: FileSystemEntry[] = [];
  for (;;) {
    options.signal.throwIfAborted();
    // A directory is handed out in batches; an empty one is the last.
    const batch = await new Promise<FileSystemEntry[]>((resolve, reject) => {
      reader.readEntries(resolve, reject);
    });
    if (batch.length === 0) break;
    const files = batch.filter(isFileEntry).filter(({ name }) => !leftoverFiles.test(name));
    if (files.length > 0) yield await openEntries(files, options);
    folders.push(...batch.filter((child) => !isFileEntry(child)));
  }
  for (const child of folders) yield* filesOfEntry(child, options);
}

function openEntries(
  entries: readonly FileSystemFileEntry[],
  options: GatheringOptions,
): Promise<AddedFile[]> {
  return openAll(
    entries.map((entry) => ({
      path: pathOf(entry),
      open: () =>
        new Promise<File>((resolve, reject) => {
          entry.file(resolve, reject);
        }),
    })),
    options,
  );
}

async function openAll(
  files: readonly { readonly path: string; readonly open: () => Promise<File> }[],
  { signal, onUnreadable }: GatheringOptions,
): Promise<AddedFile[]> {
  const opened = await Promise.all(
    files.map(async ({ path, open }): Promise<AddedFile | undefined> => {
      try {
        return { file: await open(), path };
      } catch {
        onUnreadable?.(path);
        return undefined;
      }
    }),
  );
  signal.throwIfAborted();
  return opened.filter((file) => file !== undefined);
}

function isMeant(path: string): boolean {
  const folders = path.split('/');
  const name = folders.pop() ?? '';
  return !leftoverFiles.test(name) && !folders.some((folder) => leftoverFolders.test(folder));
}

function pathOf(entry: FileSystemEntry): string {
  return entry.fullPath.replace(/^\//, '') || entry.name;
}

function isFileEntry(entry: FileSystemEntry): entry is FileSystemFileEntry {
  return entry.isFile;
}

function isDirectoryEntry(entry: FileSystemEntry): entry is FileSystemDirectoryEntry {
  return entry.isDirectory;
}

function isFileHandle(handle: FileSystemHandle): handle is FileSystemFileHandle {
  return handle.kind === 'file';
}

function isDirectoryHandle(handle: FileSystemHandle): handle is FileSystemDirectoryHandle {
  return handle.kind === 'directory';
}
