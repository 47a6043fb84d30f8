import type { InkstoneDatabase } from './database';

/** What is written in a note and not stored as a version yet is kept under this key. */
export function noteDraftKey(documentId: string): string {
  return `note:${documentId}`;
}

/** Questions that are written and not asked yet. */
export class DraftRepository {
  readonly #database: InkstoneDatabase;

  constructor(database: InkstoneDatabase) {
    this.#database = database;
  }

  async get(key: string): Promise<string> {
    return (await this.#database.drafts.get(key))?.text ?? '';
  }

  /** An empty one is not kept. */
  async keep(key: string, text: string): Promise<void> {
    if (text === '') await this.#database.drafts.delete(key);
    else await this.#database.drafts.put({ key, text });
  }
}
