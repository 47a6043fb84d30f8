import type { InkstoneDatabase } from './database';

export class SettingsRepository {
  readonly #database: InkstoneDatabase;

  constructor(database: InkstoneDatabase) {
    this.#database = database;
  }

  async all(): Promise<Record<string, unknown>> {
    const rows = await this.#database.settings.toArray();
    return Object.fromEntries(rows.map(({ key, value }) => [key, value]));
  }

  async set(values: Readonly<Record<string, unknown>>): Promise<void> {
    await this.#database.settings.bulkPut(Object.entries(values).map(([key, value]) => ({ key, value })));
  }
}
