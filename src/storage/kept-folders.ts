import type { InkstoneDatabase } from './database';

/** A folder's handle as it is stored; the browser restores it together with what it may do. */
export interface StoredFolder {
  readonly id: string;
  readonly libraryId: string;
  readonly root: string;
  readonly handle: FileSystemDirectoryHandle;
}

/** One setting for each folder. */
const prefix = 'folder:';

export class KeptFolderRepository {
  readonly #database: InkstoneDatabase;

  constructor(database: InkstoneDatabase) {
    this.#database = database;
  }

  async list(libraryId: string): Promise<StoredFolder[]> {
    const rows = await this.#database.settings.where('key').startsWith(`${prefix}${libraryId}:`).toArray();
    return rows.flatMap(({ value }) => (isStoredFolder(value) ? [value] : []));
  }

  async put(folder: StoredFolder): Promise<void> {
    const { settings, libraries } = this.#database;
    await this.#database.transaction('rw', settings, libraries, async () => {
      // A library may be deleted while its folder is looked through.
      if (!(await libraries.get(folder.libraryId))) return;
      await settings.put({ key: folder.id, value: folder });
    });
  }

  async remove(folderId: string): Promise<void> {
    await this.#database.settings.delete(folderId);
  }

  /** Deletes what is kept for libraries that are gone. */
  async prune(): Promise<void> {
    const { settings, libraries } = this.#database;
    await this.#database.transaction('rw', settings, libraries, async () => {
      const present = new Set(await libraries.toCollection().primaryKeys());
      const rows = await settings.where('key').startsWith(prefix).toArray();
      const stale = rows.filter(({ value }) => !isStoredFolder(value) || !present.has(value.libraryId));
      await settings.bulkDelete(stale.map(({ key }) => key));
    });
  }

  idOf(libraryId: string, root: string): string {
    return `${prefix}${libraryId}:${root}`;
  }
}

function isStoredFolder(value: unknown): value is StoredFolder {
  return (
    typeof value === 'object' &&
    value !== null &&
    'handle' in value &&
    'root' in value &&
    'id' in value &&
    'libraryId' in value
  );
}
