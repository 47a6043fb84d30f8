import type { KeptFolderRepository, StoredFolder } from '../storage/kept-folders';
import { observe } from '../storage/observe';
import type { Folders } from './app-services';

export function createFolders(repository: KeptFolderRepository): Folders {
  return {
    observe: (libraryId, onValue) => observe(() => repository.list(libraryId), onValue),

    choose: window.showDirectoryPicker
      ? () => window.showDirectoryPicker?.({ id: 'documents', mode: 'read' }) ?? neverChosen()
      : undefined,

    place: async (libraryId, handle) => {
      const kept = await repository.list(libraryId);
      const same = await findSame(kept, handle);
      if (same) return { ...same, handle };
      const root = freeName(handle.name, new Set(kept.map((folder) => folder.root)));
      return { id: repository.idOf(libraryId, root), libraryId, root, handle };
    },

    keep: (folder) => repository.put(folder),

    forget: (folderId) => repository.remove(folderId),

    mayRead: async ({ handle }) => {
      const now = await handle.queryPermission?.({ mode: 'read' });
      if (now === 'granted' || now === undefined) return true;
      return (await handle.requestPermission?.({ mode: 'read' })) === 'granted';
    },
  };
}

function neverChosen(): Promise<never> {
  return Promise.reject(new DOMException('no folder was chosen', 'AbortError'));
}

async function findSame(
  kept: readonly StoredFolder[],
  handle: FileSystemDirectoryHandle,
): Promise<StoredFolder | undefined> {
  for (const folder of kept) if (await folder.handle.isSameEntry(handle)) return folder;
  return undefined;
}

/** Two folders of one name would else take each other's documents for their own. */
function freeName(name: string, taken: ReadonlySet<string>): string {
  for (let number = 1; ; number += 1) {
    const candidate = number === 1 ? name : `${name} (${number})`;
    if (!taken.has(candidate)) return candidate;
  }
}
