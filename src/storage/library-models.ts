import { vectorSpaceKey } from '../core/embedding-model';
import type { InkstoneDatabase, LibraryModel } from './database';
import { vectorKeys } from './segment-writing';

/** Which model each library is searched with. */
export class LibraryModelRepository {
  readonly #database: InkstoneDatabase;

  constructor(database: InkstoneDatabase) {
    this.#database = database;
  }

  /** Undefined before the library was searched for the first time. */
  get(libraryId: string): Promise<LibraryModel | undefined> {
    return this.#database.libraryModels.get(libraryId);
  }

  /** Of all libraries, whether they were searched or not. */
  libraryIds(): Promise<string[]> {
    return this.#database.libraries.toCollection().primaryKeys();
  }

  /** Searches the library with this model from now on, unless another was chosen already; returns the chosen one. */
  async adopt(model: LibraryModel): Promise<LibraryModel> {
    const { libraries, libraryModels } = this.#database;
    return this.#database.transaction('rw', libraries, libraryModels, async () => {
      const chosen = await libraryModels.get(model.libraryId);
      if (chosen) return chosen;
      if (await libraries.get(model.libraryId)) await libraryModels.put(model);
      return model;
    });
  }

  /**
   * Searches the library with this model from now on, and drops the vectors of every other, in one transaction.
   * Changes nothing and returns false while a segment has no vectors of this model.
   */
  async switchTo(model: LibraryModel): Promise<boolean> {
    const { libraries, segments, segmentVectors, libraryModels } = this.#database;
    const { libraryId } = model;
    const space = vectorSpaceKey(model.model);
    return this.#database.transaction('rw', libraries, segments, segmentVectors, libraryModels, async () => {
      const headers = await segments.where({ libraryId }).toArray();
      if (headers.some(({ spaces }) => !spaces.includes(space))) return false;
      if (await libraries.get(libraryId)) await libraryModels.put(model);
      for (const { id, spaces } of headers) {
        const others = spaces.filter((other) => other !== space);
        for (const other of others) {
          await segmentVectors
            .where(':id')
            .between(...vectorKeys(id, other))
            .delete();
        }
        if (others.length > 0) await segments.update(id, { spaces: spaces.filter((one) => one === space) });
      }
      return true;
    });
  }
}
